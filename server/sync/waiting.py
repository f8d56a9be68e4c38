"""Operations that wait for the record that they are about."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import outbox, sql
from server.core.database import tenant_of
from server.core.submissions import RecordRef

UNBLOCK = "sync.unblock"
PATIENCE = timedelta(days=7)
SOON_S = 60

_AWAITED = "SELECT DISTINCT on_kind, on_id FROM waiting_operation WHERE tenant_id = :tenant_id AND on_id = ANY(:ids)"


def ring(session: Session, rows: Collection[tuple[str, UUID]]) -> None:
    """Have the operations applied, soon, that waited for one of these rows (kind, id)."""
    if not rows:
        return
    values = {"tenant_id": tenant_of(session), "ids": [row_id for _, row_id in rows]}
    for kind, row_id in sql.run(session, _AWAITED, values):
        outbox.send(session, UNBLOCK, {"kind": kind, "id": str(row_id)})


def look_later(session: Session, on: RecordRef) -> None:
    """Look again soon, since the record may be in the act of coming, unseen by us; and when the patience is over."""
    for delay_s in (SOON_S, SOON_S + int(PATIENCE.total_seconds())):
        outbox.send(session, UNBLOCK, {"kind": on.kind, "id": str(on.id)}, delay_s=delay_s)
