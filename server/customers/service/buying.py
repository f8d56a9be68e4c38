"""Reading the customers who buy."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.core.actor import Actor
from server.customers import queries
from server.customers.models import Customer
from server.customers.record_models import Buyer

Shown = Row[Buyer, str | None, str]
"""A buyer, the customer's name and who converted it."""


def _visible(actor: Actor) -> Select[Buyer, str | None, str]:
    return (
        select(Buyer, Customer.name, Employee.name)
        .join(Customer, (Customer.tenant_id == Buyer.tenant_id) & (Customer.id == Buyer.customer_id))
        .join(Employee, (Employee.tenant_id == Buyer.tenant_id) & (Employee.id == Buyer.converted_by))
        .where(Buyer.tenant_id == actor.tenant_id, queries.visible_to(actor), Customer.archived_at.is_(None))
    )


def page(session: Session, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[Shown]:
    """Return up to `limit` buyers whom the actor sees, the newest first, after the key of the page before."""
    statement = _visible(actor)
    if after:
        statement = statement.where(tuple_(Buyer.converted_at, Buyer.id) < tuple_(*after))
    return list(session.execute(statement.order_by(Buyer.converted_at.desc(), Buyer.id.desc()).limit(limit)))


def shown(session: Session, actor: Actor, buyer_id: UUID) -> Shown | None:
    """Return a buyer whom the actor sees."""
    return session.execute(_visible(actor).where(Buyer.id == buyer_id)).one_or_none()
