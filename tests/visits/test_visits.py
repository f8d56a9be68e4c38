from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.kit.phone import FIX

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = datetime.now(VIETNAM).date()
HERE = {**FIX, "fixed_at": datetime.now(UTC).isoformat()}
FAR = {**HERE, "lat": FIX["lat"] + 0.01}  # 1.1 km to the north


@pytest.fixture(autouse=True)
def _morning(time_machine):
    time_machine.move_to(datetime.combine(TODAY, time(9), VIETNAM))


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def shop(rep):
    return rep.customer_made()


@pytest.fixture
def supervisor(console, world):
    return console(world.supervisor)


def visited(rep, customer, gps=HERE, **more):
    """Push a visit; return its operation."""
    answers = {"customer": customer, "gps": gps, **more.pop("answers", {})}
    operation = rep.submit("interaction.f2f", answers, **more)
    (answer,) = rep.push(operation)
    assert answer["s"] == "applied", answer
    return operation


def only(console, **query):
    (visit,) = console.get("/visits", **query)["items"]
    return visit


def test_a_visit_tells_who_was_where_and_when(rep, shop, supervisor, world):
    operation = visited(rep, shop, answers={"note": "Hết hàng", "tags": ["stock_check"]})
    visit = only(supervisor)
    assert visit["submission_id"] == operation["id"]
    assert visit["customer"] == {"id": shop, "name": "Tạp hoá Cô Ba", "kind": "shop"}
    assert visit["employee"] == {"id": str(world.rep1.id), "name": world.rep1.name}
    assert (visit["lat"], visit["lon"]) == pytest.approx((HERE["lat"], HERE["lon"]))
    assert (visit["accuracy_m"], visit["distance_m"]) == (8.5, 0)
    assert (visit["review_state"], visit["note"], visit["flags"]) == ("received", "Hết hàng", [])
    assert datetime.fromisoformat(visit["checked_in_at"]) == pytest.approx(
        datetime.fromisoformat(operation["occurred_at"]), abs=timedelta(seconds=5)
    )


def test_a_visit_counts_once_however_often_it_is_pushed(rep, shop, supervisor):
    operation = visited(rep, shop)
    rep.push(operation)
    assert len(supervisor.get("/visits")["items"]) == 1


def test_a_check_in_far_from_the_pin_is_taken_and_flagged(rep, shop, supervisor):
    visited(rep, shop, gps=FAR)
    visit = only(supervisor)
    assert visit["flags"] == ["far_from_pin"]
    assert visit["distance_m"] == pytest.approx(1106, abs=10)


def test_the_distance_stays_that_of_the_day_when_the_pin_moves(rep, shop, supervisor):
    visited(rep, shop)
    rep.pull()
    rep.push(rep.edit("customer.shop", shop, {"gps": FAR}))
    assert only(supervisor)["distance_m"] == 0


@pytest.mark.parametrize(
    ("gps", "flag"),
    [
        ({**HERE, "mock": True}, "mock_location"),
        ({**HERE, "accuracy_m": 150}, "poor_accuracy"),
        ({"lat": 999, "lon": 0}, "no_fix"),
    ],
)
def test_doubtful_positions_are_flagged(rep, shop, supervisor, gps, flag):
    visited(rep, shop, gps=gps)
    assert flag in only(supervisor)["flags"]


def test_a_customer_without_a_pin_is_flagged(rep, supervisor):
    shop = rep.customer_made(gps=None)
    visited(rep, shop)
    visit = only(supervisor)
    assert (visit["flags"], visit["distance_m"]) == (["no_pin"], None)


def test_a_phone_whose_clock_is_off_is_flagged_and_its_time_corrected(rep, shop, supervisor):
    slow = datetime.now(UTC) - timedelta(hours=3)
    operation = rep.submit("interaction.f2f", {"customer": shop, "gps": HERE}, occurred_at=slow.isoformat())
    assert rep.post([operation], sent_at=slow.isoformat()).json["results"][0]["s"] == "applied"
    visit = only(supervisor)
    assert visit["flags"] == ["clock_skew"]
    assert datetime.fromisoformat(visit["checked_in_at"]) > datetime.now(UTC) - timedelta(minutes=1)


def test_the_reviewer_finds_the_doubts_in_the_submission_too(rep, shop, supervisor):
    operation = visited(rep, shop, gps=FAR)
    assert "far_from_pin" in supervisor.get(f"/submissions/{operation['id']}")["flags"]


def test_a_visit_to_a_customer_that_one_may_not_see_is_kept_and_flagged(phone, world, shop, console):
    visited(phone(world.rep3), shop)
    visit = only(console(world.other))
    assert "customer_not_visible" in visit["flags"]
    assert visit["customer"] == {"id": shop, "name": None, "kind": None}


def test_a_visit_to_nobody_waits_for_him(rep, supervisor):
    (answer,) = rep.push(rep.submit("interaction.f2f", {"customer": str(uuid4()), "gps": HERE}))
    assert answer["s"] == "blocked"
    assert supervisor.get("/visits")["items"] == []


def test_a_form_without_a_customer_is_kept_and_makes_no_visit(rep, supervisor):
    operation = rep.submit("interaction.f2f", {"gps": HERE})
    assert rep.push(operation)[0]["s"] == "applied"
    assert "field_missing:customer" in supervisor.get(f"/submissions/{operation['id']}")["flags"]
    assert supervisor.get("/visits")["items"] == []


@pytest.mark.covers("RB-20", "RB-25")
@pytest.mark.parametrize("who", ["supervisor", "director", "office", "admin", "rep1"])
def test_a_visit_is_seen_by_the_rep_and_those_above(console, world, rep, shop, who):
    visited(rep, shop)
    only(console(getattr(world, who)))


