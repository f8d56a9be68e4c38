from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from server.core import clock

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = clock.now().astimezone(VIETNAM).date()


def stops_of(route) -> list[tuple[str, str]]:
    return [(stop["customer"]["name"], stop["membership"]) for stop in route["stops"]]


def members(route) -> list[str]:
    return [name for name, membership in stops_of(route) if membership == "in"]


def wishes(ids, **memberships):
    return [
        {"customer_id": item, "membership": memberships.get(name, "in")} for item, name in zip(ids, "ABC", strict=False)
    ]


@pytest.mark.covers("TB-24")
def test_a_route_holds_its_customers_in_the_order_given(supervisor, shops):
    made = supervisor.post("/routes", {"name": "Thứ Hai", "customer_ids": shops[::-1]}, expect=201)
    assert members(made) == ["Tạp hoá C", "Tạp hoá B", "Tạp hoá A"]
    assert [stop["seq"] for stop in made["stops"]] == [1, 2, 3]


@pytest.mark.covers("TB-24")
def test_the_order_of_stops_can_be_changed(supervisor, route, shops):
    order = [{"customer_id": shops[n]} for n in (2, 0, 1)]
    changed = supervisor.patch(f"/routes/{route['id']}", {"stops": order})
    assert members(changed) == ["Tạp hoá C", "Tạp hoá A", "Tạp hoá B"]


def test_a_route_without_customers_is_refused(supervisor):
    refusal = supervisor.post("/routes", {"name": "Tuyến trống", "customer_ids": []}, expect=422)
    assert refusal["code"] == "invalid_input"


def test_the_same_customer_twice_is_refused_and_names_the_place(supervisor, shops):
    body = {"name": "Tuyến lặp", "customer_ids": [shops[0], shops[1], shops[0]]}
    refusal = supervisor.post("/routes", body, expect=422)
    assert (refusal["pointer"], refusal["reason"]) == ("/stops/2/customer_id", "repeated")


@pytest.mark.usefixtures("route")
def test_a_name_in_use_is_refused_whatever_its_case_and_diacritics(supervisor, shops):
    body = {"name": "  TUYEN   hai chau ", "customer_ids": shops}
    assert supervisor.post("/routes", body, expect=409)["code"] == "route_name_taken"


def test_the_name_of_a_stopped_route_may_be_used_again(supervisor, route, shops):
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    supervisor.post("/routes", {"name": route["name"], "customer_ids": shops}, expect=201)


def test_a_stopped_route_whose_name_was_taken_cannot_come_back(supervisor, route, shops):
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    supervisor.post("/routes", {"name": route["name"], "customer_ids": shops}, expect=201)
    refusal = supervisor.patch(f"/routes/{route['id']}", {"status": "active"}, expect=409)
    assert refusal["code"] == "route_name_taken"


def test_a_customer_of_another_team_cannot_be_put_on_a_route(supervisor, phone, world):
    foreign = phone(world.rep3).customer_made()
    body = {"name": "Tuyến lạ", "customer_ids": [foreign]}
    refusal = supervisor.post("/routes", body, expect=422)
    assert (refusal["code"], refusal["customer_ids"]) == ("route_customer_not_visible", [foreign])


def test_a_rep_cannot_set_up_a_route(console, world, shops):
    body = {"name": "Tuyến riêng", "customer_ids": shops}
    assert console(world.rep1).post("/routes", body, expect=403)["code"] == "forbidden"


@pytest.mark.covers("TB-20", "TB-21")
def test_a_customer_marked_out_stands_on_the_list_and_not_in_the_route(supervisor, route, shops):
    changed = supervisor.patch(f"/routes/{route['id']}", {"stops": wishes(shops, C="out")})
    assert stops_of(changed) == [("Tạp hoá A", "in"), ("Tạp hoá B", "in"), ("Tạp hoá C", "out")]
    assert changed["stop_count"] == 2


@pytest.mark.covers("TB-21", "TB-22")
def test_the_past_keeps_a_customer_that_left_the_route(console, world, route, shops, time_machine):
    later = clock.now() + timedelta(days=90)
    time_machine.move_to(later)
    supervisor = console(world.supervisor)
    supervisor.patch(f"/routes/{route['id']}", {"stops": wishes(shops, C="out")})
    yesterday = supervisor.get(f"/routes/{route['id']}", on=(later.date() - timedelta(days=2)).isoformat())
    assert members(yesterday) == ["Tạp hoá A", "Tạp hoá B", "Tạp hoá C"]
    assert members(supervisor.get(f"/routes/{route['id']}")) == ["Tạp hoá A", "Tạp hoá B"]


