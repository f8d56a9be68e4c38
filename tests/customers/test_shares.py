"""Customers shown to others: shares, pools, and why somebody sees one."""

from datetime import timedelta

import pytest

from server.core import clock
from server.core.unit_of_work import unit_of_work
from server.customers.service.holdings import expire_share


@pytest.fixture
def shop(phone, world) -> str:
    """A customer of rep1's."""
    return phone(world.rep1).customer_made()


def share(giver, shop: str, receiver, **more):
    return giver.post("/shares", {"customer_id": shop, "employee_id": str(receiver.id), **more}, expect=201)


@pytest.mark.covers("RB-26", "G-02")


@pytest.mark.covers("RB-26")
def test_a_share_does_not_pass_on_to_the_receivers_manager(console, world, shop):
    share(console(world.rep1), shop, world.rep3)
    console(world.other).get(f"/customers/{shop}", expect=404)
    assert console(world.other).get("/customers")["total"] == 0
