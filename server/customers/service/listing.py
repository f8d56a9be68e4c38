"""A page of the list of customers: in an order, or the best hits for some words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import paging, sql
from server.core.actor import Actor
from server.core.errors import InvalidInputError
from server.customers import queries


@dataclass(frozen=True)
class Page:
    """Customers, the cursor of the page after, how many there are, and whether those are only the least."""

    rows: Sequence[queries.Listed]
    next: str | None
    total: int
    least: bool


def listed(session: Session, actor: Actor, wanted: queries.Filter, sort: str, cursor: str | None, limit: int) -> Page:
    """Return a page of the visible customers that a filter lets through; raise InvalidInputError."""
    if wanted.is_by_values:
        sql.plan_by_values(session)
    if wanted.words.folded:
        return _hits(session, actor, wanted, cursor, limit)
    order = queries.ORDERS[sort]
    rows, total = queries.page_and_count(session, actor, wanted, order, _after(cursor, sort), limit + 1)
    shown = rows[:limit]
    capped = wanted != queries.Filter() and total > queries.COUNT_LIMIT
    more = _cursor(shown[-1], sort) if len(rows) > len(shown) else None
    return Page(shown, more, queries.COUNT_LIMIT if capped else total, capped)


def _cursor(row: queries.Listed, sort: str) -> str:
    return paging.encode(getattr(row[0], queries.ORDERS[sort].column.key), row[0].id)


def _after(cursor: str | None, sort: str) -> Sequence[Any] | None:
    if sort == "-updated_at":
        return paging.after_moment(cursor)
    return paging.after_name(cursor)


def _hits(session: Session, actor: Actor, wanted: queries.Filter, cursor: str | None, limit: int) -> Page:
    found = queries.search(session, actor, wanted, _place(cursor), limit + 1)
    shown = found.rows[:limit]
    more = paging.encode(*shown[-1][1]) if len(found.rows) > len(shown) else None
    rows = queries.detailed(session, actor, [row_id for row_id, _ in shown])
    capped = found.least or found.total > queries.COUNT_LIMIT
    return Page(rows, more, queries.COUNT_LIMIT if capped else found.total, capped)


def _place(cursor: str | None) -> tuple[bool, bool, str, UUID] | None:
    if not cursor:
        return None
    misspelled, inside, name, row_id = paging.decode(cursor, 4)
    try:
        return misspelled == "True", inside == "True", name, UUID(row_id)
    except ValueError as error:
        raise InvalidInputError(pointer="/cursor", reason="malformed") from error
