"""Reports on tasks: forms like any other, merged with what was done to the task meanwhile."""

import pytest

from tests.activities.test_tasks import made
from tests.kit.phone import minutes_ago


@pytest.fixture
def task(rep, supervisor, shop, world):
    given = made(supervisor, customer_id=shop, responsible_id=str(world.rep1.id))
    rep.pull()
    return given["id"]


def report(rep, task, state="done", *, seen=None, **answers):
    """Make a report of what the phone shows of the task."""
    held = {"state": seen} if seen else rep.held("task").get(task, {"state": "open"})
    record = {"kind": "task", "id": task, "base": rep.versions.get(("task", task), 0)}
    before = {"state": held["state"]}
    return rep.submit("task.done", {"state": state, **answers}, record=record, before=before)


def test_a_task_finished_on_the_phone_is_done_as_of_then_and_stays_a_submission(rep, supervisor, task, shop, world):
    form = report(rep, task, result="Đã gặp chị Ba")
    assert [answer["s"] for answer in rep.push({**form, "occurred_at": minutes_ago(30)})] == ["applied"]
    done = supervisor.get(f"/tasks/{task}")
    assert (done["state"], done["result"], done["done_by"]["id"]) == ("done", "Đã gặp chị Ba", str(world.rep1.id))
    assert done["done_at"] < minutes_ago(29)
    shown = supervisor.get(f"/submissions/{form['id']}")
    assert {change["field"]: change["after"] for change in shown["changes"]} == {
        "state": "done",
        "result": "Đã gặp chị Ba",
    }
    assert form["id"] in [entry["submission_id"] for entry in supervisor.get(f"/customers/{shop}/timeline")["items"]]


def test_done_here_and_at_the_desk_is_done(rep, supervisor, task):
    supervisor.patch(f"/tasks/{task}", {"state": "done"})
    assert [answer["s"] for answer in rep.push(report(rep, task))] == ["applied"]
    assert supervisor.get(f"/tasks/{task}")["state"] == "done"
    assert supervisor.get("/conflicts")["items"] == []


def test_two_outcomes_of_one_task_are_both_kept(rep, supervisor, task):
    supervisor.patch(f"/tasks/{task}", {"state": "done", "result": "Chị Ba gọi lên, đã hẹn"})
    (answer,) = rep.push(report(rep, task, result="Không gặp được"))
    assert answer["s"] in {"merged", "conflict"}
    (conflict,) = supervisor.get("/conflicts")["items"]
    assert (conflict["record"]["name"], conflict["label"]["vi"]) == ("Gọi lại", "Kết quả (nếu có)")
    values = {conflict["kept"]["value"], conflict["lost"]["value"]}
    assert values == {"Chị Ba gọi lên, đã hẹn", "Không gặp được"}


def test_a_report_on_a_deleted_task_is_stored_flagged_and_told(rep, supervisor, console, world, task):
    supervisor.delete(f"/tasks/{task}")
    form = report(rep, task, result="Đã giao đủ")
    assert [answer["s"] for answer in rep.push(form)] == ["applied"]
    shown = supervisor.get(f"/submissions/{form['id']}")
    assert (shown["flags"], shown["answers"]["result"]) == (["task_deleted"], "Đã giao đủ")
    for member in (world.rep1, world.supervisor):
        notices = console(member).get("/notifications")["items"]
        assert notices[0]["title"]["vi"].endswith("báo kết quả việc “Gọi lại”, nhưng việc này đã bị xoá")
    rep.pull()
    assert rep.held("submission")[form["id"]]["flags"] == ["task_deleted"]


def test_a_report_on_a_task_that_is_anothers_by_now_waits_for_a_supervisor(rep, supervisor, console, world, task):
    supervisor.patch(f"/tasks/{task}", {"responsible_id": str(world.rep2.id)})
    form = report(rep, task)
    assert [answer["s"] for answer in rep.push(form)] == ["conflict"]
    assert supervisor.get(f"/submissions/{form['id']}")["flags"] == ["task_view_only"]
    assert console(world.rep2).get("/notifications")["items"][0]["title"]["en"].endswith("is somebody else's now")
    (conflict,) = supervisor.get("/conflicts")["items"]
    supervisor.post(f"/conflicts/{conflict['id']}/settle", {"choice": "lost"})
    assert supervisor.get(f"/tasks/{task}")["state"] == "done"


def test_what_was_ticked_by_mistake_is_open_again(rep, supervisor, task):
    rep.push(report(rep, task), report(rep, task, "open", seen="done"))
    assert (supervisor.get(f"/tasks/{task}")["state"], supervisor.get("/conflicts")["items"]) == ("open", [])


def test_a_report_that_names_no_task_is_kept_in_quarantine(rep):
    (answer,) = rep.push(rep.submit("task.done", {"state": "done"}))
    assert (answer["s"], answer["code"]) == ("quarantined", "validation")
