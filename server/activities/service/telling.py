"""Notices about tasks, tickets and notes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.accounts.queries import people
from server.activities.models import Note, Task, Ticket
from server.activities.queries import sight, tasks
from server.activities.rules import beginning_of
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.submissions import Submission
from server.customers import queries as customers
from server.notifications.service import Notice, notify_all

CLOCK = "%H:%M %d/%m/%Y"


class CustomerNames:
    """What each person may be told the customers are called: nothing of those that he may not see."""

    def __init__(self, session: Session, wanted: Iterable[tuple[UUID, UUID | None]]) -> None:
        of_person: dict[UUID, set[UUID]] = {}
        for employee_id, customer_id in wanted:
            if customer_id:
                of_person.setdefault(employee_id, set()).add(customer_id)
        self._seen = {one: sight.customers_seen_by(session, one, ids) for one, ids in of_person.items()}
        every = {customer_id for seen in self._seen.values() for customer_id in seen}
        self._names = customers.names(session, tenant_of(session), every) if every else {}

    def sees(self, employee_id: UUID, customer_id: UUID) -> bool:
        """Tell whether the person may see the customer."""
        return customer_id in self._seen.get(employee_id, ())

    def of(self, employee_id: UUID, customer_id: UUID | None) -> str:
        """Return the customer's name for that person, an empty text where he may not know it."""
        return self._names.get(customer_id, "") if customer_id and self.sees(employee_id, customer_id) else ""


def tell_of_tasks(session: Session, actor: Actor, made: Sequence[Task]) -> None:
    """Tell those who are to do the tasks, in the inbox and by mail (TB-60, TM-20); nobody is told of his own."""
    given = [task for task in made if task.responsible_id != actor.employee_id]
    if not given:
        return
    names = CustomerNames(session, [(task.responsible_id, task.customer_id) for task in given])
    zone = tasks.zone(session)
    notify_all(session, [_of_task(task, names.of(task.responsible_id, task.customer_id), zone) for task in given])


def _of_task(task: Task, customer: str, zone: ZoneInfo) -> Notice:
    due = _local(task.due_at, zone)
    lines = [f"Khách hàng: {customer}"] if customer else []
    lines += [f"Hạn: {due}", task.note or ""]
    return Notice(
        employee_ids=[task.responsible_id],
        kind="task",
        title={"vi": f"Bạn được giao việc: {task.title}", "en": f"A task for you: {task.title}"},
        body="\n".join(line for line in lines if line),
        link=f"/tasks/{task.id}",
        key=f"task/{task.id}/{task.updated_at.isoformat()}",
        mail=True,
    )


def tell_of_vain_reports(session: Session, actor: Actor, reports: Sequence[tuple[Task, Submission]]) -> None:
    """Tell of reports on tasks that were deleted or handed over meanwhile, the writer and those concerned."""
    if not reports:
        return
    writer = people(session, tenant_of(session), {actor.employee_id})[actor.employee_id].name
    notify_all(session, [_of_vain_report(task, submission, actor, writer) for task, submission in reports])


def _of_vain_report(task: Task, submission: Submission, actor: Actor, writer: str) -> Notice:
    why = ("đã bị xoá", "had been deleted") if task.deleted_at else ("đã giao cho người khác", "is somebody else's now")
    concerned = [actor.employee_id, task.responsible_id, task.created_by, task.deleted_by]
    return Notice(
        employee_ids=list(dict.fromkeys(one for one in concerned if one)),
        kind="task",
        title={
            "vi": f"{writer} báo kết quả việc “{task.title}”, nhưng việc này {why[0]}",
            "en": f"{writer} reported on the task “{task.title}”, which {why[1]}",
        },
        body=submission.answers.get("result") or "",
        link=f"/submissions/{submission.id}",
        key=f"task_report/{submission.id}",
    )