@pytest.mark.covers("RB-21", "RB-22", "RB-28")
@pytest.mark.parametrize("who", ["rep2", "rep3", "other"])
def test_a_visit_is_not_seen_beside_or_below(console, world, rep, shop, who):
    visited(rep, shop)
    assert console(getattr(world, who)).get("/visits")["items"] == []


def test_a_supervisors_own_visit_is_not_seen_by_his_rep(console, phone, world, shop):
    visited(phone(world.supervisor), shop)
    assert console(world.rep1).get("/visits")["items"] == []


def test_visits_are_narrowed_to_an_employee(rep, phone, world, shop, supervisor):
    visited(rep, shop)
    visited(phone(world.rep2), shop)
    assert only(supervisor, employee_id=world.rep2.id)["employee"]["name"] == world.rep2.name


def test_visits_are_narrowed_to_a_time(rep, shop, supervisor):
    morning = datetime.now(UTC) - timedelta(hours=5)
    visited(rep, shop, occurred_at=morning.isoformat(), answers={"note": "sáng"})
    visited(rep, shop, answers={"note": "chiều"})
    bound = (morning + timedelta(hours=1)).isoformat()
    assert only(supervisor, to=bound)["note"] == "sáng"
    assert only(supervisor, **{"from": bound})["note"] == "chiều"


def test_visits_are_narrowed_to_a_review_state(rep, shop, supervisor):
    operation = visited(rep, shop)
    visited(rep, shop)
    supervisor.post(f"/submissions/{operation['id']}/review", {"state": "approved", "comment": None})
    assert only(supervisor, state="approved")["submission_id"] == operation["id"]
    assert only(supervisor, state="received")["submission_id"] != operation["id"]


@pytest.mark.parametrize(
    ("bbox", "count"),
    [("108.2,16.0,108.3,16.1", 1), ("108.3,16.0,108.4,16.1", 0), ("-180,-90,180,90", 1), ("102,8,110,24", 1)],
)
def test_visits_are_narrowed_to_a_map(rep, shop, supervisor, bbox, count):
    visited(rep, shop)
    assert len(supervisor.get("/visits", bbox=bbox)["items"]) == count


@pytest.mark.parametrize("bbox", ["1,2,3", "108.3,16.0,108.2,16.1", "0,0,0,91", "a,b,c,d", "nan,0,1,1"])
def test_a_box_that_is_none_is_refused(supervisor, bbox):
    assert supervisor.get("/visits", expect=422, bbox=bbox)["code"] == "invalid_input"


def test_visits_come_newest_first_and_page_without_gap(rep, shop, supervisor):
    for minutes in (30, 10, 20):
        moment = datetime.now(UTC) - timedelta(minutes=minutes)
        visited(rep, shop, occurred_at=moment.isoformat(), answers={"note": str(minutes)})
    first = supervisor.get("/visits", limit=2)
    rest = supervisor.get("/visits", limit=2, cursor=first["next"])
    assert [visit["note"] for visit in first["items"] + rest["items"]] == ["10", "20", "30"]
    assert (first["truncated"], rest["truncated"], rest["next"]) == (True, False, None)


def test_a_visit_names_its_photos_before_they_arrive(rep, shop, supervisor):
    photo = {"media_id": str(uuid4()), "field": "photos", "sha256": "ab" * 32, "size": 1000, "type": "image/jpeg"}
    visited(rep, shop, media=[photo], answers={"photos": [photo["media_id"]]})
    assert only(supervisor)["media"] == [photo["media_id"]]


def assigned(supervisor, customers, member, **more):
    route = supervisor.post("/routes", {"name": "Tuyến 1", "customer_ids": customers}, expect=201)
    today = TODAY.isoformat()
    body = {"employee_id": str(member.id), "valid_from": today, **more}
    supervisor.post(f"/routes/{route['id']}/assignments", body, expect=201)
    return route


def test_a_visit_on_a_route_names_it(phone, world, shop, supervisor):
    route = assigned(supervisor, [shop], world.rep2)
    visited(phone(world.rep2), shop)
    visit = only(supervisor)
    assert (visit["route_id"], visit["flags"]) == (route["id"], [])


def test_a_visit_to_a_customer_of_no_route_names_none(rep, shop, supervisor):
    visited(rep, shop)
    assert only(supervisor)["route_id"] is None


@pytest.mark.covers("TB-23")
def test_a_visit_on_a_route_stopped_today_is_taken_and_flagged(phone, world, shop, supervisor):
    route = assigned(supervisor, [shop], world.rep2)
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    visited(phone(world.rep2), shop)
    visit = only(supervisor)
    assert visit["route_id"] == route["id"]
    assert set(visit["flags"]) == {"route_stopped", "customer_not_visible"}


def test_a_visit_made_before_the_stop_and_sent_after_is_not_doubted(phone, world, shop, supervisor):
    route = assigned(supervisor, [shop], world.rep2)
    before = datetime.now(UTC) - timedelta(minutes=1)
    supervisor.patch(f"/routes/{route['id']}", {"status": "stopped"})
    visited(phone(world.rep2), shop, occurred_at=before.isoformat())
    assert "route_stopped" not in only(supervisor)["flags"]


def test_the_list_takes_the_same_statements_for_one_visit_as_for_five(rep, shop, supervisor, count_queries):
    visited(rep, shop)
    with count_queries() as one:
        supervisor.get("/visits")
    for _ in range(4):
        visited(rep, shop)
    with count_queries() as five:
        assert len(supervisor.get("/visits")["items"]) == 5
    assert len(five) == len(one)
