"""Reading routes, and what an assignment lets its holder see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    ScalarSelect,
    Select,
    cast,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee, Organisation
from server.accounts.queries import belongs_to_reach
from server.accounts.queries.readers import Membership, readers
from server.accounts.queries.readers import standing_members as standing_of
from server.accounts.rules import SEE_ALL
from server.core import clock, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.statements import now
from server.core.text import fold
from server.customers import queries as customers
from server.customers.models import Customer
from server.routes.models import Route, RouteAssignment, RouteStop


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `employee_id` is today's assignee, `q` folded text in the name."""

    q: str | None = None
    status: str | None = None
    employee_id: UUID | None = None


_ZONE = "SELECT timezone FROM organisation WHERE id = :tenant_id"


def zone(session: Session) -> ZoneInfo:
    """Return the zone in which the organisation's days begin."""
    return ZoneInfo(str(sql.run(session, _ZONE, {"tenant_id": tenant_of(session)})[0][0]))


def today(session: Session) -> date:
    """Return the organisation's current day."""
    return clock.now().astimezone(zone(session)).date()


def _day_of(tenant_id: int) -> ColumnElement[date]:
    name: ScalarSelect[str] = select(Organisation.timezone).where(Organisation.id == tenant_id).scalar_subquery()
    return cast(func.timezone(name, now()), Date)


