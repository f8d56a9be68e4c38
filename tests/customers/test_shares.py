"""Customers shown to others by shares, and for how long."""

from datetime import timedelta

import pytest

from server.core import clock
from server.core.outbox import OutboxRow, due
from server.core.unit_of_work import unit_of_work
from server.customers.service.holdings import EXPIRE

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def shop(phone, world) -> str:
    """A customer of rep1's."""
    return phone(world.rep1).customer_made()


def give(giver, shop: str, receiver, expect=201, **more):
    return giver.post("/shares", {"customer_id": shop, "employee_id": str(receiver.id), **more}, expect=expect)


@pytest.mark.covers("RB-26", "G-02")
def test_a_share_shows_the_customer_until_it_is_ended_on_the_phone_too(console, phone, world, shop):
    receiver, giver = phone(world.rep3), console(world.rep1)
    given = give(giver, shop, world.rep3)
    receiver.pull()
    assert set(receiver.held("customer")) == {shop}
    giver.delete(f"/shares/{given['id']}")
    console(world.rep3).get(f"/customers/{shop}", expect=404)
    receiver.pull()
    assert receiver.held("customer") == {}


@pytest.mark.covers("RB-26")
def test_a_share_does_not_pass_on_to_the_receivers_manager(console, world, shop):
    give(console(world.rep1), shop, world.rep3)
    console(world.other).get(f"/customers/{shop}", expect=404)
    assert console(world.other).get("/customers")["total"] == 0


def test_the_receiver_is_told(console, world, shop):
    give(console(world.rep1), shop, world.rep3)
    notices = console(world.rep3).get("/notifications")["items"]
    assert [(notice["kind"], notice["link"]) for notice in notices] == [("share", f"/customers/{shop}")]


@pytest.mark.covers("RB-26")
def test_only_the_owner_and_those_above_him_may_share(console, world, shop):
    give(console(world.rep1), shop, world.rep3)
    assert give(console(world.rep3), shop, world.rep2, expect=403)["code"] == "not_yours_to_share"
    give(console(world.rep2), shop, world.rep3, expect=404)
    give(console(world.supervisor), shop, world.rep2)


@pytest.mark.covers("RB-26")
def test_an_edit_under_a_share_to_view_changes_nothing_and_is_kept_as_a_conflict(console, phone, world, shop):
    give(console(world.rep1), shop, world.rep3)
    receiver = phone(world.rep3)
    receiver.pull()
    (answer,) = receiver.push(receiver.edit("customer.shop", shop, {"full_name": "Tên mới"}))
    assert answer["s"] == "conflict"
    assert console(world.rep1).get(f"/customers/{shop}")["name"] == "Tạp hoá Cô Ba"


@pytest.mark.covers("RB-26")
def test_a_share_to_edit_lets_the_receiver_change_the_customer(console, phone, world, shop):
    give(console(world.rep1), shop, world.rep3, level="edit")
    receiver = phone(world.rep3)
    receiver.pull()
    (answer,) = receiver.push(receiver.edit("customer.shop", shop, {"full_name": "Tên mới"}))
    assert answer["s"] == "applied"
    assert console(world.rep1).get(f"/customers/{shop}")["name"] == "Tên mới"


@pytest.mark.covers("RB-26")
def test_a_share_ends_by_itself_when_its_time_is_over(console, phone, world, shop, database):
    until = clock.now() + TEN_MINUTES
    receiver = phone(world.rep3)
    give(console(world.rep1), shop, world.rep3, expires_at=until.isoformat())
    with clock.at(until + timedelta(seconds=1)):
        console(world.rep3).get(f"/customers/{shop}", expect=404)
        _work_off(database, world.tenant_id)
    receiver.pull()
    assert receiver.held("customer") == {}


def _work_off(database, tenant_id: int) -> None:
    with unit_of_work(database, tenant_id) as session:
        rows = [session.get(OutboxRow, key) for key in due(session) if key[0] == tenant_id]
        for row in rows:
            if row.task == EXPIRE:
                database.registry.tasks[row.task](session, row.args)


def test_a_share_that_is_over_before_it_begins_is_refused(console, world, shop):
    answer = give(console(world.rep1), shop, world.rep3, expect=422, expires_at="2020-01-01T00:00:00Z")
    assert answer["pointer"] == "/expires_at"


@pytest.mark.parametrize("wrong", [{}, {"customer_id": "both", "set_id": "both"}])
def test_a_share_names_one_thing_and_one_receiver(console, world, shop, wrong):
    body = dict.fromkeys(wrong, shop) | {"employee_id": str(world.rep3.id)}
    console(world.rep1).post("/shares", body, expect=422)


@pytest.mark.covers("RB-26")
def test_a_saved_set_is_shared_as_one_and_follows_what_is_in_it(console, phone, world):
    rep = phone(world.rep1)
    first, second = rep.customer_made(), rep.customer_made(full_name="Quán Hai")
    giver, receiver = console(world.rep1), phone(world.rep3)
    saved = giver.post("/customer-sets", {"name": "Chợ Hàn", "ids": [first]}, expect=201)
    giver.post("/shares", {"set_id": saved["id"], "employee_id": str(world.rep3.id)}, expect=201)
    receiver.pull()
    assert set(receiver.held("customer")) == {first}
    giver.patch(f"/customer-sets/{saved['id']}", {"add": [second], "remove": [first]})
    receiver.pull()
    assert set(receiver.held("customer")) == {second}


def test_nobody_saves_a_set_of_what_he_may_not_share(console, world, shop):
    answer = console(world.rep2).post("/customer-sets", {"name": "Của người khác", "ids": [shop]}, expect=403)
    assert (answer["code"], answer["ids"]) == ("not_yours_to_share", [shop])
