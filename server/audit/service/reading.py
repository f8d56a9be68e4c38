"""Showing the history to people: names instead of ids."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from server.audit import queries
from server.audit.queries import Filter, Listed, Names
from server.audit.service.recording import record
from server.core import paging
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import InvalidInputError

LARGEST_N = 2**63


def history(session: Session, actor: Actor, wanted: Filter, cursor: str | None, limit: int) -> dict[str, Any]:
    """Return a page `{items, next}` of what the people in the actor's reach did, newest first, and note that he looked.

    Raises InvalidInputError for a cursor that is none.
    """
    rows = queries.page(session, actor, wanted, _before(cursor), limit + 1)
    asked = {name: value for name, value in wanted.__dict__.items() if value is not None}
    record(session, actor, "history.list", detail={"filter": asked, "shown": min(len(rows), limit)})
    return _shown(session, actor, rows, limit)


def customer_history(
    session: Session, actor: Actor, customer_id: UUID, cursor: str | None, limit: int
) -> dict[str, Any]:
    """Return a page `{items, next}` of what was done with a customer that the actor may see, looks at it included.

    Whoever sees the customer sees who looked, also those who are not in his reach. Raises InvalidInputError.
    """
    rows = queries.page_of_customer(session, customer_id, _before(cursor), limit + 1)
    record(session, actor, "history.view", "customer", customer_id)
    return _shown(session, actor, rows, limit)


def _before(cursor: str | None) -> int | None:
    if not cursor:
        return None
    (n,) = paging.decode(cursor, 1)
    if not n.isascii() or not n.isdecimal() or int(n) >= LARGEST_N:
        raise InvalidInputError(pointer="/cursor", reason="malformed")
    return int(n)


def _shown(session: Session, actor: Actor, rows: list[Listed], limit: int) -> dict[str, Any]:
    shown = rows[:limit]
    more = paging.encode(shown[-1][0].n) if len(rows) > limit else None
    return {"items": _views(session, actor, shown), "next": more}


def _views(session: Session, actor: Actor, rows: list[Listed]) -> list[dict[str, Any]]:
    who = _who(session, rows)
    labels = _labels(session, actor, rows)
    same = ("n", "at", "action", "kind", "record_id", "customer_id", "ip", "request_id")
    return [
        {
            **{name: getattr(entry, name) for name in same},
            "label": labels.get((entry.kind, entry.record_id)),
            "employee": _named(who, entry.employee_id),
            "device": _named(who, entry.device_id),
            "detail": msgspec.json.decode(body) if body else None,
        }
        for entry, body in rows
    ]


def _who(session: Session, rows: list[Listed]) -> Names:
    ids = {who for row in rows for who in (row[0].employee_id, row[0].device_id) if who}
    return {who: name for ask in queries.PEOPLE for who, name in ask(session, tenant_of(session), ids).items()}


def _named(names: Names, who: UUID | None) -> dict[str, Any] | None:
    return {"id": who, "name": names.get(who, "")} if who else None


def _labels(session: Session, actor: Actor, rows: list[Listed]) -> dict[tuple[str | None, UUID | None], str]:
    wanted: dict[str, set[UUID]] = {}
    for entry, _ in rows:
        if entry.kind in queries.RECORDS and entry.record_id:
            wanted.setdefault(entry.kind, set()).add(entry.record_id)
    return {
        (kind, record_id): name
        for kind, ids in wanted.items()
        for record_id, name in queries.RECORDS[kind](session, actor, ids).items()
    }
