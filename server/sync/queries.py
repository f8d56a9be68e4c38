"""Reading receipts."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.sync.models import Receipt


def receipts(session: Session, actor: Actor, from_n: int) -> list[dict[str, Any]]:
    """Return what was answered to the device's operations from number `from_n` on, at most 500."""
    statement = (
        select(Receipt)
        .where(Receipt.tenant_id == actor.tenant_id, Receipt.device_id == actor.device_id, Receipt.n >= from_n)
        .order_by(Receipt.n)
        .limit(500)
    )
    return [
        {**receipt.outcome, "sha256": receipt.sha256.hex(), "received_at": receipt.received_at.isoformat()}
        for receipt in session.scalars(statement)
    ]
