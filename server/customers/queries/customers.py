"""Reading customers: every path goes through `visible_to`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, defer, undefer

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.accounts.rules import SEE_ALL
from server.core import clock, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.text import fold
from server.core.tiles import tile_ranges
from server.customers.models import Customer, CustomerRecency, CustomerTally, Pool
from server.customers.queries.filters import Filter, criteria, literal, matching
from server.customers.queries.visibility import editable_by, granted_beyond_reach, visible_to
from server.customers.record_models import CustomerGroup, CustomerGroupMember


class TellRoutes(Protocol):
    """Tells the routes (id, name) that a customer is on; with `driven`, those driven today by the actor's people."""

    def __call__(
        self, session: Session, actor: Actor, customer_id: UUID, *, driven: bool = False
    ) -> Sequence[Row[UUID, str]]:
        """Return the routes."""


ROUTES_OF: list[TellRoutes] = []
"""Who can tell the routes that a customer is on, contributed by the area of routes."""

MAP_LIMIT = 5000
COUNT_LIMIT = 10_000
RECENT = timedelta(hours=24)


class Order(NamedTuple):
    """An order of a list: by which column, then by id."""

    column: InstrumentedAttribute[Any]
    row_id: InstrumentedAttribute[Any]
    descending: bool = False


ORDERS: Mapping[str, Order] = {
    "name": Order(Customer.name_key, Customer.id),
    "-name": Order(Customer.name_key, Customer.id, descending=True),
    "code": Order(Customer.code, Customer.id),
    "-code": Order(Customer.code, Customer.id, descending=True),
    "-updated_at": Order(CustomerRecency.updated_at, CustomerRecency.customer_id, descending=True),
}
"""The orders that an index serves, whatever a list is narrowed to."""


_ITS_RECENCY = (CustomerRecency.tenant_id == Customer.tenant_id) & (CustomerRecency.customer_id == Customer.id)

Listed = Row[Customer, str, float | None, float | None, str | None, bool]
"""A customer, its owner's name, latitude, longitude, its pool's name, and whether the asker may change it."""


def _detailed(actor: Actor) -> Select[Customer, str, float | None, float | None, str | None, bool]:
    point = func.geometry(Customer.location)
    lat, lon = func.ST_Y(point).label("lat"), func.ST_X(point).label("lon")
    return (
        select(Customer, Employee.name, lat, lon, Pool.name, editable_by(actor).label("editable"))
        .join(Employee, (Employee.tenant_id == Customer.tenant_id) & (Employee.id == Customer.owner_id))
        .outerjoin(Pool, (Pool.tenant_id == Customer.tenant_id) & (Pool.id == Customer.pool_id))
        .options(defer(Customer.search), defer(Customer.location), undefer(Customer.updated_at))
    )


def page(
    session: Session, actor: Actor, wanted: Filter, order: Order, after: Sequence[Any] | None, limit: int
) -> list[Listed]:
    """Return up to `limit` visible customers in an order, after the key of the page before; words are not looked for.

    A key is the value that the list is ordered by and the id.
    """
    statement = _ordered(_narrowed(actor, wanted, order), (order.column, order.row_id), order, after)
    return detailed(session, actor, session.scalars(statement.limit(limit)).all())


def page_and_count(
    session: Session, actor: Actor, wanted: Filter, order: Order, after: Sequence[Any] | None, limit: int
) -> tuple[list[Listed], int]:
    """Return what `page` returns, and what `count` does.

    Who sees few customers has them gathered once for both; else a page is read along an index, and not to its end.
    """
    if actor.can(SEE_ALL) or actor.wide or wanted == Filter():
        return page(session, actor, wanted, order, after, limit), count(session, actor, wanted)
    found = _narrowed(actor, wanted, order).add_columns(order.column.label("key")).cte("found")
    found = found.prefix_with("MATERIALIZED")
    total = select(func.count()).select_from(found).scalar_subquery()
    statement = _ordered(select(found.c.id, total), (found.c.key, found.c.id), order, after)
    rows = session.execute(statement.limit(limit)).all()
    known = rows[0][1] if rows else session.scalar(select(total)) or 0
    return detailed(session, actor, [row.id for row in rows]), known


