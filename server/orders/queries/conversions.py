"""Reading what orders were made of, and what was made of them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from server.activities.queries.tasks import zone
from server.catalogue.rules import Price
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
from server.orders import rules
from server.orders.models import Order, OrderLine
from server.orders.queries.orders import visible_to
from server.orders.rules import VOID, Source

_ONE, _NONE = Decimal(1), Decimal(0)
Link = Row[UUID, str, str, str, UUID | None]
"""Another order, as it is named: (id, code, kind, state, converted_from_id)."""


def day_of(session: Session, moment: datetime) -> date:
    """Return the organisation's day of a moment."""
    return moment.astimezone(zone(session)).date()


def held(session: Session, ids: Collection[UUID]) -> dict[UUID, Order]:
    """Return orders, held until the end of the transaction."""
    chosen = select(Order).where(Order.tenant_id == tenant_of(session), Order.id.in_(list(ids))).order_by(Order.id)
    rows = session.scalars(chosen.with_for_update(key_share=True).execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def as_source(session: Session, order: Order) -> Source:
    """Return an order as that of which something may be made."""
    return source_of(order, standing(session, [order.id]).get(order.id))


def next_states(session: Session, order: Order) -> tuple[str, ...]:
    """Return where an order may go today."""
    return rules.next_states(as_source(session, order), day_of(session, clock.now()))


def source_of(order: Order, into: Link | None) -> Source:
    """Return an order as that of which something is made; `into` is what was made of it already and counts."""
    made = (into.kind, into.code) if into else None
    return Source(order.code, order.kind, order.state, order.customer_id, order.valid_until, made)


def standing(session: Session, ids: Collection[UUID]) -> dict[UUID, Link]:
    """Return what was made of the orders and counts, by the id of that of which it was made."""
    wanted = Order.converted_from_id.in_(list(ids)), Order.state.not_in(VOID)
    rows = session.execute(_links(session).where(*wanted)) if ids else ()
    return {row.converted_from_id: row for row in rows}


def _links(session: Session) -> Select[UUID, str, str, str, UUID | None]:
    columns = (Order.id, Order.code, Order.kind, Order.state, Order.converted_from_id)
    return select(*columns).where(Order.tenant_id == tenant_of(session))


def made_of(session: Session, actor: Actor, order: Order) -> Link | None:
    """Return what an order was made of, None too for what the actor may not see."""
    wanted = _links(session).where(visible_to(actor), Order.id == order.converted_from_id)
    return session.execute(wanted).one_or_none() if order.converted_from_id else None


def made_from(session: Session, actor: Actor, order_id: UUID) -> list[Link]:
    """Return what was made of an order, the newest first, also what was cancelled or declined."""
    wanted = _links(session).where(visible_to(actor), Order.converted_from_id == order_id)
    return list(session.execute(wanted.order_by(Order.captured_at.desc(), Order.id.desc())))


def converted_from(session: Session, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return what each of the orders was made of; those that were made of nothing are left out."""
    wanted = select(Order.id, Order.converted_from_id).where(
        Order.tenant_id == tenant_of(session), Order.id.in_(list(ids)), Order.converted_from_id.is_not(None)
    )
    return {made: source for made, source in session.execute(wanted) if source} if ids else {}


def promised(session: Session, ids: Collection[UUID]) -> dict[UUID, Mapping[UUID, Price]]:
    """Return the prices by product that the quotations among the orders promise, by quotation."""
    quotation = aliased(Order)
    is_of = (quotation.tenant_id == OrderLine.tenant_id) & (quotation.id == OrderLine.order_id)
    wanted = (
        select(OrderLine)
        .join(quotation, is_of)
        .where(
            OrderLine.tenant_id == tenant_of(session),
            OrderLine.order_id.in_(list(ids)),
            OrderLine.price.is_not(None),
            quotation.kind == "quotation",
        )
    )
    found: dict[UUID, dict[UUID, Price]] = {}
    for line in session.scalars(wanted) if ids else ():
        found.setdefault(line.order_id, {})[line.product_id] = _price(line)
    return dict(found)


def _price(line: OrderLine) -> Price:
    assert line.price is not None  # noqa: S101 - only such lines are asked for
    return Price(
        line.price,
        line.unit_qty or _ONE,
        line.unit_name,
        line.tax_percent or _NONE,
        line.fee or _NONE,
        line.price_list_id,
    )
