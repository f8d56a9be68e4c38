"""What promotion contacts and support forms are for: tasks and tickets (TB-60, TB-65, golden scenarios 24, 25)."""

from datetime import UTC, datetime, timedelta

import pytest

from server.activities.service.tickets import tell_of_late
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.kit.contacts import sent

NEXT = {"topic": "Mua 10 tặng 1", "next_action": "send_quote", "time_needed": 2, "time_unit": "day"}
PROMOTIONS = pytest.mark.parametrize("form", ["promotion.tele", "promotion.f2f"])
SUPPORT = pytest.mark.parametrize("form", ["support.tele", "support.f2f"])
TROUBLE = {"problem": "late_delivery", "detail": "Giao chậm hai ngày", "time_needed": 4, "time_unit": "hour"}


@pytest.mark.covers("TB-60", "G-24")
@PROMOTIONS
def test_a_next_action_becomes_a_task_that_is_due_when_its_time_is_up(rep, shop, supervisor, world, form):
    at = datetime.now(UTC) - timedelta(hours=3)
    operation = sent(rep, form, shop, at, responsible=str(world.rep2.id), task_note="Báo giá 20 thùng", **NEXT)
    (task,) = supervisor.get("/tasks")["items"]
    assert (task["kind"], task["title"], task["note"]) == ("send_quote", "Mua 10 tặng 1", "Báo giá 20 thùng")
    assert datetime.fromisoformat(task["due_at"]) == pytest.approx(at + timedelta(days=2), abs=timedelta(seconds=5))
    assert (task["responsible"]["id"], task["created_by"]["id"]) == (str(world.rep2.id), str(world.rep1.id))
    assert (task["customer"]["id"], task["submission_id"]) == (shop, operation["id"])


@pytest.mark.covers("TB-60")
def test_time_needed_may_be_told_in_hours(rep, shop, supervisor, world):
    at = datetime.now(UTC)
    sent(rep, "promotion.tele", shop, at, responsible=str(world.rep1.id), **{**NEXT, "time_unit": "hour"})
    (task,) = supervisor.get("/tasks")["items"]
    assert datetime.fromisoformat(task["due_at"]) == pytest.approx(at + timedelta(hours=2), abs=timedelta(seconds=5))


@pytest.mark.covers("TB-60", "G-24")
def test_who_is_responsible_has_the_task_in_inbox_and_phone(rep, shop, phone, console, world):
    sent(rep, "promotion.tele", shop, responsible=str(world.rep2.id), **NEXT)
    (notice,) = console(world.rep2).get("/notifications")["items"]
    assert notice["title"]["vi"] == "Bạn được giao việc: Mua 10 tặng 1"
    colleague = phone(world.rep2)
    colleague.pull()
    (task,) = colleague.held("task").values()
    assert (task["customer_id"], task["state"], task["by"]) == (shop, "open", str(world.rep1.id))


@pytest.mark.covers("RB-28")
def test_the_notice_names_no_customer_whom_the_colleague_may_not_see(rep, shop, console, world):
    sent(rep, "promotion.tele", shop, responsible=str(world.rep2.id), **NEXT)
    sent(rep, "promotion.tele", shop, responsible=str(world.supervisor.id), **NEXT)
    (blind,) = console(world.rep2).get("/notifications")["items"]
    (seeing,) = console(world.supervisor).get("/notifications")["items"]
    assert "Cô Ba" not in blind["body"]
    assert "Khách hàng: Tạp hoá Cô Ba" in seeing["body"]
    (task,) = console(world.rep2).get("/tasks")["items"]
    assert task["customer"] == {"id": shop, "name": None, "kind": None}


def test_a_promotion_contact_without_a_next_action_makes_no_task(rep, shop, supervisor):
    sent(rep, "promotion.f2f", shop, topic="Giới thiệu chương trình")
    assert supervisor.get("/tasks")["items"] == []
    assert supervisor.get("/visits")["items"][0]["note"] == "Giới thiệu chương trình"


def test_a_task_for_nobody_stays_with_who_asked_for_it_and_is_flagged(rep, shop, supervisor, world):
    operation = sent(rep, "promotion.tele", shop, responsible=shop, **NEXT)
    (task,) = supervisor.get("/tasks")["items"]
    assert task["responsible"]["id"] == str(world.rep1.id)
    assert "responsible_unknown" in supervisor.get(f"/submissions/{operation['id']}")["flags"]


@pytest.mark.covers("TB-65", "RB-11", "G-25")
@SUPPORT
def test_a_support_form_opens_a_ticket_with_a_deadline(rep, shop, supervisor, world, form):
    at = datetime.now(UTC)
    operation = sent(rep, form, shop, at, employee=[str(world.rep2.id)], solution="Giao lại", **TROUBLE)
    (listed,) = supervisor.get("/tickets")["items"]
    ticket = supervisor.get(f"/tickets/{listed['id']}")
    assert (ticket["id"], ticket["code"], ticket["state"]) == (operation["id"], "HT000001", "open")
    assert (ticket["problem"], ticket["detail"], ticket["solution"]) == ("late_delivery", TROUBLE["detail"], "Giao lại")
    assert ticket["employees"] == [{"id": str(world.rep2.id), "name": world.rep2.name}]
    assert datetime.fromisoformat(ticket["due_at"]) == pytest.approx(at + timedelta(hours=4), abs=timedelta(seconds=5))