def tell_of_opened(session: Session, actor: Actor, opened: Sequence[tuple[Ticket, Sequence[UUID]]]) -> None:
    """Tell the customers' owners of opened tickets, and those whom the forms chose, but not who opened them.

    The notice stands for the one that the form engine sends to whom a form chooses: nobody is told twice.
    """
    owners = sight.owners_of(session, {ticket.customer_id for ticket, _ in opened})
    pairs = [
        (ticket, employee_id, f"submission:{ticket.submission_id}")
        for ticket, chosen in opened
        for employee_id in {owners[ticket.customer_id], *chosen} - {actor.employee_id}
    ]
    _tell_of_tickets(session, pairs)


def tell_of_handed_over(session: Session, actor: Actor, ticket: Ticket) -> None:
    """Tell who has become responsible for a ticket, unless he took it himself."""
    if ticket.responsible_id != actor.employee_id:
        key = f"ticket/{ticket.id}/{ticket.updated_at.isoformat()}"
        _tell_of_tickets(session, [(ticket, ticket.responsible_id, key)])


def _tell_of_tickets(session: Session, pairs: Sequence[tuple[Ticket, UUID, str]]) -> None:
    if not pairs:
        return
    names = CustomerNames(session, [(employee_id, ticket.customer_id) for ticket, employee_id, _ in pairs])
    zone = tasks.zone(session)
    notify_all(session, [_of_ticket(ticket, one, names, zone, key) for ticket, one, key in pairs])


def _of_ticket(ticket: Ticket, employee_id: UUID, names: CustomerNames, zone: ZoneInfo, key: str) -> Notice:
    customer, due = names.of(employee_id, ticket.customer_id), _local(ticket.due_at, zone)
    body = f"{customer}\n{ticket.detail or ''}".strip() if customer else ""  # no content for who may not see it
    return Notice(
        employee_ids=[employee_id],
        kind="ticket",
        title={
            "vi": f"Phiếu hỗ trợ {ticket.code}, hạn {due}",
            "en": f"Support ticket {ticket.code}, due {due}",
        },
        body=body,
        link=f"/tickets/{ticket.id}",
        key=key,
        mail=True,
    )


def tell_of_late_tickets(session: Session, late: Sequence[tuple[Ticket, Sequence[UUID]]]) -> None:
    """Tell of tickets past their deadline whoever is named with each: who is responsible and his manager (TB-65)."""
    who = people(session, tenant_of(session), {ticket.responsible_id for ticket, _ in late})
    zone = tasks.zone(session)
    notices = [
        Notice(
            employee_ids=list(told),
            kind="ticket_overdue",
            title={
                "vi": f"Phiếu hỗ trợ {ticket.code} đã quá hạn {_local(ticket.due_at, zone)}",
                "en": f"Support ticket {ticket.code} is past its deadline {_local(ticket.due_at, zone)}",
            },
            body=who[ticket.responsible_id].name,
            link=f"/tickets/{ticket.id}",
            key=f"ticket_overdue/{ticket.id}/{ticket.due_at.isoformat()}",
            mail=True,
        )
        for ticket, told in late
    ]
    notify_all(session, notices)


def tell_of_mentions(session: Session, actor: Actor, note: Note, mentioned: Iterable[UUID]) -> None:
    """Tell those whom a note calls and who may see its customer."""
    called = [one for one in dict.fromkeys(mentioned) if one != actor.employee_id]
    if not called:
        return
    names = CustomerNames(session, [(one, note.customer_id) for one in called])
    writer = people(session, tenant_of(session), {note.employee_id})[note.employee_id].name
    notices = [
        Notice(
            employee_ids=[one],
            kind="mention",
            title={
                "vi": f"{writer} nhắc đến bạn trong ghi chú về {names.of(one, note.customer_id)}",
                "en": f"{writer} mentioned you in a note about {names.of(one, note.customer_id)}",
            },
            body=beginning_of(note.text),
            link=f"/customers/{note.customer_id}?tab=notes",
            key=f"mention/{note.id}",
        )
        for one in called
        if names.sees(one, note.customer_id)
    ]
    notify_all(session, notices)


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime(CLOCK)
