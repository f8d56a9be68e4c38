"""Reading customers: every path goes through `visible_to`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, defer

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.text import fold
from server.customers.models import Customer

GRANTS: list[Callable[[Actor], ColumnElement[bool]]] = []
"""Further criteria under which a customer is visible, contributed by higher areas (a route's assignee)."""

ROUTES_OF: list[Callable[[Session, Actor, UUID], Sequence[Row[UUID, str]]]] = []
"""Who can tell the routes (id, name) that a customer is on, contributed by the area of routes."""

MAP_LIMIT = 5000


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `q` is folded text over name, code, street and phone digits."""

    q: str | None = None
    type: str | None = None
    owner_id: UUID | None = None
    ward_code: str | None = None
    ids: Select[UUID] | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may see a customer: his own, his subtree's, or granted by a higher area."""
    grants = [grant(actor) for grant in GRANTS]
    return (Customer.tenant_id == actor.tenant_id) & or_(
        belongs_to_reach(actor, Customer.__table__.c.owner_id), *grants
    )


def _listed(actor: Actor, wanted: Filter) -> Select[UUID]:
    statement = select(Customer.id).where(visible_to(actor), Customer.archived_at.is_(None))
    if wanted.q and fold(wanted.q).strip():
        for word in fold(wanted.q).split():
            statement = statement.where(Customer.search.contains(word, autoescape=True))
    if wanted.type:
        statement = statement.where(Customer.type == wanted.type)
    if wanted.owner_id:
        statement = statement.where(Customer.owner_id == wanted.owner_id)
    if wanted.ward_code:
        statement = statement.where(Customer.ward_code == wanted.ward_code)
    if wanted.ids is not None:
        statement = statement.where(Customer.id.in_(wanted.ids))
    return statement


Listed = Row[Customer, str, float | None, float | None]


def _detailed() -> Select[Customer, str, float | None, float | None]:
    point = func.geometry(Customer.location)
    return (
        select(Customer, Employee.name, func.ST_Y(point).label("lat"), func.ST_X(point).label("lon"))
        .join(Employee, (Employee.tenant_id == Customer.tenant_id) & (Employee.id == Customer.owner_id))
        .options(defer(Customer.search), defer(Customer.location))
    )


def page(session: Session, actor: Actor, wanted: Filter, after: tuple[str, UUID] | None, limit: int) -> list[Listed]:
    """Return up to `limit` visible customers by name after the key (name, id) of the page before."""
    statement = _detailed().where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(_listed(actor, wanted)))
    if after:
        statement = statement.where(tuple_(Customer.name, Customer.id) > tuple_(*after))
    return list(session.execute(statement.order_by(Customer.name, Customer.id).limit(limit)))


def count(session: Session, actor: Actor, wanted: Filter) -> int:
    """Return how many customers the list has."""
    return session.scalar(select(func.count()).select_from(_listed(actor, wanted).subquery())) or 0


def points(
    session: Session, actor: Actor, bbox: tuple[float, float, float, float]
) -> list[Row[UUID, float, float, str, str]]:
    """Return (id, lon, lat, type, name) of visible customers inside west, south, east, north; at most MAP_LIMIT + 1."""
    point = func.geometry(Customer.location)
    statement = (
        select(Customer.id, func.ST_X(point), func.ST_Y(point), Customer.type, Customer.name)
        .where(
            visible_to(actor),
            Customer.archived_at.is_(None),
            point.op("&&")(func.ST_MakeEnvelope(*bbox, 4326)),
        )
        .limit(MAP_LIMIT + 1)
    )
    return list(session.execute(statement))


def one(session: Session, actor: Actor, customer_id: UUID) -> Listed | None:
    """Return a customer that the actor may see."""
    return session.execute(_detailed().where(visible_to(actor), Customer.id == customer_id)).one_or_none()


def routes_of(session: Session, actor: Actor, customer_id: UUID) -> list[Row[UUID, str]]:
    """Return the routes in use (id, name) that the customer is on and the actor may see."""
    return [route for tell in ROUTES_OF for route in tell(session, actor, customer_id)]


def is_visible(session: Session, actor: Actor, customer_id: UUID) -> bool:
    """Tell whether the actor may see the customer."""
    return session.scalar(select(1).where(visible_to(actor), Customer.id == customer_id)) is not None


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the customers that the actor may see."""
    return select(Customer.id).where(visible_to(actor))


def locked(session: Session, tenant_id: int, customer_id: UUID) -> Customer | None:
    """Return the customer, held until the end of the transaction."""
    return session.get(Customer, (tenant_id, customer_id), with_for_update=True, populate_existing=True)


def lock(session: Session, ids: list[UUID]) -> None:
    """Hold the customers in the order of their ids, so that two batches never wait for each other in a ring."""
    statement = (
        select(Customer.id).where(Customer.tenant_id == tenant_of(session), Customer.id.in_(ids)).order_by(Customer.id)
    )
    session.execute(statement.with_for_update()).all()


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return what people call the customers."""
    statement = select(Customer.id, Customer.name).where(Customer.tenant_id == tenant_id, Customer.id.in_(ids))
    return {row.id: row.name or "" for row in session.execute(statement)}
