"""Reading what could not be applied: of the people that somebody sees, in pages."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Device, Employee
from server.accounts.queries import belongs_to_reach
from server.core.actor import Actor
from server.sync.models import Quarantined

COUNTED = 1000
"""No list says how many more there are than that."""
STATES = ("open", "released", "dismissed")
Listed = Row[Quarantined, str, str, str | None]
"""A quarantined operation with the names of its phone, of its person, and of who decided."""


@dataclass(frozen=True)
class Filter:
    """What a list of quarantined operations is narrowed to; times bound `received_at`, from inclusive, to exclusive."""

    state: str | None = "open"
    code: str | None = None
    person_id: UUID | None = None
    device_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def _detailed() -> Select[Quarantined, str, str, str | None]:
    decider = aliased(Employee)
    return (
        select(Quarantined, Device.name, Employee.name, decider.name)
        .join(Device, (Device.tenant_id == Quarantined.tenant_id) & (Device.id == Quarantined.device_id))
        .join(Employee, (Employee.tenant_id == Quarantined.tenant_id) & (Employee.id == Quarantined.employee_id))
        .outerjoin(decider, (decider.tenant_id == Quarantined.tenant_id) & (decider.id == Quarantined.decided_by))
    )


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    return (Quarantined.tenant_id == actor.tenant_id) & belongs_to_reach(actor, Quarantined.__table__.c.employee_id)


def _narrowed(wanted: Filter) -> list[ColumnElement[bool]]:
    equal = {
        Quarantined.state: wanted.state,
        Quarantined.code: wanted.code,
        Quarantined.employee_id: wanted.person_id,
        Quarantined.device_id: wanted.device_id,
    }
    criteria = [column == value for column, value in equal.items() if value is not None]
    if wanted.since is not None:
        criteria.append(Quarantined.received_at >= wanted.since)
    if wanted.until is not None:
        criteria.append(Quarantined.received_at < wanted.until)
    return criteria


def page(
    session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int
) -> list[Listed]:
    """Return up to `limit` operations of the people that the actor sees, the last received first, after that key."""
    statement = _detailed().where(_visible_to(actor), *_narrowed(wanted))
    if after:
        statement = statement.where(tuple_(Quarantined.received_at, Quarantined.id) < tuple_(*after))
    order = (Quarantined.received_at.desc(), Quarantined.id.desc())
    return list(session.execute(statement.order_by(*order).limit(limit)))


def one(session: Session, actor: Actor, row_id: UUID) -> Listed | None:
    """Return an operation that the actor sees."""
    return session.execute(_detailed().where(_visible_to(actor), Quarantined.id == row_id)).one_or_none()


def counts(session: Session, actor: Actor, wanted: Filter) -> dict[str, int]:
    """Return how many such operations there are in each state, whatever state is asked for; COUNTED stands for more."""

    def count(state: str) -> int:
        some = select(Quarantined.id).where(_visible_to(actor), *_narrowed(replace(wanted, state=state))).limit(COUNTED)
        return int(session.scalar(select(func.count()).select_from(some.subquery())) or 0)

    return {state: count(state) for state in STATES}


def codes(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many open operations there are of each code."""
    statement = (
        select(Quarantined.code, func.count())
        .where(_visible_to(actor), Quarantined.state == "open")
        .group_by(Quarantined.code)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def visible_ids(session: Session, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the operations that the actor sees."""
    return set(session.scalars(select(Quarantined.id).where(_visible_to(actor), Quarantined.id.in_(ids))))


def locked(session: Session, actor: Actor, row_id: UUID) -> Quarantined | None:
    """Return an operation that the actor sees, held until the end of the transaction."""
    statement = select(Quarantined).where(_visible_to(actor), Quarantined.id == row_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
