"""Reading phones."""

from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from server.accounts.models import Device, Employee
from server.accounts.queries.visibility import belongs_to_reach
from server.core.actor import Actor


def device(session: Session, tenant_id: int, device_id: UUID, *, lock: bool = False) -> Device | None:
    """Return a phone; with `lock`, its row is held so that one push at a time runs for it."""
    statement = select(Device).where(Device.tenant_id == tenant_id, Device.id == device_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def devices(session: Session, actor: Actor) -> list[Row[Device, str]]:
    """Return the phones of the employees that the actor sees, with the employee's name, silent ones first."""
    statement = (
        select(Device, Employee.name)
        .join(Employee, (Employee.tenant_id == Device.tenant_id) & (Employee.id == Device.employee_id))
        .where(Device.tenant_id == actor.tenant_id, belongs_to_reach(actor, Device.__table__.c.employee_id))
        .order_by(Device.last_seen_at.asc().nulls_first())
        .limit(1000)
    )
    return list(session.execute(statement))
