from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from server.core import clock
from tests.kit.phone import shop_answers
from tests.kit.selling import edited, hand_in, made

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = clock.now().astimezone(VIETNAM).date()


@pytest.fixture
def boss(phone, world):
    return phone(world.supervisor)


def stops(*customers: str, out: tuple[str, ...] = ()) -> list[dict]:
    return [
        {"id": f"row{place}", "customer": one, "membership": "out" if one in out else "in"}
        for place, one in enumerate(customers)
    ]


def setup(*customers: str, **changes) -> dict:
    return {"route_name": "Tuyến Sơn Trà", "stops": stops(*customers), "route_status": "active", **changes}


def assignment(route: str, *members, **changes) -> dict:
    items = [{"id": str(place), "route": route, "employee": str(one.id)} for place, one in enumerate(members)]
    return {"items": items, **changes}


def names_of(supervisor, route: str, **query) -> list[str]:
    return [stop["customer"]["name"][-1] for stop in supervisor.get(f"/routes/{route}", **query)["stops"]]


@pytest.mark.covers("TB-20", "TB-24")
def test_a_set_up_form_makes_a_route_with_its_stops_in_their_order(boss, supervisor, shops):
    a, b, c = shops
    route = made(boss, "route.setup", setup(c, a, b, description="Ven biển"))
    shown = supervisor.get(f"/routes/{route}")
    assert (shown["name"], shown["description"], shown["kind"]) == ("Tuyến Sơn Trà", "Ven biển", "standard")
    assert names_of(supervisor, route) == ["C", "A", "B"]


@pytest.mark.covers("TB-24")
def test_a_special_route_is_for_a_group_and_may_hold_customers_of_others(boss, supervisor, shops, route):
    made_one = made(boss, "route.special", setup(*shops, customer_group="Nhà thuốc"))
    shown = supervisor.get(f"/routes/{made_one}")
    assert (shown["kind"], shown["customer_group"], shown["stop_count"]) == ("special", "Nhà thuốc", 3)
    assert supervisor.get(f"/routes/{route['id']}")["stop_count"] == 3


@pytest.mark.covers("TB-21", "TB-22", "G-12")
def test_a_customer_marked_as_off_the_route_is_gone_from_today_and_stays_in_the_past(
    boss, console, world, shops, time_machine
):
    a, b, c = shops
    route = made(boss, "route.setup", setup(a, b, c))
    give(console(world.supervisor), route, boss)
    time_machine.move_to(clock.now() + timedelta(days=1))
    supervisor = console(world.supervisor)
    boss.pull()
    answer = edited(boss, "route.setup", "route", route, {"stops": stops(a, b, c, out=(c,))})
    assert answer["s"] == "applied"
    boss.pull()
    held = boss.held("route")[route]
    assert [stop["customer_id"] for stop in held["stops"]] == [a, b]
    assert supervisor.get(f"/routes/{route}")["stop_count"] == 2
    assert names_of(supervisor, route, on=TODAY.isoformat()) == ["A", "B", "C"]


def give(supervisor, route: str, phone, first=TODAY) -> dict:
    body = {"employee_id": phone.employee_id, "valid_from": first.isoformat(), "valid_to": None}
    return supervisor.post(f"/routes/{route}/assignments", body, expect=201)


@pytest.mark.covers("TB-23", "G-13")
def test_a_route_out_of_use_cannot_be_assigned_and_its_assignments_end(boss, supervisor, world, shops):
    route = made(boss, "route.setup", setup(*shops))
    give(supervisor, route, boss)
    boss.pull()
    edited(boss, "route.setup", "route", route, {"route_status": "stopped"})
    (standing,) = supervisor.get(f"/routes/{route}")["assignments"]
    assert standing["valid_to"] == TODAY.isoformat()
    answer = hand_in(boss, "route.assign", assignment(route, world.rep1))
    assert answer["s"] == "quarantined"
    assert "route_stopped" in supervisor.get("/quarantine")["items"][0]["reason"]


def test_of_two_routes_of_one_name_the_second_is_kept_aside(boss, supervisor, shops):
    made(boss, "route.setup", setup(*shops))
    assert hand_in(boss, "route.setup", setup(*shops, route_name="tuyến  son tra"))["s"] == "quarantined"
    assert supervisor.get("/routes")["total"] == 1


def test_a_customer_that_comes_twice_stands_once_and_the_form_is_flagged(boss, supervisor, shops):
    a, b, _ = shops
    route = made(boss, "route.setup", setup(a, b, a))
    assert names_of(supervisor, route) == ["A", "B"]
    flags = supervisor.get(f"/submissions/{route}")["flags"]
    assert any(flag.startswith("rule_broken:stops/") for flag in flags)


def test_two_people_who_add_different_customers_both_have_theirs(boss, phone, world, supervisor, shops):
    a, b, c = shops
    route = made(boss, "route.setup", setup(a))
    director = phone(world.director)
    give(supervisor, route, boss)
    director.pull()
    boss.pull()
    edited(boss, "route.setup", "route", route, {"stops": stops(a, b)})
    edited(director, "route.setup", "route", route, {"stops": stops(a, c)})
    assert sorted(names_of(supervisor, route)) == ["A", "B", "C"]


