"""Who may read which part of the history, and what it says."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from server.accounts.models import Employee, RightGrant
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.kit.phone import shop_answers


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def admin(console, world):
    return console(world.admin)


@pytest.fixture
def trusted(database, world):
    """Let supervisors read the history, which they may not as shipped."""
    with unit_of_work(database, world.tenant_id) as session:
        title = session.get_one(Employee, (world.tenant_id, world.supervisor.id)).title_id
        session.add(
            RightGrant(
                tenant_id=world.tenant_id,
                title_id=title,
                verb="audit.read",
                allowed=True,
                granted_at=clock.now(),
            )
        )


def actions(page) -> list[str]:
    return [item["action"] for item in page["items"]]


@pytest.mark.covers("F-13")
def test_an_administrator_reads_what_everybody_did_newest_first(rep, admin, world):
    customer = rep.customer_made(full_name="Cô Ba")
    page = admin.get("/history", action="submission.create")
    (item,) = page["items"]
    assert (item["record_id"], item["customer_id"]) == (customer, customer)
    assert item["employee"] == {"id": str(world.rep1.id), "name": world.rep1.name}
    assert item["device"] == {"id": rep.device_id, "name": "Máy thử"}
    assert item["ip"] == "127.0.0.1"
    assert item["request_id"]
    assert item["label"]
    assert item["detail"]["after"]["full_name"] == "Cô Ba"
    numbers = [item["n"] for item in admin.get("/history", limit=200)["items"]]
    assert numbers == sorted(numbers, reverse=True)


def test_without_the_right_nobody_reads_it(console, world):
    assert console(world.office).get("/history", expect=403)["code"] == "forbidden"


def test_a_phone_does_not_read_it(phone, world):
    admin = phone(world.admin)
    answer = admin.client.get("/api/v1/history", headers=admin.headers)
    assert answer.status_code == 403


@pytest.mark.usefixtures("trusted")
def test_who_does_not_see_all_reads_what_his_own_people_did(phone, console, world):
    for member in (world.rep1, world.rep3):
        phone(member).customer_made()
    page = console(world.supervisor).get("/history", action="submission.create")
    assert [item["employee"]["name"] for item in page["items"]] == [world.rep1.name]


@pytest.mark.usefixtures("trusted")
def test_a_record_is_named_for_whoever_may_see_it_and_for_nobody_else(rep, admin, console, world, database):
    customer = rep.customer_made(full_name="Cô Ba")
    supervisor = console(world.supervisor)
    supervisor.get(f"/customers/{customer}")
    wanted = {"action": "customer.view", "employee_id": str(world.supervisor.id)}
    assert [item["label"] for item in supervisor.get("/history", **wanted)["items"]] == ["Cô Ba"]
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(text("UPDATE customer SET owner_id = :owner"), {"owner": world.rep3.id})
    assert [item["label"] for item in supervisor.get("/history", **wanted)["items"]] == [None]
    assert [item["label"] for item in admin.get("/history", **wanted)["items"]] == ["Cô Ba"]


def test_it_is_narrowed_by_person_record_kind_and_customer(rep, phone, admin, world):
    one, two = rep.customer_made(), phone(world.rep2).customer_made()
    admin.get(f"/customers/{one}")
    assert set(actions(admin.get("/history", customer_id=one))) == {"customer.view", "submission.create"}
    assert set(actions(admin.get("/history", record_id=two))) == {"submission.create"}
    assert set(actions(admin.get("/history", kind="customer"))) == {"customer.view"}
    his = admin.get("/history", employee_id=str(world.rep2.id), action="submission.create")
    assert [item["customer_id"] for item in his["items"]] == [two]


def test_it_is_narrowed_by_time(rep, admin):
    rep.customer_made()
    (item,) = admin.get("/history", action="submission.create")["items"]
    a_bit_later = (clock.now() + timedelta(seconds=1)).isoformat()
    assert actions(admin.get("/history", action="submission.create", since=item["at"])) == ["submission.create"]
    assert actions(admin.get("/history", action="submission.create", until=item["at"])) == []
    assert actions(admin.get("/history", action="submission.create", since=a_bit_later)) == []


def test_pages_follow_each_other_without_gap_or_repetition(rep, admin):
    rep.push(*[rep.submit("customer.shop", shop_answers()) for _ in range(5)])
    seen, cursor = [], None
    while True:
        page = admin.get("/history", action="submission.create", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [item["n"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "WyJ4Il0", "WyItMSJd", "WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5Il0"])
def test_a_cursor_that_is_none_is_refused(admin, cursor):
    assert admin.get("/history", cursor=cursor, expect=422)["code"] == "invalid_input"


def test_that_somebody_read_it_is_in_it_too(admin, world):
    admin.get("/history", kind="customer")
    (item,) = admin.get("/history", action="history.list")["items"]
    assert item["employee"]["name"] == world.admin.name
    assert item["detail"] == {"filter": {"kind": "customer"}, "shown": 0}


def test_whoever_sees_a_customer_sees_who_looked_at_it_but_not_from_where(rep, console, world):
    customer = rep.customer_made()
    console(world.director).get(f"/customers/{customer}")
    page = console(world.supervisor).get(f"/customers/{customer}/history")
    assert actions(page) == ["customer.view", "submission.create"]
    assert page["items"][0]["employee"]["name"] == world.director.name
    assert all("ip" not in item for item in page["items"])
    again = console(world.supervisor).get(f"/customers/{customer}/history")
    assert actions(again) == ["history.view", "customer.view", "submission.create"]


def test_whoever_does_not_see_the_customer_sees_nothing_of_it(rep, console, world):
    customer = rep.customer_made()
    console(world.other).get(f"/customers/{customer}/history", expect=404)


def test_a_page_costs_the_same_number_of_queries_whatever_its_length(rep, admin, count_queries):
    costs = []
    for size in (1, 12):
        rep.push(*[rep.submit("customer.shop", shop_answers()) for _ in range(size)])
        with count_queries() as statements:
            admin.get("/history", action="submission.create")
        costs.append(len(statements))
    assert costs[0] == costs[1]
