"""Batches beside each other: what one of them only names, another may hold."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from server.app import create_app
from server.core.unit_of_work import unit_of_work
from server.customers import queries
from server.customers.record_models import DuplicatePair
from tests.kit.live import rep_of_new_world
from tests.kit.phone import Phone, shop_answers


@pytest.fixture
def rep(live):
    return rep_of_new_world(live)


@pytest.fixture
def handset(live, settings, rep):
    return Phone(create_app(settings, live).test_client(), rep.token, str(rep.actor.device_id), "")


@pytest.fixture
def beside():
    """Run something beside the test: `beside(work)` returns what comes of it, waited for 10 s at most."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda work, *given: pool.submit(work, *given).result(timeout=10)


def test_a_customer_that_looks_like_one_that_is_being_changed_need_not_wait(live, rep, handset, beside):
    """Two batches of one organisation that found each other's customers alike stood still until one was broken off."""
    shop = handset.customer_made()
    with unit_of_work(live, rep.actor.tenant_id) as session:
        queries.lock(session, [UUID(shop)])
        (told,) = beside(handset.push, handset.submit("customer.shop", shop_answers()))
        assert told["s"] == "applied"
        assert session.scalars(select(DuplicatePair.reasons)).all() == [["name_phone", "name_near"]]
