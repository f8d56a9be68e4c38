"""Reading customers: every path goes through `visible_to`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.accounts.rules import SEE_ALL
from server.core import clock, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.text import fold
from server.core.tiles import tile_ranges
from server.customers.models import Customer, CustomerTally, Pool
from server.customers.queries.visibility import editable_by, granted_beyond_reach, visible_to


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


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `q` is folded text over name, code, street and phone digits."""

    q: str | None = None
    type: str | None = None
    owner_id: UUID | None = None
    ward_code: str | None = None
    pool_id: UUID | None = None


def _narrowed(wanted: Filter, *, by_trigrams: bool = True) -> list[ColumnElement[bool]]:
    criteria = [Customer.archived_at.is_(None)]
    searched = Customer.search if by_trigrams else func.concat(Customer.search)  # no index is over what follows from it
    criteria += [searched.like(f"%{_literal(word)}%") for word in fold(wanted.q or "").split()]
    equal = {
        Customer.type: wanted.type,
        Customer.owner_id: wanted.owner_id,
        Customer.ward_code: wanted.ward_code,
        Customer.pool_id: wanted.pool_id,
    }
    return criteria + [column == value for column, value in equal.items() if value is not None]


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


Listed = Row[Customer, str, float | None, float | None, str | None, bool]
"""A customer, its owner's name, latitude, longitude, its pool's name, and whether the asker may change it."""


def _detailed(actor: Actor) -> Select[Customer, str, float | None, float | None, str | None, bool]:
    point = func.geometry(Customer.location)
    lat, lon = func.ST_Y(point).label("lat"), func.ST_X(point).label("lon")
    return (
        select(Customer, Employee.name, lat, lon, Pool.name, editable_by(actor).label("editable"))
        .join(Employee, (Employee.tenant_id == Customer.tenant_id) & (Employee.id == Customer.owner_id))
        .outerjoin(Pool, (Pool.tenant_id == Customer.tenant_id) & (Pool.id == Customer.pool_id))
        .options(defer(Customer.search), defer(Customer.location))
    )


def page(
    session: Session,
    actor: Actor,
    wanted: Filter,
    after: tuple[str, UUID] | None,
    limit: int,
    *,
    many: bool = False,
) -> list[Listed]:
    """Return up to `limit` visible customers by name after the key (name, id) of the page before.

    `many` says that very many match: then they are met soon in the order of their names, and gathering them all first,
    as the trigrams would, is what takes long.
    """
    statement = select(Customer.id).where(visible_to(actor), *_narrowed(wanted, by_trigrams=not many))
    if after:
        statement = statement.where(tuple_(Customer.name, Customer.id) > tuple_(*after))
    ids = list(session.scalars(statement.order_by(Customer.name, Customer.id).limit(limit)))
    detailed = _detailed(actor).where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(ids))
    return list(session.execute(detailed.order_by(Customer.name, Customer.id)))


def recent(session: Session, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[Listed]:
    """Return up to `limit` visible customers with a change in the last 24 hours, the newest first (RB-30 to RB-33).

    The 24 hours roll by the server's clock, from when it received the change.
    """
    statement = select(Customer.id).where(
        visible_to(actor), Customer.archived_at.is_(None), Customer.updated_at >= clock.now() - RECENT
    )
    order = (Customer.updated_at.desc(), Customer.id.desc())
    if after:
        statement = statement.where(tuple_(Customer.updated_at, Customer.id) < tuple_(*after))
    ids = list(session.scalars(statement.order_by(*order).limit(limit)))
    detailed = _detailed(actor).where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(ids))
    return list(session.execute(detailed.order_by(*order)))


def count(session: Session, actor: Actor, wanted: Filter) -> int:
    """Return how many customers the list has; of a narrowed list at most COUNT_LIMIT + 1.

    The whole of it is added up from the tallies of the owners, so a million customers cost nothing.
    """
    if wanted == Filter():
        return _count_all(session, actor)
    found = select(Customer.id).where(visible_to(actor), *_narrowed(wanted)).limit(COUNT_LIMIT + 1)
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
WHERE tenant_id = :tenant_id AND id = ANY(:ids) ORDER BY id FOR UPDATE
"""


def held(session: Session, ids: Collection[UUID]) -> dict[UUID, Held]:
    """Return the customers that are there, by id; held until the end of the transaction."""
    values = {"tenant_id": tenant_of(session), "ids": list(ids)}
    return {row.id: Held(row.fields, row.archived) for row in sql.run(session, _HELD, values)}


_LOCK = "SELECT 1 FROM customer WHERE tenant_id = :tenant_id AND id = ANY(:ids) ORDER BY id FOR UPDATE"


def lock(session: Session, ids: list[UUID]) -> None:
    """Hold the customers in the order of their ids, so that two batches never wait for each other in a ring."""
    sql.run(session, _LOCK, {"tenant_id": tenant_of(session), "ids": ids})


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return what people call the customers."""
    statement = select(Customer.id, Customer.name).where(Customer.tenant_id == tenant_id, Customer.id.in_(ids))
    return {row.id: row.name or "" for row in session.execute(statement)}
