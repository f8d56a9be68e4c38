"""What somebody chose for his own list of customers: saved filters (segments) and columns."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.core import clock
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.text import nfc
from server.customers.errors import FilterNameTakenError
from server.customers.record_models import CustomerColumns, CustomerFilter

SHIPPED = ("code", "name", "status", "phone", "address", "owner", "updated_at")
"""The columns of who has chosen none."""


def save_filter(session: Session, actor: Actor, name: str, wanted: Mapping[str, Any]) -> CustomerFilter:
    """Keep a way of narrowing the list under a name of the actor's own; raise FilterNameTakenError."""
    saved = CustomerFilter(
        tenant_id=actor.tenant_id,
        id=new_id(),
        employee_id=actor.employee_id,
        name=nfc(name).strip(),
        filter=dict(wanted),
        created_at=clock.now(),
    )
    try:
        with savepoint(session):
            session.add(saved)
            session.flush()
    except IntegrityError as error:
        raise FilterNameTakenError(name=name) from error
    return saved


def filters(session: Session, actor: Actor) -> Sequence[CustomerFilter]:
    """Return the actor's own filters, by name."""
    return session.scalars(select(CustomerFilter).where(*_own(actor)).order_by(CustomerFilter.name)).all()


def forget_filter(session: Session, actor: Actor, filter_id: UUID) -> None:
    """Delete one of the actor's own filters; raise NotFoundError."""
    gone = session.scalars(
        delete(CustomerFilter).where(*_own(actor), CustomerFilter.id == filter_id).returning(CustomerFilter.id)
    ).all()
    if not gone:
        raise NotFoundError(kind="customer_filter", id=str(filter_id))


def _own(actor: Actor) -> tuple[Any, ...]:
    return CustomerFilter.tenant_id == actor.tenant_id, CustomerFilter.employee_id == actor.employee_id


def columns(session: Session, actor: Actor) -> list[str]:
    """Return the columns that the actor chose, in his order; the shipped ones when he has chosen none."""
    chosen = session.get(CustomerColumns, (actor.tenant_id, actor.employee_id))
    return list(chosen.columns) if chosen else list(SHIPPED)


def choose_columns(session: Session, actor: Actor, names: Sequence[str]) -> list[str]:
    """Keep the columns of the actor's list, each once, in this order."""
    chosen = list(dict.fromkeys(names))
    row = {"tenant_id": actor.tenant_id, "employee_id": actor.employee_id, "columns": chosen}
    statement = insert(CustomerColumns).values(**row)
    session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id", "employee_id"], set_={"columns": chosen})
    )
    return chosen