def _covers(day: ColumnElement[date] | date) -> ColumnElement[bool]:
    return (
        RouteAssignment.cancelled_at.is_(None)
        & (RouteAssignment.valid_from <= day)
        & or_(RouteAssignment.valid_to.is_(None), RouteAssignment.valid_to >= day)
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion for seeing a route: made in the actor's subtree, or given to it and not over."""
    own = Route.tenant_id == actor.tenant_id
    if actor.can(SEE_ALL):
        return own
    day = _day_of(actor.tenant_id)
    assigned = select(RouteAssignment.route_id).where(
        RouteAssignment.tenant_id == actor.tenant_id,
        RouteAssignment.cancelled_at.is_(None),
        or_(RouteAssignment.valid_to.is_(None), RouteAssignment.valid_to >= day),
        belongs_to_reach(actor, RouteAssignment.__table__.c.employee_id),
    )
    return own & or_(belongs_to_reach(actor, Route.__table__.c.created_by), Route.id.in_(assigned))


def assigned_customer_ids(actor: Actor) -> Select[UUID]:
    """Select the customers on routes in use that somebody in the actor's subtree drives today."""
    return (
        select(RouteStop.customer_id)
        .join(Route, (Route.tenant_id == RouteStop.tenant_id) & (Route.id == RouteStop.route_id))
        .join(
            RouteAssignment,
            (RouteAssignment.tenant_id == RouteStop.tenant_id) & (RouteAssignment.route_id == RouteStop.route_id),
        )
        .where(
            RouteStop.tenant_id == actor.tenant_id,
            RouteStop.valid_to.is_(None),
            RouteStop.membership == "in",
            Route.status == "active",
            _covers(_day_of(actor.tenant_id)),
            belongs_to_reach(actor, RouteAssignment.__table__.c.employee_id),
        )
    )


Listed = Row[Route, int, UUID | None, str | None]


def _listed(tenant_id: int) -> Select[Route, int, UUID, str]:
    count = (
        select(func.count())
        .select_from(RouteStop)
        .where(
            RouteStop.tenant_id == Route.tenant_id,
            RouteStop.route_id == Route.id,
            RouteStop.valid_to.is_(None),
            RouteStop.membership == "in",
        )
        .scalar_subquery()
    )
    # A stopped route keeps its assignments of today for the history; nobody drives it.
    drives = (
        (RouteAssignment.tenant_id == Route.tenant_id)
        & (RouteAssignment.route_id == Route.id)
        & (Route.status == "active")
        & _covers(_day_of(tenant_id))
    )
    return (
        select(
            Route,
            count.label("stop_count"),
            Employee.id.label("assignee_id"),
            Employee.name.label("assignee"),
        )
        .select_from(Route)
        .outerjoin(RouteAssignment, drives)
        .outerjoin(
            Employee,
            (Employee.tenant_id == RouteAssignment.tenant_id) & (Employee.id == RouteAssignment.employee_id),
        )
    )


def _narrowed(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    criteria = [visible_to(actor)]
    criteria += [Route.folded.contains(word, autoescape=True) for word in fold(wanted.q or "").split()]
    if wanted.status:
        criteria.append(Route.status == wanted.status)
    if wanted.employee_id:
        criteria.append(RouteAssignment.employee_id == wanted.employee_id)
    return criteria


def page(session: Session, actor: Actor, wanted: Filter, after: tuple[str, UUID] | None, limit: int) -> list[Listed]:
    """Return up to `limit` visible routes with stop count and today's assignee, after the key (name, id)."""
    statement = _listed(actor.tenant_id).where(*_narrowed(actor, wanted))
    if after:
        statement = statement.where(tuple_(Route.name, Route.id) > tuple_(*after))
    return list(session.execute(statement.order_by(Route.name, Route.id).limit(limit)))


def count(session: Session, actor: Actor, wanted: Filter) -> int:
    """Return how many routes the list has."""
    statement = _listed(actor.tenant_id).where(*_narrowed(actor, wanted)).with_only_columns(func.count())
    return session.scalar(statement) or 0


def one(session: Session, actor: Actor, route_id: UUID) -> Listed | None:
    """Return a route that the actor may see, with its stop count and today's assignee."""
    return session.execute(_listed(actor.tenant_id).where(visible_to(actor), Route.id == route_id)).one_or_none()


def locked(session: Session, actor: Actor, route_id: UUID) -> Route | None:
    """Return a route that the actor may see, held until the end of the transaction."""
    statement = select(Route).where(visible_to(actor), Route.id == route_id).with_for_update(key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def lock(session: Session, route_ids: Iterable[UUID]) -> None:
    """Hold the routes in the order of their ids."""
    statement = (
        select(Route.id)
        .where(Route.tenant_id == tenant_of(session), Route.id.in_(list(route_ids)))
        .order_by(Route.id)
        .with_for_update(key_share=True)
    )
    session.execute(statement).all()


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return what people call the routes."""
    statement = select(Route.id, Route.name).where(Route.tenant_id == tenant_id, Route.id.in_(ids))
    return {row.id: row.name for row in session.execute(statement)}


def is_visible(session: Session, actor: Actor, route_id: UUID) -> bool:
    """Tell whether the actor may see the route."""
    return session.scalar(select(Route.id).where(visible_to(actor), Route.id == route_id)) is not None


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the routes that the actor may see."""
    return select(Route.id).where(visible_to(actor))


def existing(session: Session, ids: Iterable[UUID]) -> list[Route]:
    """Return those of the routes that there are, whoever sees them, held until the end of the transaction."""
    statement = select(Route).where(Route.tenant_id == tenant_of(session), Route.id.in_(list(ids)))
    return list(session.scalars(statement.order_by(Route.id).with_for_update(key_share=True)))


Stop = Row[RouteStop, str, str, float | None, float | None]


def stops(session: Session, actor: Actor, route_id: UUID, on: date | None = None) -> list[Stop]:
    """Return (stop, customer's name, type, lat, lon) in driving order: the current list, or a past day's.

    Customers that the actor may not see are left out.
    """
    point = func.geometry(Customer.location)
    statement = (
        select(
            RouteStop,
            Customer.name,
            Customer.type,
            func.ST_Y(point).label("lat"),
            func.ST_X(point).label("lon"),
        )
        .join(Customer, (Customer.tenant_id == RouteStop.tenant_id) & (Customer.id == RouteStop.customer_id))
        .where(
            RouteStop.tenant_id == actor.tenant_id,
            RouteStop.route_id == route_id,
            _stands(on),
            customers.visible_to(actor),
        )
        .order_by(RouteStop.seq, RouteStop.id)
    )
    return list(session.execute(statement))


def _stands(on: date | None) -> ColumnElement[bool]:
    if on is None:
        return RouteStop.valid_to.is_(None)
    return (RouteStop.valid_from <= on) & or_(RouteStop.valid_to.is_(None), RouteStop.valid_to >= on)


def current_stops(session: Session, route_id: UUID) -> list[RouteStop]:
    """Return the current stops of a route, `out` ones included, in driving order."""
    statement = (
        select(RouteStop)
        .where(
            RouteStop.tenant_id == tenant_of(session),
            RouteStop.route_id == route_id,
            RouteStop.valid_to.is_(None),
        )
        .order_by(RouteStop.seq, RouteStop.id)
    )
    return list(session.scalars(statement))


def visible_customers(session: Session, actor: Actor, ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the customers that exist and that the actor may see."""
    statement = select(Customer.id).where(customers.visible_to(actor), Customer.id.in_(list(ids)))
    return set(session.scalars(statement))


def assignments(session: Session, route_id: UUID) -> list[Row[RouteAssignment, str]]:
    """Return the latest 100 assignments of a route, cancelled ones aside, with the employees' names."""
    statement = (
        select(RouteAssignment, Employee.name)
        .join(
            Employee,
            (Employee.tenant_id == RouteAssignment.tenant_id) & (Employee.id == RouteAssignment.employee_id),
        )
        .where(
            RouteAssignment.tenant_id == tenant_of(session),
            RouteAssignment.route_id == route_id,
            RouteAssignment.cancelled_at.is_(None),
        )
        .order_by(RouteAssignment.valid_from.desc())
        .limit(100)
    )
    return list(session.execute(statement))


def overlapping(session: Session, route_id: UUID, first: date, last: date | None) -> list[Row[RouteAssignment, str]]:
    """Return the assignments of a route that have a day in common with these, with the employees' names."""
    statement = (
        select(RouteAssignment, Employee.name)
        .join(
            Employee,
            (Employee.tenant_id == RouteAssignment.tenant_id) & (Employee.id == RouteAssignment.employee_id),
        )
        .where(
            RouteAssignment.tenant_id == tenant_of(session),
            RouteAssignment.route_id == route_id,
            RouteAssignment.cancelled_at.is_(None),
            or_(RouteAssignment.valid_to.is_(None), RouteAssignment.valid_to >= first),
            *([RouteAssignment.valid_from <= last] if last else []),
        )
        .order_by(RouteAssignment.valid_from)
    )
    return list(session.execute(statement))


def team_member(session: Session, actor: Actor, employee_id: UUID) -> Employee | None:
    """Return an employee in service at or below the actor."""
    statement = select(Employee).where(
        Employee.tenant_id == actor.tenant_id,
        Employee.id == employee_id,
        Employee.state == "active",
        belongs_to_reach(actor, Employee.__table__.c.id),
    )
    return session.scalars(statement).one_or_none()


def wanted_members(session: Session, day: date, route_ids: Iterable[UUID] | None = None) -> set[Membership]:
    """Return who is to read which route (None: any) on a day: its assignee and who sees what he owns."""
    pairs = readers(tenant_of(session))
    statement = (
        select(pairs.c.reader_id, RouteAssignment.route_id)
        .join(Route, (Route.tenant_id == RouteAssignment.tenant_id) & (Route.id == RouteAssignment.route_id))
        .join(pairs, pairs.c.employee_id == RouteAssignment.employee_id)
        .where(RouteAssignment.tenant_id == tenant_of(session), Route.status == "active", _covers(day))
    )
    if route_ids is not None:
        statement = statement.where(Route.id.in_(list(route_ids)))
    return {(row.reader_id, row.route_id) for row in session.execute(statement)}


def standing_members(session: Session) -> set[Membership]:
    """Return who reads which route now."""
    return standing_of(session, select(Route.id).where(Route.tenant_id == tenant_of(session)))


@dataclass(frozen=True)
class Drive:
    """The route on which an employee was to see a customer; `stopped_at` when it is not in use any more."""

    route_id: UUID
    stopped_at: datetime | None


_DRIVES = """
SELECT DISTINCT ON (w.customer_id, w.day) w.customer_id, w.day, r.id, r.stopped_at
FROM unnest(CAST(:customers AS uuid[]), CAST(:days AS date[])) AS w(customer_id, day)
JOIN route_stop s ON s.tenant_id = :tenant_id AND s.customer_id = w.customer_id AND s.membership = 'in'
  AND s.valid_from <= w.day AND (s.valid_to IS NULL OR s.valid_to >= w.day)
JOIN route_assignment a ON a.tenant_id = :tenant_id AND a.route_id = s.route_id AND a.employee_id = :employee_id
  AND a.cancelled_at IS NULL AND a.valid_from <= w.day AND (a.valid_to IS NULL OR a.valid_to >= w.day)
JOIN route r ON r.tenant_id = :tenant_id AND r.id = s.route_id
ORDER BY w.customer_id, w.day, r.stopped_at NULLS FIRST, r.id
"""


def drives_to(
    session: Session, employee_id: UUID, wanted: Collection[tuple[UUID, date]]
) -> dict[tuple[UUID, date], Drive]:
    """Return by (customer, day) the route that brought the employee there, one in use before a stopped one."""
    values = {
        "tenant_id": tenant_of(session),
        "employee_id": employee_id,
        "customers": [customer for customer, _ in wanted],
        "days": [day for _, day in wanted],
    }
    rows = sql.run(session, _DRIVES, values) if wanted else ()
    return {(row.customer_id, row.day): Drive(row.id, row.stopped_at) for row in rows}


def routes_of(session: Session, actor: Actor, customer_id: UUID, *, driven: bool = False) -> list[Row[UUID, str]]:
    """Return (id, name) of the routes in use that hold the customer and that the actor may see.

    With `driven`, of those only that somebody in his reach drives today.
    """
    stop = aliased(RouteStop)
    statement = (
        select(Route.id, Route.name)
        .join(stop, (stop.tenant_id == Route.tenant_id) & (stop.route_id == Route.id))
        .where(
            visible_to(actor),
            Route.status == "active",
            stop.customer_id == customer_id,
            stop.valid_to.is_(None),
            stop.membership == "in",
        )
        .order_by(Route.name)
    )
    if driven:
        drives = select(RouteAssignment.route_id).where(
            RouteAssignment.tenant_id == actor.tenant_id,
            _covers(_day_of(actor.tenant_id)),
            belongs_to_reach(actor, RouteAssignment.__table__.c.employee_id),
        )
        statement = statement.where(Route.id.in_(drives))
    return list(session.execute(statement))
