"""Reading quarantine and receipts."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from server.accounts.models import Device, Employee
from server.accounts.queries import belongs_to_reach
from server.core.actor import Actor
from server.sync.models import Quarantined, Receipt

PAGE = 200


def quarantined(session: Session, actor: Actor) -> list[Row[Quarantined, str, str]]:
    """Return the newest operations in quarantine of the people that the actor sees, with device and person."""
    statement = (
        select(Quarantined, Device.name, Employee.name)
        .join(Device, (Device.tenant_id == Quarantined.tenant_id) & (Device.id == Quarantined.device_id))
        .join(Employee, (Employee.tenant_id == Quarantined.tenant_id) & (Employee.id == Quarantined.employee_id))
        .where(
            Quarantined.tenant_id == actor.tenant_id,
            belongs_to_reach(actor, Quarantined.__table__.c.employee_id),
        )
        .order_by(Quarantined.received_at.desc())
        .limit(PAGE)
    )
    return list(session.execute(statement))


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