@pytest.mark.covers("TB-65", "G-25")
def test_those_chosen_are_told_of_the_ticket_once(rep, shop, console, world):
    sent(rep, "support.tele", shop, notify_to=[str(world.supervisor.id), str(world.supervisor.id)], **TROUBLE)
    (notice,) = console(world.supervisor).get("/notifications")["items"]
    assert notice["title"]["vi"].startswith("Phiếu hỗ trợ HT000001, hạn ")
    assert TROUBLE["detail"] in notice["body"]


def test_a_chosen_colleague_who_may_not_see_the_customer_gets_no_content(rep, shop, console, world):
    sent(rep, "support.tele", shop, notify_to=[str(world.rep3.id)], **TROUBLE)
    (notice,) = console(world.rep3).get("/notifications")["items"]
    assert notice["body"] == ""


@pytest.mark.covers("TB-65", "G-25")
def test_a_late_ticket_is_told_to_the_manager_once(rep, shop, supervisor, database, world):
    sent(rep, "support.tele", shop, **TROUBLE)
    for hours in (3, 5, 6):
        with clock.at(datetime.now(UTC) + timedelta(hours=hours)), unit_of_work(database, world.tenant_id) as session:
            tell_of_late(session)
    (notice,) = supervisor.get("/notifications")["items"]
    assert notice["title"]["vi"].startswith("Phiếu hỗ trợ HT000001 đã quá hạn")


def test_a_solved_ticket_is_never_late(rep, shop, supervisor, database, world):
    operation = sent(rep, "support.tele", shop, **TROUBLE)
    supervisor.patch(f"/tickets/{operation['id']}", {"state": "resolved", "solution": "Đã giao bù"})
    with clock.at(datetime.now(UTC) + timedelta(hours=9)), unit_of_work(database, world.tenant_id) as session:
        assert tell_of_late(session) == 0


def test_a_new_deadline_can_be_missed_anew(rep, shop, supervisor, database, world):
    operation = sent(rep, "support.tele", shop, **TROUBLE)
    later = datetime.now(UTC) + timedelta(hours=5)
    with clock.at(later), unit_of_work(database, world.tenant_id) as session:
        assert tell_of_late(session) == 1
    supervisor.patch(f"/tickets/{operation['id']}", {"due_at": (later + timedelta(hours=1)).isoformat()})
    with clock.at(later + timedelta(hours=2)), unit_of_work(database, world.tenant_id) as session:
        assert tell_of_late(session) == 1


def test_telephone_forms_are_logged_as_calls_and_visits_are_not(rep, shop, supervisor):
    sent(rep, "support.tele", shop, **{**TROUBLE, "call_status": "busy"})
    sent(rep, "promotion.f2f", shop, topic="Khuyến mãi")
    (call,) = supervisor.get("/calls")["items"]
    assert (call["status"], call["form"], call["customer"]["id"]) == ("busy", "support.tele", shop)
    assert len(supervisor.get("/visits")["items"]) == 1


@pytest.mark.covers("F-10")
def test_one_calls_by_ones_own_telephone_or_the_exchange_and_the_log_keeps_it(rep, shop, supervisor, console, world):
    admin = console(world.admin)
    admin.patch("/organisation", {"call_url": "https://pbx.example/dial?from={extension}&to={phone}"})
    admin.post("/extensions", {"employee_id": str(world.rep1.id), "number": "101"}, expect=201)
    rep.pull()
    (form,) = [one for one in rep.held("form").values() if one["key"] == "interaction.tele"]
    assert [one["action"] for one in form["fields"] if one["type"] == "button"] == ["call_sim", "call_pbx"]
    (organisation,) = rep.held("organisation").values()
    assert "{extension}" in organisation["call_url"]
    assert rep.held("employee")[str(world.rep1.id)]["extension"] == "101"
    sent(rep, "interaction.tele", shop, topic="Chào hàng", call_status="answered")
    (call,) = supervisor.get("/calls")["items"]
    assert (call["status"], call["employee"]["id"], call["customer"]["id"]) == ("answered", str(world.rep1.id), shop)


def test_contacts_of_all_kinds_stand_on_the_timeline(rep, shop, supervisor):
    for form in ("interaction.tele", "interaction.f2f", "promotion.tele", "promotion.f2f"):
        sent(rep, form, shop, topic="A")
    sent(rep, "support.f2f", shop, **TROUBLE)
    kinds = [item["kind"] for item in supervisor.get(f"/customers/{shop}/timeline")["items"]]
    assert (kinds.count("visit"), kinds.count("call"), kinds.count("ticket")) == (3, 2, 1)
