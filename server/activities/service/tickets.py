"""Opening tickets, working on them, and telling when they are late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.queries import managers_of
from server.accounts.service import next_numbers
from server.activities.errors import ResponsibleUnknownError
from server.activities.models import Ticket, TicketComment
from server.activities.queries import sight
from server.activities.queries import tickets as queries
from server.activities.rules import SOLVED
from server.activities.service.tasks import UNCHANGED, Unchanged
from server.activities.service.telling import tell_of_handed_over, tell_of_late_tickets, tell_of_opened
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.customers.service import note_changes

KIND = "ticket"
TOLD = ("state", "solution", "due_at", "responsible_id")
REMADE = ("problem", "detail", "solution", "result", "products", "employees", "state", "due_at", "responsible_id")
"""What of a ticket follows from its form and from what was decided about it since."""
BATCH = 200


@dataclass(frozen=True)
class Wanted:
    """A ticket that a form asks for: the form's id is its own; `chosen` are the people to be told."""

    id: UUID
    customer_id: UUID
    problem: str | None
    detail: str | None
    solution: str | None
    result: str | None
    products: Sequence[UUID]
    employees: Sequence[UUID]
    due_at: datetime
    opened_at: datetime
    chosen: Sequence[UUID] = ()


def open_all(session: Session, actor: Actor, wanted: Sequence[Wanted]) -> None:
    """Open the tickets that forms ask for, by the set, and tell whom they concern (TB-65)."""
    if not wanted:
        return
    numbers = next_numbers(session, KIND, len(wanted))
    opened = [(_made(actor, one, number), one) for number, one in zip(numbers, wanted, strict=True)]
    session.add_all([ticket for ticket, _ in opened])
    session.flush()
    for ticket, _ in opened:
        _after(session, actor, "ticket.open", ticket, {"after": {"code": ticket.code, **_told(ticket)}})
    tell_of_opened(session, actor, [(ticket, one.chosen) for ticket, one in opened])


def _made(actor: Actor, one: Wanted, number: int) -> Ticket:
    return Ticket(
        tenant_id=actor.tenant_id,
        id=one.id,
        code=f"HT{number:06d}",
        customer_id=one.customer_id,
        submission_id=one.id,
        problem=one.problem,
        detail=one.detail,
        solution=one.solution,
        result=one.result,
        products=list(one.products),
        employees=list(one.employees),
        state="open",
        due_at=one.due_at,
        opened_by=actor.employee_id,
        opened_at=one.opened_at,
        responsible_id=actor.employee_id,
        updated_at=clock.now(),
    )


def _told(ticket: Ticket) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in TOLD}


def _after(session: Session, actor: Actor, action: str, ticket: Ticket, detail: Mapping[str, Any]) -> None:
    feed.touch(session, KIND, ticket.id)
    audit.record(session, actor, action, KIND, ticket.id, customer_id=ticket.customer_id, detail=detail)


@dataclass(frozen=True)
class TicketChange:
    """What to change of a ticket; `comment` is said along with it."""

    state: str | Unchanged = UNCHANGED
    solution: str | Unchanged | None = UNCHANGED
    due_at: datetime | Unchanged = UNCHANGED
    responsible_id: UUID | Unchanged = UNCHANGED
    comment: str | None = None


def change(session: Session, actor: Actor, ticket_id: UUID, command: TicketChange) -> Ticket:
    """Work on a ticket that the actor sees; who becomes responsible is told.

    Raises NotFoundError, ResponsibleUnknownError.
    """
    ticket = _held(session, actor, ticket_id)
    before, responsible_id, state = _told(ticket), ticket.responsible_id, ticket.state
    given = {name: value for name in TOLD if (value := getattr(command, name)) != UNCHANGED}
    chosen = given.get("responsible_id", responsible_id)
    if chosen != responsible_id and not sight.in_service(session, [chosen]):
        raise ResponsibleUnknownError(employee_id=str(chosen))
    for name, value in given.items():
        setattr(ticket, name, value)
    _stamp(ticket, before["due_at"])
    _say(session, actor, ticket, command.comment, ticket.state if ticket.state != state else None)
    session.flush()
    _note(session, actor, ticket, before)
    if ticket.responsible_id != responsible_id:
        tell_of_handed_over(session, actor, ticket)
    return ticket


def _held(session: Session, actor: Actor, ticket_id: UUID) -> Ticket:
    ticket = queries.one(session, actor, ticket_id, lock=True)
    if ticket is None:
        raise NotFoundError(kind=KIND, id=str(ticket_id))
    return ticket


def _stamp(ticket: Ticket, due_before: datetime) -> None:
    ticket.updated_at = clock.now()
    if ticket.state not in SOLVED:
        ticket.resolved_at = None
    elif ticket.resolved_at is None:
        ticket.resolved_at = ticket.updated_at
    if ticket.due_at != due_before:
        ticket.escalated_at = None  # a new deadline can be missed anew


def _say(session: Session, actor: Actor, ticket: Ticket, text: str | None, state: str | None) -> None:
    if text or state:
        made = TicketComment(
            tenant_id=actor.tenant_id,
            id=new_id(),
            ticket_id=ticket.id,
            text=text or "",
            state=state,
            employee_id=actor.employee_id,
            at=clock.now(),
        )
        session.add(made)


def _note(session: Session, actor: Actor, ticket: Ticket, before: Mapping[str, Any]) -> None:
    after = _told(ticket)
    changed = [name for name in after if after[name] != before[name]]
    detail = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
    _after(session, actor, "ticket.change", ticket, detail)
    note_changes(session, [ticket.customer_id], clock.now())


def comment(session: Session, actor: Actor, ticket_id: UUID, text: str) -> Ticket:
    """Say something on a ticket that the actor sees; raises NotFoundError."""
    return change(session, actor, ticket_id, TicketChange(comment=text))


def put_right(session: Session, actor: Actor, ticket_id: UUID, name: str, value: Any) -> None:
    """Let a field of a ticket be as it was made again from its form, as a decision that the history shows.

    Raises NotFoundError for a ticket that the actor may not see.
    """
    ticket = _held(session, actor, ticket_id)
    before, due_at = getattr(ticket, name), ticket.due_at
    setattr(ticket, name, _stored(name, value))
    _stamp(ticket, due_at)
    session.flush()
    detail = {"before": {name: before}, "after": {name: getattr(ticket, name)}}
    _after(session, actor, "ticket.change", ticket, detail)


def _stored(name: str, value: Any) -> Any:
    if name == "due_at":
        return datetime.fromisoformat(value)
    if name == "responsible_id":
        return UUID(value)
    return [UUID(one) for one in value or ()] if name in {"products", "employees"} else value


def tell_of_late(session: Session) -> int:
    """Tell of tickets past their deadline, each once: who is responsible and his direct manager; return how many."""
    late = queries.late(session, BATCH)
    told = []
    for ticket in late:
        managers = managers_of(session, tenant_of(session), ticket.responsible_id)[:1]
        told.append((ticket, [ticket.responsible_id, *managers]))
        ticket.escalated_at = clock.now()
        feed.touch(session, KIND, ticket.id)
    if told:
        tell_of_late_tickets(session, told)
    return len(late)