def _narrowed(actor: Actor, wanted: Filter, order: Order) -> Select[UUID]:
    statement = select(Customer.id).where(visible_to(actor), *criteria(actor, wanted))
    return statement.join(CustomerRecency, _ITS_RECENCY) if order.column.class_ is CustomerRecency else statement


def _ordered(
    statement: Select[Any], keys: Sequence[ColumnElement[Any]], order: Order, after: Sequence[Any] | None
) -> Select[Any]:
    if after:
        key, start = tuple_(*keys), tuple_(*after)
        statement = statement.where(key < start if order.descending else key > start)
    return statement.order_by(*(key.desc() if order.descending else key for key in keys))


def detailed(session: Session, actor: Actor, ids: Sequence[UUID]) -> list[Listed]:
    """Return customers as lists show them, in the order of the ids."""
    statement = _detailed(actor).where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(ids))
    rows = {row[0].id: row for row in session.execute(statement)}
    return [rows[one] for one in ids if one in rows]


def everything(session: Session, actor: Actor, wanted: Filter, limit: int) -> list[Listed]:
    """Return up to `limit` customers that a filter lets through, words and all, by name."""
    return detailed(session, actor, session.scalars(all_ids(actor, wanted).limit(limit)).all())


def all_ids(actor: Actor, wanted: Filter) -> Select[UUID]:
    """Select the visible customers that a filter lets through, words and all, by name."""
    found = select(Customer.id).where(visible_to(actor), *criteria(actor, wanted), matching(wanted.words.folded))
    return found.order_by(Customer.name_key, Customer.id)


