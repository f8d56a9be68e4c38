"""Working on support tickets (TB-65, RB-09 to RB-11)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.kit.contacts import sent

TROUBLE = {"problem": "product_fault", "detail": "Hộp bị móp", "time_needed": 1, "time_unit": "day"}


@pytest.fixture
def ticket(rep, shop):
    return sent(rep, "support.tele", shop, **TROUBLE)["id"]


@pytest.mark.covers("RB-09", "RB-11", "TB-65")
def test_a_ticket_is_worked_on_answered_and_solved(ticket, supervisor, world):
    supervisor.patch(f"/tickets/{ticket}", {"state": "in_progress", "comment": "Đang kiểm tra kho"})
    supervisor.post(f"/tickets/{ticket}/comments", {"text": "Kho còn hàng"}, expect=201)
    solved = supervisor.patch(f"/tickets/{ticket}", {"state": "resolved", "solution": "Đổi hộp mới"})
    said = [(one["text"], one["state"]) for one in solved["comments"]]
    assert said == [("Đang kiểm tra kho", "in_progress"), ("Kho còn hàng", None), ("", "resolved")]
    assert (solved["state"], solved["solution"], solved["resolved_at"] is None) == ("resolved", "Đổi hộp mới", False)
    assert {one["employee"]["id"] for one in solved["comments"]} == {str(world.supervisor.id)}


@pytest.mark.covers("RB-10")
def test_a_ticket_opened_again_is_not_solved(ticket, supervisor):
    supervisor.patch(f"/tickets/{ticket}", {"state": "closed"})
    again = supervisor.patch(f"/tickets/{ticket}", {"state": "open", "comment": "Khách báo lại"})
    assert (again["state"], again["resolved_at"]) == ("open", None)


def test_who_becomes_responsible_is_told(ticket, supervisor, console, world):
    changed = supervisor.patch(f"/tickets/{ticket}", {"responsible_id": str(world.rep2.id)})
    assert changed["responsible"]["id"] == str(world.rep2.id)
    colleague = console(world.rep2)
    assert len(colleague.get("/notifications")["items"]) == 1
    assert [one["id"] for one in colleague.get("/tickets")["items"]] == [ticket]


@pytest.mark.covers("TB-65")
def test_late_tickets_are_counted_and_found(ticket, supervisor):
    assert supervisor.get("/tickets")["overdue"] == 0
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    supervisor.patch(f"/tickets/{ticket}", {"due_at": past})
    found = supervisor.get("/tickets", state="overdue")
    assert (found["overdue"], [one["overdue"] for one in found["items"]]) == (1, [True])
    supervisor.patch(f"/tickets/{ticket}", {"state": "resolved"})
    assert supervisor.get("/tickets", state="unresolved")["items"] == []


@pytest.mark.covers("RB-21", "RB-22", "RB-28")
@pytest.mark.parametrize("who", ["rep2", "rep3", "other"])
def test_a_ticket_is_neither_listed_nor_found_beside_or_below(ticket, console, world, who):
    stranger = console(getattr(world, who))
    assert stranger.get("/tickets") == {"items": [], "next": None, "overdue": 0}
    stranger.get(f"/tickets/{ticket}", expect=404)
    stranger.patch(f"/tickets/{ticket}", {"state": "closed"}, expect=404)
    stranger.post(f"/tickets/{ticket}/comments", {"text": "x"}, expect=404)


@pytest.mark.covers("RB-26")
def test_who_sees_the_customer_sees_its_tickets(ticket, shop, console, world):
    console(world.rep1).post("/shares", {"customer_id": shop, "employee_id": str(world.rep2.id)}, expect=201)
    friend = console(world.rep2)
    assert [one["id"] for one in friend.get("/tickets", customer_id=shop)["items"]] == [ticket]
    assert friend.get(f"/tickets/{ticket}")["customer"]["name"] == "Tạp hoá Cô Ba"
    assert friend.get("/tickets")["items"] == []


def test_the_phone_holds_the_tickets_of_its_person(ticket, rep):
    rep.pull()
    held = rep.held("ticket")[ticket]
    assert (held["code"], held["state"], held["problem"]) == ("HT000001", "open", "product_fault")


def test_tickets_are_paged_newest_first(rep, shop, supervisor):
    for minutes in (3, 1, 2):
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        sent(rep, "support.tele", shop, at, **{**TROUBLE, "detail": str(minutes)})
    first = supervisor.get("/tickets", limit=2)
    rest = supervisor.get("/tickets", limit=2, cursor=first["next"])
    assert [one["detail"] for one in first["items"] + rest["items"]] == ["1", "2", "3"]


@pytest.mark.covers("TB-65")
def test_late_tickets_come_first_across_pages_the_longest_overdue_before_the_others(rep, shop, supervisor):
    now = datetime.now(UTC)
    made = [sent(rep, "support.tele", shop, now - timedelta(minutes=5 - n), **TROUBLE)["id"] for n in range(5)]
    for n, minutes in ((0, 10), (3, 20)):
        supervisor.patch(f"/tickets/{made[n]}", {"due_at": (now - timedelta(minutes=minutes)).isoformat()})
    listed, cursor = [], {}
    for _ in made:
        page = supervisor.get("/tickets", limit=1, **cursor)
        listed += [one["id"] for one in page["items"]]
        cursor = {"cursor": page["next"]}
    assert (listed, page["next"]) == ([made[3], made[0], made[4], made[2], made[1]], None)


def test_a_ticket_that_becomes_late_while_the_list_is_read_is_listed_once(rep, shop, supervisor):
    now = datetime.now(UTC)
    made = [sent(rep, "support.tele", shop, now - timedelta(minutes=3 - n), **TROUBLE)["id"] for n in range(3)]
    first = supervisor.get("/tickets", limit=1)
    supervisor.patch(f"/tickets/{made[0]}", {"due_at": (datetime.now(UTC) + timedelta(microseconds=1)).isoformat()})
    rest = supervisor.get("/tickets", cursor=first["next"])
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]


def test_the_phones_record_of_a_ticket_is_the_submissions(rep, shop, supervisor):
    operation = rep.submit("support.tele", {"customer": shop, "call_status": "answered", **TROUBLE})
    operation["record"] = {"kind": "ticket", "id": operation["id"], "base": None}
    assert rep.push(operation)[0]["s"] == "applied"
    assert supervisor.get(f"/tickets/{operation['id']}")["code"] == "HT000001"
