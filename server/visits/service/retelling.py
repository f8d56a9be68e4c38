"""Making tickets again from the support forms that opened them, and from what was decided about them since."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.activities.models import Ticket
from server.activities.service import tickets
from server.core import sql
from server.core.database import tenant_of
from server.forms.models import SubmissionRow
from server.forms.service.accepting import ORPHAN
from server.forms.service.rebuilding import Retold, as_accepted
from server.visits.service.contacts import ticket_of

BATCH = 500
_DECISIONS = """
SELECT e.record_id, d.body
FROM audit_entry e JOIN audit_detail d ON d.tenant_id = e.tenant_id AND d.n = e.n
WHERE e.tenant_id = :tenant_id AND e.kind = 'ticket' AND e.action = 'ticket.change' AND e.record_id = ANY(:ids)
ORDER BY e.n
"""


def _stands(session: Session) -> Iterator[dict[UUID, dict[str, Any]]]:
    rows = session.scalars(select(Ticket).where(Ticket.tenant_id == tenant_of(session)).order_by(Ticket.id))
    found = iter(rows.all())
    while batch := list(islice(found, BATCH)):
        yield {ticket.id: _told({name: getattr(ticket, name) for name in tickets.REMADE}) for ticket in batch}


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON says them, moments in one zone, without the empty ones."""
    told = {name: _plain(value) for name, value in values.items()}
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


def _made(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    made = _opened(session, ids)
    for row in sql.run(session, _DECISIONS, {"tenant_id": tenant_of(session), "ids": list(ids)}):
        after = (msgspec.json.decode(row.body).get("after") or {}).items()
        if row.record_id in made:
            made[row.record_id] |= {name: _read(name, value) for name, value in after if name in tickets.REMADE}
    return {ticket_id: _told(values) for ticket_id, values in made.items()}


def _opened(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    mine = (SubmissionRow.tenant_id == tenant_of(session)) & SubmissionRow.id.in_(ids)
    rows = [row for row in session.scalars(select(SubmissionRow).where(mine)) if ORPHAN not in row.flags]
    given = zip(as_accepted(session, rows), rows, strict=True)
    return {
        row.id: {
            **{name: getattr(ticket_of(form, row.id), name, None) for name in tickets.REMADE},
            "state": "open",
            "responsible_id": row.employee_id,
        }
        for form, row in given
    }


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name == "due_at" and value else value


TICKETS = Retold(_stands, _made, tickets.put_right)