def test_stops_of_customers_that_one_may_not_see_stay_when_one_sets_the_list(console, world, phone, shops):
    foreign = phone(world.rep3).customer_made(full_name="Quán Xa")
    body = {"name": "Tuyến đặc biệt", "customer_ids": [*shops, foreign]}
    route = console(world.director).post("/routes", body, expect=201)
    give(console(world.director), route, world.rep1, first=TODAY + timedelta(days=5))
    admin = console(world.admin)
    supervisor = console(world.supervisor)
    supervisor.patch(f"/routes/{route['id']}", {"stops": wishes(shops[:2])})
    assert set(members(admin.get(f"/routes/{route['id']}"))) == {"Tạp hoá A", "Tạp hoá B", "Quán Xa"}


def give(console, route, member, first=TODAY, last=None, expect=201, **more):
    body = {
        "employee_id": str(member.id),
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat() if last else None,
        **more,
    }
    return console.post(f"/routes/{route['id']}/assignments", body, expect=expect)


@pytest.mark.covers("TB-30")
def test_an_assignment_names_the_employee_and_his_days(supervisor, route, world):
    week = TODAY + timedelta(days=6)
    made = give(supervisor, route, world.rep1, last=week, instruction="Mang mẫu mới")
    assert made["employee"] == {"id": str(world.rep1.id), "name": world.rep1.name}
    assert (made["valid_from"], made["valid_to"]) == (TODAY.isoformat(), week.isoformat())
    assert supervisor.get(f"/routes/{route['id']}")["assignments"] == [made]


def test_the_list_shows_who_drives_a_route_today(supervisor, route, world):
    give(supervisor, route, world.rep1, first=TODAY, last=TODAY)
    give(supervisor, route, world.rep2, first=TODAY + timedelta(days=1))
    (listed,) = supervisor.get("/routes")["items"]
    assert listed["assignee"] == {"id": str(world.rep1.id), "name": world.rep1.name}
    assert (listed["stop_count"], listed["status"]) == (3, "active")


@pytest.mark.covers("TB-30", "TB-31")
def test_two_people_on_one_day_are_refused_and_both_are_named(supervisor, route, world):
    give(supervisor, route, world.rep1)
    refusal = give(supervisor, route, world.rep2, first=TODAY + timedelta(days=3), expect=409)
    assert refusal["code"] == "assignment_overlap"
    assert world.rep1.name in refusal["detail"]
    assert world.rep2.name in refusal["detail"]
    assert f"{TODAY:%d/%m/%Y}" in refusal["detail"]


def test_a_refused_assignment_leaves_the_holder_as_he_was(supervisor, route, world):
    made = give(supervisor, route, world.rep1)
    give(supervisor, route, world.rep2, expect=409)
    assert supervisor.get(f"/routes/{route['id']}")["assignments"] == [made]


@pytest.mark.covers("TB-30")
def test_replacing_closes_the_old_assignment_the_day_before(supervisor, route, world):
    give(supervisor, route, world.rep1, first=TODAY - timedelta(days=10))
    give(supervisor, route, world.rep2, replace=True)
    days = [
        (item["employee"]["name"], item["valid_from"], item["valid_to"])
        for item in supervisor.get(f"/routes/{route['id']}")["assignments"]
    ]
    began, ended = TODAY - timedelta(days=10), TODAY - timedelta(days=1)
    assert days == [
        (world.rep2.name, TODAY.isoformat(), None),
        (world.rep1.name, began.isoformat(), ended.isoformat()),
    ]


@pytest.mark.covers("TB-30")
def test_a_cover_for_some_days_hands_the_route_back(supervisor, route, world):
    give(supervisor, route, world.rep1, first=TODAY - timedelta(days=10))
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    give(supervisor, route, world.rep2, first=first, last=last, replace=True)
    days = [
        (item["employee"]["name"], item["valid_from"], item["valid_to"])
        for item in supervisor.get(f"/routes/{route['id']}")["assignments"]
    ]
    assert days[0] == (world.rep1.name, (last + timedelta(days=1)).isoformat(), None)
    assert days[2][2] == (first - timedelta(days=1)).isoformat()


