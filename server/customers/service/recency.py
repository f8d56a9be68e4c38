"""When something was last done with a customer: what the recently updated are ordered by (RB-30 to RB-33)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import sql
from server.core.database import tenant_of

_NOTE_CHANGES = """
UPDATE customer_recency SET updated_at = :at
WHERE tenant_id = :tenant_id AND customer_id = ANY(:ids) AND updated_at < :at
"""


def note_changes(session: Session, customer_ids: Iterable[UUID], at: datetime) -> None:
    """Count something that was done with customers as their latest change: `at` is when the server received it."""
    sql.run(session, _NOTE_CHANGES, {"tenant_id": tenant_of(session), "ids": list(set(customer_ids)), "at": at})
