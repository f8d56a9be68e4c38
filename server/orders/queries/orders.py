"""Reading orders: one's own and those of the people below."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.catalogue.models import Product
from server.core.actor import Actor
from server.core.database import tenant_of
from server.customers import queries as customers
from server.customers.models import Customer
from server.orders.models import Order, OrderLine, OrderMove
from server.orders.rules import OPEN


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; times bound the capture, `since` inclusive, `until` exclusive; `code` is whole."""

    code: str | None = None
    customer_id: UUID | None = None
    employee_id: UUID | None = None
    state: str | None = None
    kind: list[str] | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may see an order: his own and those of the people below him."""
    return (Order.tenant_id == actor.tenant_id) & belongs_to_reach(actor, Order.__table__.c.owner_id)


def may(session: Session, actor: Actor, ids: Collection[UUID]) -> tuple[Collection[UUID], Collection[UUID]]:
    """Return which of the orders the actor sees, and which he may still change by their form."""
    statement = select(Order.id, Order.state).where(visible_to(actor), Order.id.in_(list(ids)))
    states = {row.id: row.state for row in session.execute(statement)}
    return states.keys(), {row_id for row_id, state in states.items() if state in OPEN}


Listed = Row[Order, str, str | None, str | None]
"""An order, the name of who took it, and name and type of its customer (None where the asker may not see him)."""


def page(
    session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int
) -> list[Listed]:
    """Return up to `limit` visible orders, the newest first, after the key (captured_at, id) of the page before."""
    statement = select(Order).where(visible_to(actor), *_narrowed(wanted))
    if after:
        statement = statement.where(tuple_(Order.captured_at, Order.id) < tuple_(*after))
    newest = statement.order_by(Order.captured_at.desc(), Order.id.desc()).limit(limit)
    return list(session.execute(_detailed(actor, newest)))


def _narrowed(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    equal = {
        Order.code: wanted.code,
        Order.customer_id: wanted.customer_id,
        Order.owner_id: wanted.employee_id,
        Order.state: wanted.state,
        Order.channel: wanted.channel,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if wanted.kind:
        yield Order.kind.in_(wanted.kind)
    if wanted.since is not None:
        yield Order.captured_at >= wanted.since
    if wanted.until is not None:
        yield Order.captured_at < wanted.until


def _detailed(actor: Actor, chosen: Select[Order]) -> Select[Order, str, str | None, str | None]:
    """Return the chosen orders with what belongs to them: looked up for these rows only, after the limit."""
    order = aliased(Order, chosen.subquery())
    return (
        select(order, Employee.name, Customer.name, Customer.type)
        .join(Employee, (Employee.tenant_id == order.tenant_id) & (Employee.id == order.owner_id))
        # Who may see the order need not be allowed to see the customer any more.
        .outerjoin(Customer, customers.visible_beside(actor) & (Customer.id == order.customer_id))
        .order_by(order.captured_at.desc(), order.id.desc())
    )


def one(session: Session, actor: Actor, order_id: UUID) -> Listed | None:
    """Return an order that the actor may see."""
    chosen = select(Order).where(visible_to(actor), Order.id == order_id)
    return session.execute(_detailed(actor, chosen)).one_or_none()


def locked(session: Session, actor: Actor, order_id: UUID) -> Order | None:
    """Return an order that the actor may see, held until the end of the transaction."""
    statement = select(Order).where(visible_to(actor), Order.id == order_id).with_for_update(key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def lines(session: Session, order_id: UUID) -> list[Row[OrderLine, str, str | None]]:
    """Return the lines of an order in their order, with the product's name and code."""
    statement = (
        select(OrderLine, Product.name, Product.code)
        .join(Product, (Product.tenant_id == OrderLine.tenant_id) & (Product.id == OrderLine.product_id))
        .where(OrderLine.tenant_id == tenant_of(session), OrderLine.order_id == order_id)
        .order_by(OrderLine.place)
    )
    return list(session.execute(statement))


def moves(session: Session, order_id: UUID) -> list[Row[OrderMove, str]]:
    """Return how an order went from state to state, the oldest first, with who moved it."""
    statement = (
        select(OrderMove, Employee.name)
        .join(Employee, (Employee.tenant_id == OrderMove.tenant_id) & (Employee.id == OrderMove.by_id))
        .where(OrderMove.tenant_id == tenant_of(session), OrderMove.order_id == order_id)
        .order_by(OrderMove.at, OrderMove.id)
    )
    return list(session.execute(statement))


def captured_at(session: Session, ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return when each of the orders was taken."""
    statement = select(Order.id, Order.captured_at).where(
        Order.tenant_id == tenant_of(session), Order.id.in_(list(ids))
    )
    return {row.id: row.captured_at for row in session.execute(statement)} if ids else {}


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return the codes of orders."""
    statement = select(Order.id, Order.code).where(Order.tenant_id == tenant_id, Order.id.in_(ids))
    return {row.id: row.code for row in session.execute(statement)}


def is_visible(session: Session, actor: Actor, order_id: UUID) -> bool:
    """Tell whether the actor may see the order."""
    return session.scalar(select(Order.id).where(visible_to(actor), Order.id == order_id)) is not None


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the orders that the actor may see."""
    return select(Order.id).where(visible_to(actor))
