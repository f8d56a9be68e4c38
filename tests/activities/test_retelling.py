"""Tickets, made again from the forms that opened them and from what was decided since."""

from sqlalchemy import text

from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from server.instance.rebuild import acting
from tests.activities.test_tickets import TROUBLE
from tests.kit.contacts import sent


def again(database, world, *, write=False):
    with unit_of_work(database, world.tenant_id) as session:
        found = rebuilding.rebuild(session, "ticket")
        if write:
            rebuilding.write(session, acting(session, world.director.login), found.differences)
    return found.compared, {(one.field, one.stands, one.rebuilt) for one in found.differences}


def test_tickets_after_they_were_worked_on(rep, shop, supervisor, database, world):
    ticket = sent(rep, "support.tele", shop, **TROUBLE, employee=[str(world.rep2.id)])["id"]
    sent(rep, "support.f2f", shop, problem="late_delivery", detail="Giao trễ")
    change = {"state": "in_progress", "due_at": "2027-01-02T10:00:00+07:00", "responsible_id": str(world.rep2.id)}
    supervisor.patch(f"/tickets/{ticket}", change)
    supervisor.patch(f"/tickets/{ticket}", {"state": "resolved", "solution": "Đổi hộp mới"})
    assert again(database, world) == (2, set())


def test_a_damaged_ticket_is_found_and_put_right(rep, shop, database, world):
    sent(rep, "support.tele", shop, **TROUBLE)
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(text("UPDATE ticket SET detail = 'Hỏng', state = 'in_progress'"))
    expected = {("detail", "Hỏng", "Hộp bị móp"), ("state", "in_progress", "open")}
    assert again(database, world, write=True) == (1, expected)
    assert again(database, world) == (1, set())
