"""Reading visits: every path goes through `visible_to`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, defer

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.core import bulk, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.tiles import tile_ranges
from server.customers import queries as customers
from server.customers.models import Customer
from server.forms.models import SubmissionRow
from server.visits.models import Visit

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; times bound the check-in, `since` inclusive, `until` exclusive."""

    since: datetime | None = None
    until: datetime | None = None
    employee_id: UUID | None = None
    customer_id: UUID | None = None
    state: str | None = None
    bbox: Box | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may see a visit: his own and those of the people below him."""
    return (Visit.tenant_id == actor.tenant_id) & belongs_to_reach(actor, Visit.__table__.c.employee_id)


Listed = Row[Visit, float | None, float | None, str, str, str | None, str | None]


def page(
    session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int
) -> list[Listed]:
    """Return up to `limit` visible visits, the newest check-in first, after the key of the page before.

    Each comes with latitude and longitude, the review state of its submission, the names of employee and
    customer and the customer's type (the latter two None for a customer that the actor may not see).
    """
    statement = select(Visit).where(visible_to(actor), *_narrowed(wanted))
    if wanted.state is not None:
        statement = statement.join(SubmissionRow, _is_submission_of(Visit)).where(SubmissionRow.state == wanted.state)
    if after:
        statement = statement.where(tuple_(Visit.checked_in_at, Visit.id) < tuple_(*after))
    newest = statement.order_by(Visit.checked_in_at.desc(), Visit.id.desc()).limit(limit)
    return list(session.execute(_detailed(actor, newest)))


def _is_submission_of(visit: type[Visit]) -> ColumnElement[bool]:
    return (SubmissionRow.tenant_id == visit.tenant_id) & (SubmissionRow.id == visit.submission_id)


def _detailed(
    actor: Actor, newest: Select[Visit]
) -> Select[Visit, float | None, float | None, str, str, str | None, str | None]:
    """Return the chosen visits with what belongs to them: looked up for these rows only, after the limit."""
    visit = aliased(Visit, newest.subquery())
    point = func.geometry(visit.location)
    return (
        select(
            visit,
            func.ST_Y(point).label("lat"),
            func.ST_X(point).label("lon"),
            SubmissionRow.state.label("review_state"),
            Employee.name.label("employee_name"),
            Customer.name.label("customer_name"),
            Customer.type.label("customer_kind"),
        )
        .join(SubmissionRow, _is_submission_of(visit))
        .join(Employee, (Employee.tenant_id == visit.tenant_id) & (Employee.id == visit.employee_id))
        # Who may see the visit need not be allowed to see the customer any more.
        .outerjoin(Customer, customers.visible_beside(actor) & (Customer.id == visit.customer_id))
        .options(defer(visit.location))
        .order_by(visit.checked_in_at.desc(), visit.id.desc())
    )


def _narrowed(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield Visit.checked_in_at >= wanted.since
    if wanted.until is not None:
        yield Visit.checked_in_at < wanted.until
    if wanted.employee_id is not None:
        yield Visit.employee_id == wanted.employee_id
    if wanted.customer_id is not None:
        yield Visit.customer_id == wanted.customer_id
    if wanted.bbox is not None:
        yield or_(*(Visit.tile.between(first, last) for first, last in tile_ranges(*wanted.bbox)))
        yield func.geometry(Visit.location).op("&&")(func.ST_MakeEnvelope(*wanted.bbox, 4326))


@dataclass(frozen=True)
class Pin:
    """A customer's place: whether it is known, and metres from there to a point (None without either)."""

    known: bool
    distance_m: float | None


_PINS = """
SELECT w.place, c.location IS NOT NULL AS known, ST_Distance(c.location, CAST(w.point AS geography)) AS distance_m
FROM unnest(CAST(:ids AS uuid[]), CAST(:points AS text[])) WITH ORDINALITY AS w(id, point, place)
JOIN customer c ON c.tenant_id = :tenant_id AND c.id = w.id
"""


def pins_of(session: Session, wanted: Sequence[tuple[UUID, tuple[float, float] | None]]) -> list[Pin | None]:
    """Return each customer's pin and its distance to a point (lat, lon in degrees); None for no such customer."""
    values = {
        "tenant_id": tenant_of(session),
        "ids": [customer_id for customer_id, _ in wanted],
        "points": [bulk.point(*at) if at else None for _, at in wanted],
    }
    found = {row.place: Pin(row.known, row.distance_m) for row in sql.run(session, _PINS, values)}
    return [found.get(place) for place in range(1, len(wanted) + 1)]