def recent(session: Session, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[Listed]:
    """Return up to `limit` visible customers with a change in the last 24 hours, the newest first (RB-30 to RB-33).

    The 24 hours roll by the server's clock, from when it received the change.
    """
    keys = CustomerRecency.updated_at, CustomerRecency.customer_id
    statement = (
        select(Customer.id)
        .join(CustomerRecency, _ITS_RECENCY)
        .where(visible_to(actor), Customer.archived_at.is_(None), CustomerRecency.updated_at >= clock.now() - RECENT)
    )
    if after:
        statement = statement.where(tuple_(*keys) < tuple_(*after))
    ordered = [key.desc() for key in keys]
    return detailed(session, actor, session.scalars(statement.order_by(*ordered).limit(limit)).all())


def count(session: Session, actor: Actor, wanted: Filter) -> int:
    """Return how many customers the list has, words apart; of a narrowed list at most COUNT_LIMIT + 1.

    The whole of it is added up from the tallies of the owners, so a million customers cost nothing.
    """
    if wanted == Filter():
        return _count_all(session, actor)
    found = select(Customer.id).where(visible_to(actor), *criteria(actor, wanted)).limit(COUNT_LIMIT + 1)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _count_all(session: Session, actor: Actor) -> int:
    owned = select(func.coalesce(func.sum(CustomerTally.n), 0)).where(
        CustomerTally.tenant_id == actor.tenant_id, belongs_to_reach(actor, CustomerTally.__table__.c.owner_id)
    )
    total = int(session.scalar(owned) or 0)
    if actor.can(SEE_ALL):
        return total
    return total + (session.scalar(select(func.count()).select_from(granted_beyond_reach(actor).subquery())) or 0)


@dataclass(frozen=True)
class Points:
    """What lies in a viewport: `items` is a JSON array of `[id, lon, lat, type, name]`, made by the database."""

    items: str
    shown: int
    truncated: bool


def points(session: Session, actor: Actor, bbox: tuple[float, float, float, float]) -> Points:
    """Return the visible customers inside west, south, east, north; at most MAP_LIMIT.

    The tile numbers find them: under row-level security PostGIS' operators use no index.
    """
    point = func.geometry(Customer.location)
    west, south, east, north = bbox
    found = (
        select(
            Customer.id,
            func.ST_X(point).label("lon"),
            func.ST_Y(point).label("lat"),
            Customer.type,
            Customer.name,
            func.row_number().over().label("place"),
        )
        .where(
            visible_to(actor),
            Customer.archived_at.is_(None),
            or_(*(Customer.tile.between(first, last) for first, last in tile_ranges(*bbox))),
            func.ST_X(point).between(west, east),
            func.ST_Y(point).between(south, north),
        )
        .limit(MAP_LIMIT + 1)
        .subquery()
        .c
    )
    each = func.json_build_array(found.id, found.lon, found.lat, found.type, found.name)
    shown = func.json_agg(each).filter(found.place <= MAP_LIMIT)
    items, count = session.execute(select(func.coalesce(cast(shown, Text), "[]"), func.count(found.id))).one()
    return Points(items, min(count, MAP_LIMIT), count > MAP_LIMIT)


def one(session: Session, actor: Actor, customer_id: UUID) -> Listed | None:
    """Return a customer that the actor may see."""
    return session.execute(_detailed(actor).where(visible_to(actor), Customer.id == customer_id)).one_or_none()


def routes_of(session: Session, actor: Actor, customer_id: UUID, *, driven: bool = False) -> list[Row[UUID, str]]:
    """Return the routes in use (id, name) that the customer is on and the actor may see."""
    return [route for tell in ROUTES_OF for route in tell(session, actor, customer_id, driven=driven)]


@dataclass(frozen=True)
class Held:
    """A customer's fields, and whether it is archived."""

    fields: dict[str, Any]
    archived: bool


_HELD = """
SELECT id, fields, archived_at IS NOT NULL AS archived FROM customer
WHERE tenant_id = :tenant_id AND id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE
"""


def held(session: Session, ids: Collection[UUID]) -> dict[UUID, Held]:
    """Return the customers that are there, by id; held until the end of the transaction."""
    values = {"tenant_id": tenant_of(session), "ids": list(ids)}
    return {row.id: Held(row.fields, row.archived) for row in sql.run(session, _HELD, values)}


_ADDRESSES = "SELECT id, address FROM customer WHERE tenant_id = :tenant_id AND id = ANY(:ids) AND address IS NOT NULL"


def addresses(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return how former addresses of customers were mapped, by customer."""
    values = {"tenant_id": tenant_of(session), "ids": list(ids)}
    return {row.id: row.address for row in sql.run(session, _ADDRESSES, values)}


_LOCK = "SELECT 1 FROM customer WHERE tenant_id = :tenant_id AND id = ANY(:ids) ORDER BY id FOR NO KEY UPDATE"


def lock(session: Session, ids: list[UUID]) -> None:
    """Hold the customers in the order of their ids, so that two batches never wait for each other in a ring.

    Their keys stay free: whoever only names one of them, as a pair of likes does, need not wait.
    """
    sql.run(session, _LOCK, {"tenant_id": tenant_of(session), "ids": ids})


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return what people call the customers."""
    statement = select(Customer.id, Customer.name).where(Customer.tenant_id == tenant_id, Customer.id.in_(ids))
    return {row.id: row.name or "" for row in session.execute(statement)}


def groups_of(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """Return (id, name) of the groups that customers are in, by customer, by name; one without groups has no entry."""
    if not ids:
        return {}
    member = CustomerGroupMember
    statement = (
        select(member.customer_id, CustomerGroup.id, CustomerGroup.name)
        .join(CustomerGroup, (CustomerGroup.tenant_id == member.tenant_id) & (CustomerGroup.id == member.group_id))
        .where(member.tenant_id == actor.tenant_id, member.customer_id.in_(ids))
        .order_by(CustomerGroup.name)
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for customer_id, group_id, name in session.execute(statement):
        found.setdefault(customer_id, []).append((group_id, name))
    return found


def groups(session: Session, actor: Actor, words: str) -> list[Row[CustomerGroup, int]]:
    """Return the groups whose name or description has the words, by name, each with its number of customers."""
    size = (
        select(func.count())
        .select_from(CustomerGroupMember)
        .where(
            CustomerGroupMember.tenant_id == CustomerGroup.tenant_id, CustomerGroupMember.group_id == CustomerGroup.id
        )
        .scalar_subquery()
    )
    said = func.fold_vi(CustomerGroup.name + " " + CustomerGroup.description)
    wanted = [said.like(f"%{literal(word)}%") for word in fold(words).split()]
    statement = select(CustomerGroup, size).where(CustomerGroup.tenant_id == actor.tenant_id, *wanted)
    return list(session.execute(statement.order_by(func.fold_vi(CustomerGroup.name))))