def test_days_that_end_before_they_begin_are_refused(supervisor, route, world):
    refusal = give(supervisor, route, world.rep1, last=TODAY - timedelta(days=1), expect=422)
    assert refusal["pointer"] == "/valid_to"


def test_a_route_cannot_be_given_to_somebody_of_another_team(supervisor, route, world):
    assert give(supervisor, route, world.rep3, expect=422)["code"] == "assignee_outside_team"


@pytest.mark.covers("TB-23")
def test_a_stopped_route_cannot_be_assigned(supervisor, route, world):
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    refusal = give(supervisor, route, world.rep1, expect=409)
    assert refusal["code"] == "route_stopped"
    assert route["name"] in refusal["detail"]


@pytest.mark.covers("TB-23")
def test_stopping_a_route_ends_its_assignments(supervisor, route, world):
    give(supervisor, route, world.rep1, last=TODAY + timedelta(days=5))
    give(supervisor, route, world.rep2, first=TODAY + timedelta(days=6))
    stopped = supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    ends = [(item["employee"]["name"], item["valid_to"]) for item in stopped["assignments"]]
    assert ends == [(world.rep1.name, TODAY.isoformat())]
    assert stopped["assignee"] is None


def test_a_route_is_found_by_its_name_without_diacritics(supervisor, route, shops):
    supervisor.post("/routes", {"name": "Sơn Trà", "customer_ids": shops}, expect=201)
    assert [item["name"] for item in supervisor.get("/routes", q="hai chau")["items"]] == [route["name"]]


def test_routes_are_paged_by_name(supervisor, shops):
    for name in ("Tuyến 3", "Tuyến 1", "Tuyến 2"):
        supervisor.post("/routes", {"name": name, "customer_ids": shops}, expect=201)
    first = supervisor.get("/routes", limit=2)
    rest = supervisor.get("/routes", limit=2, cursor=first["next"])
    assert [item["name"] for item in first["items"] + rest["items"]] == ["Tuyến 1", "Tuyến 2", "Tuyến 3"]
    assert (first["total"], rest["next"]) == (3, None)


@pytest.mark.parametrize("who", ["other", "rep3", "rep1"])
def test_a_route_of_another_team_or_given_to_nobody_is_not_shown(console, world, route, who):
    stranger = console(getattr(world, who))
    assert stranger.get("/routes")["items"] == []
    stranger.get(f"/routes/{route['id']}", expect=404)


@pytest.mark.parametrize("who", ["director", "office", "admin"])
def test_a_route_is_shown_to_those_above_and_to_the_back_office(console, world, route, who):
    assert [item["id"] for item in console(getattr(world, who)).get("/routes")["items"]] == [route["id"]]


def test_the_assignee_sees_the_route(supervisor, console, world, route):
    give(supervisor, route, world.rep2)
    assert len(console(world.rep2).get(f"/routes/{route['id']}")["stops"]) == 3


def test_one_cannot_change_a_route_that_one_may_not_see(console, world, route):
    console(world.other).patch(f"/routes/{route['id']}", {"name": "Của tôi"}, expect=404)


def test_one_cannot_assign_a_route_that_one_may_not_see(console, world, route):
    give(console(world.other), route, world.rep3, expect=404)


def test_an_unknown_route_is_not_found(supervisor):
    assert supervisor.get(f"/routes/{uuid4()}", expect=404)["code"] == "not_found"


@pytest.mark.covers("TB-32")
def test_an_assignment_shows_the_customers_of_others_for_its_days(supervisor, console, world, route):
    give(supervisor, route, world.rep2)
    names = [item["name"] for item in console(world.rep2).get("/customers")["items"]]
    assert names == ["Tạp hoá A", "Tạp hoá B", "Tạp hoá C"]


@pytest.mark.covers("TB-32")
def test_before_its_first_day_an_assignment_shows_no_customer(supervisor, console, world, route):
    give(supervisor, route, world.rep2, first=TODAY + timedelta(days=1))
    assert console(world.rep2).get("/customers")["items"] == []


def test_the_day_is_that_of_the_organisations_zone(supervisor, console, world, route, time_machine):
    give(supervisor, route, world.rep2, first=date(2026, 12, 2))
    time_machine.move_to("2026-12-01T16:59:00+00:00")  # a minute to midnight in Vietnam
    assert console(world.rep2).get("/customers")["items"] == []
    time_machine.move_to("2026-12-01T17:01:00+00:00")
    assert len(console(world.rep2).get("/customers")["items"]) == 3
