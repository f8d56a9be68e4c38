"""Reading the history: whole, to seal and to check it, and in pages, for people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, false, func, select, text
from sqlalchemy.orm import Session

from server.audit.models import AuditBlock, AuditDetail, AuditEntry
from server.audit.rules import Block, Content, Detail, Entry
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.feed import TenantClock

BEFORE_ALL = -(2**63)


def audited(session: Session) -> int:
    """Return the number of the organisation's newest visible entry, as its clock counts."""
    return session.scalar(select(TenantClock.audited).where(TenantClock.tenant_id == tenant_of(session))) or 0


def last_n(session: Session) -> int:
    """Return the number of the newest entry that is there, 0 when there is none."""
    return session.scalar(select(func.max(AuditEntry.n)).where(AuditEntry.tenant_id == tenant_of(session))) or 0


def entries(session: Session, after: int, last: int) -> list[Entry]:
    """Return the entries behind number `after` up to `last`, in their order."""
    columns = [getattr(AuditEntry, name) for name in Entry.__dataclass_fields__]
    within = (AuditEntry.tenant_id == tenant_of(session), AuditEntry.n > after, AuditEntry.n <= last)
    return [Entry(*row) for row in session.execute(select(*columns).where(*within).order_by(AuditEntry.n))]


def content(session: Session, after: int, last: int) -> Content:
    """Return entries and details behind number `after` up to `last`."""
    within = (AuditDetail.tenant_id == tenant_of(session), AuditDetail.n > after, AuditDetail.n <= last)
    rows = session.execute(select(AuditDetail.n, AuditDetail.salt, AuditDetail.body).where(*within))
    return Content(entries(session, after, last), {row.n: Detail(row.salt, row.body) for row in rows})


def details(session: Session, action: str) -> list[tuple[datetime, dict[str, Any]]]:
    """Return when an action was done and what was noted of it, the oldest first."""
    statement = (
        select(AuditEntry.at, AuditDetail.body)
        .join(AuditDetail, (AuditDetail.tenant_id == AuditEntry.tenant_id) & (AuditDetail.n == AuditEntry.n))
        .where(AuditEntry.tenant_id == tenant_of(session), AuditEntry.action == action)
        .order_by(AuditEntry.n)
    )
    return [(row.at, msgspec.json.decode(row.body)) for row in session.execute(statement)]


def last_block(session: Session) -> Block | None:
    """Return the newest block."""
    found = blocks(session, BEFORE_ALL, newest_first=True)
    return found[0] if found else None


def blocks(session: Session, after: int, limit: int = 1, *, newest_first: bool = False) -> list[Block]:
    """Return up to `limit` blocks behind number `after`, in their order or from the newest."""
    columns = [getattr(AuditBlock, name) for name in Block.__dataclass_fields__]
    order = AuditBlock.number.desc() if newest_first else AuditBlock.number
    statement = select(*columns).where(AuditBlock.tenant_id == tenant_of(session), AuditBlock.number > after)
    return [_block(row) for row in session.execute(statement.order_by(order).limit(limit))]


def _block(row: Row[*tuple[object, ...]]) -> Block:
    return Block(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row by column


_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('audit.seal/' || CAST(:tenant_id AS text), 0))")


def hold_seal(session: Session) -> bool:
    """Take the organisation's seal in hand until the end of the transaction; False when another worker has it."""
    return bool(session.scalar(_LOCK, {"tenant_id": tenant_of(session)}))


def _nobody(actor: Actor, column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Let the actor see what nobody did: the rule until the composition root puts a better one."""
    del actor, column
    return false()


reach: Callable[[Actor, ColumnElement[UUID]], ColumnElement[bool]] = _nobody
"""The criterion that the actor may know what the employee in a column did; set by the composition root."""

Names = dict[UUID, str]

PEOPLE: list[Callable[[Session, int, set[UUID]], Names]] = []
"""What people and phones of the organisation are called, whoever asks; contributed by the composition root."""

RECORDS: dict[str, Callable[[Session, Actor, set[UUID]], Names]] = {}
"""By kind, what those records are called that the actor may see; contributed by the composition root."""


@dataclass(frozen=True)
class Filter:
    """What the history is narrowed to; times bound `at`, from inclusive, to exclusive."""

    employee_id: UUID | None = None
    action: str | None = None
    kind: str | None = None
    record_id: UUID | None = None
    customer_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


Listed = Row[AuditEntry, str | None]


def page(session: Session, actor: Actor, wanted: Filter, before: int | None, limit: int) -> list[Listed]:
    """Return up to `limit` entries, with their details, of what the people in the actor's reach did; newest first."""
    return _page(session, wanted, before, limit, reach(actor, AuditEntry.__table__.c.employee_id))


def page_of_customer(session: Session, customer_id: UUID, before: int | None, limit: int) -> list[Listed]:
    """Return up to `limit` entries about a customer, whoever made them; the caller may see the customer."""
    return _page(session, Filter(customer_id=customer_id), before, limit)


def _page(
    session: Session, wanted: Filter, before: int | None, limit: int, *criteria: ColumnElement[bool]
) -> list[Listed]:
    detail = (AuditDetail.tenant_id == AuditEntry.tenant_id) & (AuditDetail.n == AuditEntry.n)
    statement = (
        select(AuditEntry, AuditDetail.body)
        .outerjoin(AuditDetail, detail)
        .where(AuditEntry.tenant_id == tenant_of(session), *criteria, *_narrowed(wanted))
    )
    if before is not None:
        statement = statement.where(AuditEntry.n < before)
    return list(session.execute(statement.order_by(AuditEntry.n.desc()).limit(limit)))


def _narrowed(wanted: Filter) -> list[ColumnElement[bool]]:
    names = ("employee_id", "action", "kind", "record_id", "customer_id")
    equal = [getattr(AuditEntry, name) == getattr(wanted, name) for name in names if getattr(wanted, name) is not None]
    since = [AuditEntry.at >= wanted.since] if wanted.since else []
    until = [AuditEntry.at < wanted.until] if wanted.until else []
    return [*equal, *since, *until]
