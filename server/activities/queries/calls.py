"""Reading the log of calls: one's own and those of the people below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from server.activities.models import Call
from server.activities.queries.sight import within_reach
from server.core.actor import Actor


@dataclass(frozen=True)
class Filter:
    """What the log is narrowed to; times bound the call, `since` inclusive, `until` exclusive."""

    since: datetime | None = None
    until: datetime | None = None
    customer_id: UUID | None = None
    employee_id: UUID | None = None
    status: str | None = None


def page(session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int) -> list[Call]:
    """Return up to `limit` calls, newest first, after the key (at, id) of the page before."""
    seen = (Call.tenant_id == actor.tenant_id) & within_reach(actor, Call, (Call.employee_id,))
    statement = select(Call).where(seen, *_narrowed(wanted))
    if after:
        statement = statement.where(tuple_(Call.at, Call.id) < tuple_(*after))
    return list(session.scalars(statement.order_by(Call.at.desc(), Call.id.desc()).limit(limit)))


def _narrowed(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield Call.at >= wanted.since
    if wanted.until is not None:
        yield Call.at < wanted.until
    equal = {
        Call.customer_id: wanted.customer_id,
        Call.employee_id: wanted.employee_id,
        Call.status: wanted.status,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
