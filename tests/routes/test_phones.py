from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from server.core import clock
from server.core.unit_of_work import unit_of_work
from server.routes.jobs import TASKS

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = clock.now().astimezone(VIETNAM).date()


@pytest.fixture
def give(supervisor, route):
    def assign(member, first=TODAY, last=None, **more):
        days = {"valid_from": first.isoformat(), "valid_to": last.isoformat() if last else None}
        body = {"employee_id": str(member.id), **days, **more}
        return supervisor.post(f"/routes/{route['id']}/assignments", body, expect=201)

    return assign


@pytest.fixture
def refresh(database, world):
    """Run the job of the day's beginning."""

    def run():
        with unit_of_work(database, world.tenant_id) as session:
            TASKS["routes.refresh"](session, {})

    return run


def customers_of(phone) -> set[str]:
    phone.pull()
    return {row["fields"]["full_name"] for row in phone.held("customer").values()}


ALL = {"Tạp hoá A", "Tạp hoá B", "Tạp hoá C"}


@pytest.mark.covers("TB-32")
def test_the_assignee_gets_route_assignment_and_customers(phone, world, give, route, shops):
    rep = phone(world.rep2)
    assert customers_of(rep) == set()
    made = give(world.rep2, instruction="Mang mẫu mới")
    assert customers_of(rep) == ALL
    held = rep.held("route")[route["id"]]
    assert (held["name"], held["status"]) == ("Tuyến Hải Châu", "active")
    assert [stop["customer_id"] for stop in held["stops"]] == shops
    assert rep.held("assignment")[made["id"]] == {
        "route_id": route["id"],
        "employee_id": str(world.rep2.id),
        "valid_from": TODAY.isoformat(),
        "valid_to": None,
        "instruction": "Mang mẫu mới",
    }


def test_a_customer_tells_on_which_routes_in_use_it_is(phone, world, give, route, shops):
    give(world.rep2)
    rep = phone(world.rep2)
    customers_of(rep)
    assert rep.held("customer")[shops[0]]["route_ids"] == [route["id"]]


def test_a_customer_of_a_stopped_route_names_it_no_more(phone, world, route, shops, supervisor):
    owner = phone(world.rep1)
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    customers_of(owner)
    assert owner.held("customer")[shops[0]]["route_ids"] == []


def test_the_managers_phone_follows_the_assignees(phone, world, shops, console):
    director = console(world.director)
    body = {"name": "Tuyến chung", "customer_ids": shops}
    route = director.post("/routes", body, expect=201)
    manager = phone(world.other)
    assert customers_of(manager) == set()
    given = {"employee_id": str(world.rep3.id), "valid_from": TODAY.isoformat()}
    director.post(f"/routes/{route['id']}/assignments", given, expect=201)
    assert customers_of(manager) == ALL


@pytest.mark.covers("TB-22")
def test_a_customer_marked_out_leaves_the_assignees_phone(phone, world, give, route, shops, supervisor):
    give(world.rep2)
    rep = phone(world.rep2)
    assert customers_of(rep) == ALL
    stops = [{"customer_id": shops[0]}, {"customer_id": shops[1]}, {"customer_id": shops[2], "membership": "out"}]
    supervisor.patch(f"/routes/{route['id']}", {"stops": stops})
    assert customers_of(rep) == {"Tạp hoá A", "Tạp hoá B"}
    assert [stop["customer_id"] for stop in rep.held("route")[route["id"]]["stops"]] == shops[:2]


@pytest.mark.covers("TB-22")
def test_the_owner_keeps_a_customer_that_left_the_route(phone, world, give, route, shops, supervisor):
    give(world.rep2)
    supervisor.patch(f"/routes/{route['id']}", {"stops": [{"customer_id": shops[0]}]})
    assert customers_of(phone(world.rep1)) == ALL


@pytest.mark.covers("TB-23")
def test_a_stopped_route_leaves_the_assignees_phone_with_its_customers(phone, world, give, route, supervisor):
    give(world.rep2)
    rep = phone(world.rep2)
    assert customers_of(rep) == ALL
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    assert customers_of(rep) == set()
    assert rep.held("route") == {}


def test_a_route_put_to_use_again_brings_its_customers_to_the_next_assignee(phone, world, give, route, supervisor):
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    supervisor.patch(f"/routes/{route['id']}", {"status": "active"})
    give(world.rep2)
    assert customers_of(phone(world.rep2)) == ALL


@pytest.mark.covers("F-04")
def test_a_replaced_assignee_gives_up_the_customers(phone, world, give):
    give(world.rep2, first=TODAY - timedelta(days=3))
    rep = phone(world.rep2)
    assert customers_of(rep) == ALL
    give(world.rep1, replace=True)
    assert customers_of(rep) == set()


@pytest.mark.covers("TB-30", "TB-32", "F-04")
def test_tomorrows_assignment_is_known_today_and_its_customers_come_tomorrow(phone, world, give, refresh, time_machine):
    made = give(world.rep2, first=TODAY + timedelta(days=1))
    rep = phone(world.rep2)
    assert customers_of(rep) == set()
    assert made["id"] in rep.held("assignment")
    time_machine.move_to(clock.now() + timedelta(days=1))
    refresh()
    assert customers_of(rep) == ALL


@pytest.mark.covers("TB-30", "TB-32")
def test_the_customers_leave_the_phone_the_day_after_the_last(phone, world, give, refresh, time_machine):
    give(world.rep2, last=TODAY)
    rep = phone(world.rep2)
    assert customers_of(rep) == ALL
    time_machine.move_to(clock.now() + timedelta(days=1))
    refresh()
    assert customers_of(rep) == set()


def test_a_day_that_changes_nothing_writes_nothing(world, give, refresh, count_queries):
    give(world.rep2)
    with count_queries() as seen:
        refresh()
    assert not [text for text in seen.texts if text.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize(("first", "last", "waits"), [(0, 2, [3]), (1, None, [1]), (1, 4, [1, 5]), (0, None, [])])
def test_the_days_on_which_somebody_begins_or_ends_have_their_job(world, give, session, first, last, waits):
    ends = TODAY + timedelta(days=last) if last is not None else None
    give(world.rep2, first=TODAY + timedelta(days=first), last=ends)
    rows = session.execute(text("SELECT run_after FROM outbox WHERE task = 'routes.refresh' ORDER BY run_after"))
    hanoi = [row.run_after.astimezone(VIETNAM).date() for row in rows]
    assert hanoi == [TODAY + timedelta(days=days) for days in waits]


@pytest.mark.covers("TB-06")
def test_the_assignee_is_told_with_the_instruction(console, world, give):
    give(world.rep2, instruction="Mang mẫu mới")
    (notice,) = console(world.rep2).get("/notifications")["items"]
    assert (notice["kind"], notice["body"]) == ("route_assigned", "Mang mẫu mới")
    assert "Tuyến Hải Châu" in notice["title"]["vi"]
