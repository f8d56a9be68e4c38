"""Operations that come before the record that they are about, and those that a supervisor releases."""

import json
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from server.core import clock
from server.core.actor import Actor
from server.core.outbox import OutboxRow
from server.core.unit_of_work import unit_of_work
from server.sync import releasing
from server.sync.models import Quarantined, Receipt, Waiting
from tests.kit.phone import FIX, shop_answers

pytestmark = pytest.mark.covers("P12")


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def colleague(phone, world):
    return phone(world.rep2)


@pytest.fixture
def work(database):
    """Open a unit of work of an organisation, as a worker does."""
    return partial(unit_of_work, database)


@pytest.fixture
def actor_of(world):
    """Give a member as the one who acts at the console."""
    return lambda member: Actor(world.tenant_id, world.organisation_uuid, uuid4(), member.id)


@pytest.fixture
def apply_waiting(work, world):
    """Do what the worker does when a customer has come."""

    def run(customer_id):
        with work(world.tenant_id) as session:
            releasing.unblock(session, "customer", UUID(customer_id))

    return run


def visit_to(rep, customer_id, **more):
    return rep.submit("interaction.f2f", {"customer": customer_id, "gps": FIX}, **more)


def statuses(answers):
    return [answer["s"] for answer in answers]


def newest(rep, n):
    told = rep.client.get(f"/api/v1/sync/receipts?from_n={n}", headers=rep.headers).json["items"]
    return told[0]["s"]


def test_a_visit_that_comes_before_its_customer_counts_when_he_comes(rep, colleague, apply_waiting, console, world):
    shop = colleague.submit("customer.shop", shop_answers())
    (answer,) = rep.push(visit_to(rep, shop["id"]))
    assert (answer["s"], answer["on"]) == ("blocked", {"kind": "customer", "id": shop["id"]})
    colleague.push(shop)
    apply_waiting(shop["id"])
    (visit,) = console(world.supervisor).get("/visits")["items"]
    assert visit["customer"]["id"] == shop["id"]
    assert newest(rep, 1) == "applied"


def test_the_coming_of_the_customer_wakes_what_waits(rep, colleague, work, world):
    shop = colleague.submit("customer.shop", shop_answers())
    rep.push(visit_to(rep, shop["id"]))
    colleague.push(shop)
    assert ("sync.unblock", shop["id"]) in tasks_due_now(work, world)


def tasks_due_now(work, world):
    with work(world.tenant_id) as session:
        due = session.scalars(select(OutboxRow).where(OutboxRow.run_after <= clock.now()))
        return [(row.task, row.args.get("id")) for row in due]


def test_what_waits_is_answered_the_same_again_and_holds_up_nothing(rep):
    early, other = visit_to(rep, str(uuid4())), rep.submit("customer.shop", shop_answers())
    assert statuses(rep.push(early, other)) == ["blocked", "applied"]
    (again,) = rep.push(early)
    assert (again["s"], again["first"]) == ("duplicate", "blocked")


def test_a_tx_waits_as_one_and_is_applied_as_one(rep, colleague, apply_waiting):
    shop = colleague.submit("customer.shop", shop_answers())
    own = rep.submit("customer.shop", shop_answers(full_name="Quán Bà Năm"), tx="pair")
    pair = [own, visit_to(rep, shop["id"], tx="pair")]
    assert statuses(rep.push(*pair)) == ["blocked", "blocked"]
    rep.pull()
    assert own["id"] not in rep.held("customer")
    colleague.push(shop)
    apply_waiting(shop["id"])
    rep.pull()
    assert own["id"] in rep.held("customer")


def test_what_waited_in_vain_for_a_week_is_stored_as_an_orphan(rep, work, world, apply_waiting, console):
    nobody = str(uuid4())
    visit = visit_to(rep, nobody)
    rep.push(visit)
    with work(world.tenant_id) as session:
        session.execute(update(Waiting).values(until=clock.now() - timedelta(seconds=1)))
    apply_waiting(nobody)
    assert "orphan" in console(world.supervisor).get(f"/submissions/{visit['id']}")["flags"]
    with work(world.tenant_id) as session:
        assert session.scalars(select(Waiting)).all() == []


def test_an_edit_that_came_before_its_customer_is_merged_when_he_comes(rep, colleague, apply_waiting):
    shop = colleague.submit("customer.shop", shop_answers())
    edit = rep.submit(
        "customer.shop", {"owner_name": "Cô Ba"}, record={"kind": "customer", "id": shop["id"], "base": 1}, before={}
    )
    assert statuses(rep.push(edit)) == ["blocked"]
    colleague.push(shop)
    apply_waiting(shop["id"])
    assert newest(rep, edit["n"]) in {"applied", "merged", "conflict"}


@pytest.fixture
def quarantined(rep, work, world):
    """Give the id of an operation in quarantine, and the operation."""
    operation = rep.submit("customer.kiosk", shop_answers())
    assert statuses(rep.push(operation)) == ["quarantined"]
    with work(world.tenant_id) as session:
        return session.scalars(select(Quarantined.id)).one(), operation


def test_a_repaired_operation_takes_effect_for_its_sender(rep, quarantined, work, world, actor_of):
    row_id, operation = quarantined
    repaired = json.dumps({**operation, "form": "customer.shop"}).encode()
    with work(world.tenant_id) as session:
        answer = releasing.release(session, actor_of(world.supervisor), row_id, repaired)
    assert answer["s"] == "applied"
    rep.pull()
    assert rep.held("customer")[operation["id"]]["owner_id"] == rep.employee_id
    assert newest(rep, operation["n"]) == "applied"


def test_what_still_cannot_be_applied_stays_in_quarantine(quarantined, work, world, actor_of):
    row_id, _ = quarantined
    with work(world.tenant_id) as session:
        answer = releasing.release(session, actor_of(world.supervisor), row_id, None)
        assert (answer["s"], answer["code"]) == ("quarantined", "unknown_form")
        assert session.get(Quarantined, (world.tenant_id, row_id)).state == "open"
        assert session.scalars(select(Receipt.outcome)).one()["s"] == "quarantined"
