"""Reading conflicts, quarantine and receipts."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Select, Uuid, any_, func, or_, select
from sqlalchemy.orm import Session

from server.accounts.models import Device, Employee
from server.accounts.queries import belongs_to_reach
from server.core.actor import Actor
from server.core.database import registry_of
from server.core.errors import NotFoundError
from server.sync.models import Conflict, Quarantined, Receipt

PAGE = 200


def _conflicts_visible_to(session: Session, actor: Actor) -> ColumnElement[bool]:
    kinds = registry_of(session).records.values()
    seen = [(Conflict.record_kind == kind.kind) & _among(actor, kind.visible_ids(actor)) for kind in kinds]
    return (Conflict.tenant_id == actor.tenant_id) & or_(*seen)


def _among(actor: Actor, ids: Select[UUID]) -> ColumnElement[bool]:
    """Return the criterion that the record is among `ids`: gathered once, unless they are very many."""
    if actor.wide:
        return Conflict.record_id.in_(ids)
    return Conflict.record_id == any_(func.array(ids.scalar_subquery(), type_=ARRAY(Uuid)))


def conflicts(session: Session, actor: Actor, state: str) -> list[Conflict]:
    """Return the newest conflicts in `state` about records that the actor may see."""
    statement = (
        select(Conflict)
        .where(_conflicts_visible_to(session, actor), Conflict.state == state)
        .order_by(Conflict.created_at.desc(), Conflict.id)
        .limit(PAGE)
    )
    return list(session.scalars(statement))


def locked_conflict(session: Session, actor: Actor, conflict_id: UUID) -> Conflict:
    """Return a visible conflict, held until the end of the transaction; raise NotFoundError."""
    statement = (
        select(Conflict).where(_conflicts_visible_to(session, actor), Conflict.id == conflict_id).with_for_update()
    )
    conflict = session.scalars(statement).one_or_none()
    if conflict is None:
        raise NotFoundError
    return conflict


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
