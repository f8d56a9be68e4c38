"""Reading tickets: every path goes through `visible_to` or the sight of their customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from server.activities.models import Ticket, TicketComment
from server.activities.queries.sight import seen_customer, within_reach
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of

COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Filter:
    """What a list of tickets is narrowed to; `state` is a ticket's own, `unresolved` or `overdue`."""

    state: str | None = None
    employee_id: UUID | None = None
    customer_id: UUID | None = None
    problem: str | None = None


def visible_to(actor: Actor, *narrowed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the criterion that the actor or his people opened a ticket or have it to do; and it is so `narrowed`."""
    own = within_reach(actor, Ticket, (Ticket.responsible_id, Ticket.opened_by), *narrowed)
    return and_(Ticket.tenant_id == actor.tenant_id, own, *narrowed)


@dataclass(frozen=True)
class After:
    """The ticket that a list goes on after: among those late at `as_of` by its due time, else by when it was opened."""

    as_of: datetime
    among_late: bool
    moment: datetime
    id: UUID


def page(
    session: Session, actor: Actor, wanted: Filter, as_of: datetime, after: After | None, limit: int
) -> list[Ticket]:
    """Return up to `limit` tickets after that one: those late at `as_of` by their due time, then others newest first.

    Of a customer (whom the caller knows the actor to see) they are all tickets, else the actor's and his people's.
    """
    found: list[Ticket] = []
    if after is None or after.among_late:
        key = tuple_(Ticket.due_at, Ticket.id)
        late = _seen(actor, wanted, *_late(as_of), *((key > tuple_(after.moment, after.id),) if after else ()))
        found = list(session.scalars(late.order_by(Ticket.due_at, Ticket.id).limit(limit)))
    if len(found) == limit:
        return found
    key = tuple_(Ticket.opened_at, Ticket.id)
    beyond = () if after is None or after.among_late else (key < tuple_(after.moment, after.id),)
    others = _seen(actor, wanted, not_(and_(*_late(as_of))), *beyond)
    newest_first = others.order_by(Ticket.opened_at.desc(), Ticket.id.desc())
    return [*found, *session.scalars(newest_first.limit(limit - len(found)))]


def is_late(ticket: Ticket, as_of: datetime) -> bool:
    """Tell whether a ticket stands among the late ones in a list as of that moment."""
    return ticket.resolved_at is None and ticket.due_at < as_of


def _late(as_of: datetime) -> tuple[ColumnElement[bool], ...]:
    return Ticket.resolved_at.is_(None), Ticket.due_at < as_of


def _seen(actor: Actor, wanted: Filter, *more: ColumnElement[bool]) -> Select[Ticket]:
    narrowed = [*_narrowed(wanted), *more]
    if wanted.customer_id:
        return select(Ticket).where(Ticket.tenant_id == actor.tenant_id, *narrowed)
    return select(Ticket).where(visible_to(actor, *narrowed))


def _narrowed(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.state in {"unresolved", "overdue"}:
        yield Ticket.resolved_at.is_(None)
        if wanted.state == "overdue":
            yield Ticket.due_at < clock.now()
    elif wanted.state is not None:
        yield Ticket.state == wanted.state
    equal = {
        Ticket.responsible_id: wanted.employee_id,
        Ticket.customer_id: wanted.customer_id,
        Ticket.problem: wanted.problem,
    }
    yield from (column == value for column, value in equal.items() if value is not None)


def count_overdue(session: Session, actor: Actor) -> int:
    """Return how many of the tickets that concern the actor or his people are late, COUNT_LIMIT at most."""
    late = select(Ticket.id).where(visible_to(actor, *_narrowed(Filter(state="overdue")))).limit(COUNT_LIMIT)
    return session.scalar(select(func.count()).select_from(late.subquery())) or 0


def one(session: Session, actor: Actor, ticket_id: UUID, *, lock: bool = False) -> Ticket | None:
    """Return a ticket that the actor sees: his or his people's, or about a customer that he sees."""
    seen = or_(visible_to(actor), seen_customer(actor, Ticket.customer_id))
    statement = select(Ticket).where(Ticket.tenant_id == actor.tenant_id, Ticket.id == ticket_id, seen)
    return session.scalars(statement.with_for_update(key_share=True) if lock else statement).one_or_none()


def comments(session: Session, ticket_id: UUID) -> list[TicketComment]:
    """Return what was said on a ticket, the oldest first."""
    statement = select(TicketComment).where(
        TicketComment.tenant_id == tenant_of(session), TicketComment.ticket_id == ticket_id
    )
    return list(session.scalars(statement.order_by(TicketComment.at, TicketComment.id)))


def late(session: Session, limit: int) -> list[Ticket]:
    """Return up to `limit` tickets of the organisation that are late and not told of; nobody else gets them now."""
    statement = (
        select(Ticket)
        .where(
            Ticket.tenant_id == tenant_of(session),
            Ticket.resolved_at.is_(None),
            Ticket.escalated_at.is_(None),
            Ticket.due_at < clock.now(),
        )
        .order_by(Ticket.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(statement))