@pytest.mark.covers("TB-30", "G-15")
def test_who_gets_a_route_is_told_with_the_instruction(boss, phone, world, supervisor, shops):
    route = made(boss, "route.setup", setup(*shops))
    rep = phone(world.rep2)
    answer = hand_in(boss, "route.assign", assignment(route, world.rep2, instruction="Mang mẫu mới"))
    assert answer["s"] == "applied"
    rep.pull()
    (notice,) = [one for one in rep.held("notification").values() if one["kind"] == "route_assigned"]
    assert notice["body"] == "Mang mẫu mới"
    (given,) = supervisor.get(f"/routes/{route}")["assignments"]
    assert (given["valid_from"], given["valid_to"]) == (TODAY.isoformat(), None)
    assert rep.held("route")[route]["name"] == "Tuyến Sơn Trà"


@pytest.mark.covers("TB-31", "G-14")
def test_a_route_for_two_people_in_one_form_is_refused_naming_both(boss, world, supervisor, shops):
    route = made(boss, "route.setup", setup(*shops))
    answer = hand_in(boss, "route.assign", assignment(route, world.rep1, world.rep2))
    assert answer["s"] == "quarantined"
    reason = supervisor.get("/quarantine")["items"][0]["reason"]
    assert world.rep1.name in reason
    assert world.rep2.name in reason
    assert supervisor.get(f"/routes/{route}")["assignments"] == []


@pytest.mark.covers("TB-31", "G-14")
def test_days_that_another_drives_the_route_are_refused_naming_both(boss, world, supervisor, shops):
    routes = [made(boss, "route.setup", setup(*shops, route_name=f"Tuyến {n}")) for n in range(2)]
    hand_in(boss, "route.assign", assignment(routes[0], world.rep1))
    both = [*assignment(routes[1], world.rep2)["items"], *assignment(routes[0], world.rep2)["items"]]
    answer = hand_in(boss, "route.assign", {"items": [{**item, "id": str(n)} for n, item in enumerate(both)]})
    assert answer["s"] == "quarantined"
    reason = supervisor.get("/quarantine")["items"][0]["reason"]
    assert world.rep1.name in reason
    assert world.rep2.name in reason
    assert supervisor.get(f"/routes/{routes[1]}")["assignments"] == []


def test_giving_a_route_again_to_who_has_it_changes_nothing(boss, world, supervisor, shops):
    route = made(boss, "route.setup", setup(*shops))
    for _ in range(2):
        assert hand_in(boss, "route.assign", assignment(route, world.rep1))["s"] == "applied"
    assert len(supervisor.get(f"/routes/{route}")["assignments"]) == 1


def test_a_phone_without_network_sets_up_a_route_of_new_customers_and_gives_it_in_one_batch(boss, world, supervisor):
    shop = boss.submit("customer.shop", shop_answers())
    route = boss.submit("route.setup", setup(shop["id"]))
    given = boss.submit("route.assign", assignment(route["id"], world.rep1))
    assert [answer["s"] for answer in boss.push(shop, route, given)] == ["applied"] * 3
    assert supervisor.get(f"/routes/{route['id']}")["assignee"]["name"] == world.rep1.name


def test_a_route_changed_at_the_desk_clashes_with_an_edit_that_had_not_seen_it(boss, supervisor, shops):
    route = made(boss, "route.setup", setup(*shops))
    give(supervisor, route, boss)
    boss.pull()
    supervisor.patch(f"/routes/{route}", {"name": "Tuyến Bàn"})
    answer = edited(boss, "route.setup", "route", route, {"route_name": "Tuyến Phone"})
    assert answer["s"] in {"merged", "conflict"}
    (conflict,) = supervisor.get("/conflicts")["items"]
    supervisor.post(f"/conflicts/{conflict['id']}/settle", {"choice": "other", "value": "Tuyến Chọn"})
    assert supervisor.get(f"/routes/{route}")["name"] == "Tuyến Chọn"


def test_who_may_not_set_up_routes_changes_none(phone, world, supervisor, boss, shops):
    route = made(boss, "route.setup", setup(*shops))
    rep = phone(world.rep1)
    assert hand_in(rep, "route.setup", setup(*shops, route_name="Của tôi"))["s"] == "quarantined"
    assert hand_in(rep, "route.assign", assignment(route, world.rep1))["s"] == "quarantined"
    assert supervisor.get("/routes")["total"] == 1


def merge(supervisor, loser: str, winner: str) -> None:
    supervisor.post("/customers/merge", {"winner": winner, "loser": loser, "choices": {}})


def test_a_phone_that_names_a_merged_customer_means_the_one_that_stands(boss, supervisor, shops):
    a, loser, winner = shops
    merge(supervisor, loser, winner)
    assert names_of(supervisor, made(boss, "route.setup", setup(a, loser))) == ["A", "C"]


@pytest.mark.parametrize(("kept", "names"), [("a", ["A"]), ("al", ["A", "C"]), ("la", ["C", "A"]), ("alw", ["A", "C"])])
def test_an_edit_of_stops_that_had_not_seen_the_merge_does_what_it_says(boss, supervisor, shops, kept, names):
    """Taken off, left alone, put first, and named beside the one that stands."""
    a, loser, winner = shops
    route = made(boss, "route.setup", setup(a, loser))
    give(supervisor, route, boss)
    boss.pull()
    merge(supervisor, loser, winner)
    customers = [{"a": a, "l": loser, "w": winner}[one] for one in kept]
    assert edited(boss, "route.setup", "route", route, {"stops": stops(*customers)})["s"] == "applied"
    assert names_of(supervisor, route) == names
