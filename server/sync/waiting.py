"""Operations that wait for the record that they are about."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from server.core import outbox
from server.core.database import tenant_of
from server.core.submissions import RecordRef
from server.sync.models import Waiting

UNBLOCK = "sync.unblock"
PATIENCE = timedelta(days=7)
SOON_S = 60


def ring(session: Session, rows: Collection[tuple[str, UUID]]) -> None:
    """Have the operations applied, soon, that waited for one of these rows (kind, id)."""
    if not rows:
        return
    named = tuple_(Waiting.on_kind, Waiting.on_id)
    awaited = (Waiting.tenant_id == tenant_of(session)) & named.in_(set(rows))
    for kind, row_id in session.execute(select(Waiting.on_kind, Waiting.on_id).where(awaited).distinct()):
        outbox.send(session, UNBLOCK, {"kind": kind, "id": str(row_id)})


def look_later(session: Session, on: RecordRef) -> None:
    """Look again soon, since the record may be in the act of coming, unseen by us; and when the patience is over."""
    for delay_s in (SOON_S, SOON_S + int(PATIENCE.total_seconds())):
        outbox.send(session, UNBLOCK, {"kind": on.kind, "id": str(on.id)}, delay_s=delay_s)
