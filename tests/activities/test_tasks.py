"""Tasks: lists, the small calendar, setting, handing over, finishing and deleting them (TM-03 to TM-07)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.core import clock

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = datetime.now(VIETNAM).date()
NOON, EVENING = (datetime.combine(TODAY, time(hour), VIETNAM) for hour in (12, 23))


@pytest.fixture(autouse=True)
def noon():
    """Whenever the tests run, it is noon of the day at which they were read, and the evening is to come."""
    with clock.at(NOON):
        yield


def made(console, title="Gọi lại", due_at=EVENING, **more):
    body = {"title": title, "due_at": due_at.isoformat(), **more}
    return console.post("/tasks", body, expect=201)


@pytest.mark.covers("TM-03", "TM-13")
def test_a_task_tells_whom_when_what_kind_and_how_far(shop, supervisor, world):
    task = made(supervisor, note="Hỏi giá", kind="call", customer_id=shop, responsible_id=str(world.rep1.id))
    (listed,) = supervisor.get("/tasks")["items"]
    assert listed["id"] == task["id"]
    assert listed["customer"] == {"id": shop, "name": "Tạp hoá Cô Ba", "kind": "shop"}
    assert (listed["kind"], listed["title"], listed["state"]) == ("call", "Gọi lại", "open")
    assert datetime.fromisoformat(listed["due_at"]) == EVENING


@pytest.mark.covers("TM-04")
def test_a_task_is_edited_and_finished(supervisor, world):
    task = made(supervisor, responsible_id=str(world.rep1.id))
    changed = supervisor.patch(f"/tasks/{task['id']}", {"title": "Gặp trực tiếp", "priority": "high"})
    assert (changed["title"], changed["priority"]) == ("Gặp trực tiếp", "high")
    done = supervisor.patch(f"/tasks/{task['id']}", {"state": "done", "result": "Đã chốt"})
    assert (done["state"], done["result"], done["done_by"]["id"]) == ("done", "Đã chốt", str(world.supervisor.id))
    assert supervisor.patch(f"/tasks/{task['id']}", {"state": "open"})["done_at"] is None


def test_the_phone_of_who_is_responsible_finishes_the_task(rep, supervisor, world):
    task = made(supervisor, responsible_id=str(world.rep1.id))
    answer = rep.client.patch(f"/api/v1/tasks/{task['id']}", json={"state": "done"}, headers=rep.headers)
    assert answer.json["state"] == "done"
    rep.pull()
    assert rep.held("task")[task["id"]]["state"] == "done"


@pytest.mark.covers("TM-05", "F-02", "G-39")
def test_a_deleted_task_is_gone_for_everybody_and_stays_in_the_history(rep, supervisor, admin, world):
    task = made(supervisor, responsible_id=str(world.rep1.id))
    rep.pull()
    supervisor.delete(f"/tasks/{task['id']}")
    rep.pull()
    assert rep.held("task") == {}
    assert admin.get("/tasks")["items"] == []
    admin.get(f"/tasks/{task['id']}", expect=404)
    supervisor.delete(f"/tasks/{task['id']}", expect=404)
    (entry,) = admin.get("/history", action="task.delete")["items"]
    assert (entry["record_id"], entry["detail"]["before"]["title"]) == (task["id"], "Gọi lại")


@pytest.mark.covers("TM-07")
def test_the_small_calendar_marks_each_day_with_its_tasks(supervisor, world):
    made(supervisor, due_at=EVENING, responsible_id=str(world.rep1.id))
    late = made(supervisor, due_at=EVENING - timedelta(days=1))
    done = made(supervisor, due_at=EVENING - timedelta(days=1))
    supervisor.patch(f"/tasks/{done['id']}", {"state": "done"})
    days = supervisor.get("/tasks/calendar", **{"from": TODAY - timedelta(days=3), "to": TODAY + timedelta(days=3)})[
        "days"
    ]
    yesterday = {"day": str(TODAY - timedelta(days=1)), "total": 2, "unfinished": 1, "done": 1, "overdue": 1}
    assert days == [yesterday, {"day": str(TODAY), "total": 1, "unfinished": 1, "done": 0, "overdue": 0}]
    assert {one["id"] for one in supervisor.get("/tasks", day=yesterday["day"])["items"]} == {late["id"], done["id"]}


@pytest.mark.covers("TM-07", "RB-20", "RB-22")
def test_the_calendar_counts_ones_own_people_alone(supervisor, console, world):
    made(supervisor, responsible_id=str(world.rep1.id))
    span = {"from": TODAY, "to": TODAY}
    assert console(world.director).get("/tasks/calendar", **span)["days"][0]["total"] == 1
    assert console(world.other).get("/tasks/calendar", **span)["days"] == []
    assert console(world.rep1).get("/tasks/calendar", **span, employee_id=world.rep2.id)["days"] == []


@pytest.mark.parametrize("to", [TODAY - timedelta(days=1), TODAY + timedelta(days=63)])
def test_a_calendar_of_no_days_or_of_too_many_is_refused(supervisor, to):
    assert supervisor.get("/tasks/calendar", expect=422, **{"from": TODAY, "to": to})["code"] == "invalid_input"


@pytest.mark.covers("TM-19", "TM-20")
def test_who_is_given_a_task_is_told_and_who_sets_his_own_is_not(supervisor, console, world, shop):
    made(supervisor, customer_id=shop, responsible_id=str(world.rep1.id))
    made(supervisor, "Việc của mình")
    (notice,) = console(world.rep1).get("/notifications")["items"]
    assert notice["title"]["vi"] == "Bạn được giao việc: Gọi lại"
    assert "Khách hàng: Tạp hoá Cô Ba" in notice["body"]
    assert supervisor.get("/notifications")["items"] == []


def test_a_task_handed_over_tells_the_new_one(supervisor, console, world):
    task = made(supervisor, responsible_id=str(world.rep1.id))
    supervisor.patch(f"/tasks/{task['id']}", {"responsible_id": str(world.rep2.id)})
    assert len(console(world.rep2).get("/notifications")["items"]) == 1


@pytest.mark.covers("RB-21", "RB-22", "RB-28")
@pytest.mark.parametrize("who", ["rep2", "rep3", "other"])
def test_a_task_is_neither_listed_nor_found_beside_or_below(supervisor, console, world, who):
    task = made(supervisor, responsible_id=str(world.rep1.id))
    stranger = console(getattr(world, who))
    assert stranger.get("/tasks")["items"] == []
    stranger.get(f"/tasks/{task['id']}", expect=404)
    stranger.patch(f"/tasks/{task['id']}", {"state": "done"}, expect=404)
    stranger.delete(f"/tasks/{task['id']}", expect=404)


@pytest.mark.covers("RB-26", "TM-19")
def test_who_sees_the_customer_sees_its_tasks_and_leaves_them_alone(shop, console, world):
    owner, friend = console(world.rep1), console(world.rep2)
    task = made(owner, customer_id=shop)
    owner.post("/shares", {"customer_id": shop, "employee_id": str(world.rep2.id)}, expect=201)
    assert [one["id"] for one in friend.get("/tasks", customer_id=shop)["items"]] == [task["id"]]
    assert friend.get("/tasks")["items"] == []
    assert friend.patch(f"/tasks/{task['id']}", {"state": "done"}, expect=403)["code"] == "not_your_task"
    console(world.rep3).get("/tasks", customer_id=shop, expect=404)


def test_tasks_are_narrowed_and_paged_by_their_due_time(supervisor, world):
    for hours in (3, 1, 2):
        made(supervisor, str(hours), EVENING + timedelta(hours=hours))
    first = supervisor.get("/tasks", limit=2)
    rest = supervisor.get("/tasks", limit=2, cursor=first["next"])
    assert [one["title"] for one in first["items"] + rest["items"]] == ["1", "2", "3"]
    latest = supervisor.get("/tasks", limit=1, order="-due")
    assert [one["title"] for one in latest["items"]] == ["3"]
    assert supervisor.get("/tasks", limit=9, order="-due", cursor=latest["next"])["items"][0]["title"] == "2"
    assert supervisor.get("/tasks", state="done")["items"] == []
    assert len(supervisor.get("/tasks", state="unfinished", employee_id=world.supervisor.id)["items"]) == 3


def test_late_tasks_are_found_by_themselves(supervisor):
    late = made(supervisor, due_at=NOON - timedelta(hours=1))
    made(supervisor)
    (found,) = supervisor.get("/tasks", state="overdue")["items"]
    assert (found["id"], found["overdue"]) == (late["id"], True)


def test_nobody_in_service_cannot_be_given_a_task(supervisor, shop):
    body = {"title": "Gọi", "due_at": EVENING.isoformat(), "responsible_id": shop}
    assert supervisor.post("/tasks", body, expect=422)["code"] == "responsible_unknown"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": " ", "due_at": "x"},
        {"title": "a", "due_at": "2026-01-01"},
        {"title": "a", "due_at": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_a_task_without_title_or_moment_is_refused(supervisor, body):
    assert supervisor.post("/tasks", body, expect=422)["code"] == "invalid_input"


def test_a_task_about_a_customer_that_one_may_not_see_is_refused(console, world, shop):
    body = {"title": "Gọi", "due_at": EVENING.isoformat(), "customer_id": shop}
    console(world.rep3).post("/tasks", body, expect=404)


def test_the_list_takes_the_same_statements_for_one_task_as_for_five(supervisor, shop, count_queries):
    made(supervisor, customer_id=shop)
    with count_queries() as one:
        supervisor.get("/tasks")
    for _ in range(4):
        made(supervisor, customer_id=shop)
    with count_queries() as five:
        assert len(supervisor.get("/tasks")["items"]) == 5
    assert len(five) == len(one)
