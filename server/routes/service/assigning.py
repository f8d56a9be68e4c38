"""Giving routes to people for some days."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import InvalidInputError, NotFoundError
from server.core.ids import new_id
from server.notifications.service import notify
from server.routes import queries
from server.routes.errors import AssigneeOutsideTeamError, AssignmentOverlapError, RouteStoppedError
from server.routes.models import Route, RouteAssignment
from server.routes.rules import ONE_DAY, Period, cut_out
from server.routes.service.membership import align, refresh_on

KIND = "assignment"


@dataclass(frozen=True)
class NewAssignment:
    """Who is to drive a route on which days (both ends included; None for an open end).

    With `replace`, whoever drives on these days gives them up; a cover for some days hands the route back.
    """

    employee_id: UUID
    valid_from: date
    valid_to: date | None = None
    instruction: str | None = None
    replace: bool = False


def assign(session: Session, actor: Actor, route_id: UUID, command: NewAssignment) -> RouteAssignment:
    """Give a route in use to somebody at or below the actor, and tell him.

    Raises NotFoundError for a route that the actor may not see, RouteStoppedError, AssigneeOutsideTeamError,
    AssignmentOverlapError naming both people, InvalidInputError for days that end before they begin.
    """
    period = _period(command)
    route = queries.locked(session, actor, route_id)
    if route is None:
        raise NotFoundError(kind="route", id=str(route_id))
    if route.status != "active":
        raise RouteStoppedError(route=route.name, route_id=str(route.id))
    employee = queries.team_member(session, actor, command.employee_id)
    if employee is None:
        raise AssigneeOutsideTeamError(employee_id=str(command.employee_id))
    if command.replace:
        _make_room(session, actor, route, period)
    assignment = _new(actor, route, command.employee_id, period, command.instruction)
    _store(session, route, employee, assignment)
    _after(session, route, assignment)
    detail = {"assignment": assignment.id, **asdict(command)}
    audit.record(session, actor, "route.assign", "route", route.id, detail=detail)
    return assignment


def _period(command: NewAssignment) -> Period:
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise InvalidInputError(pointer="/valid_to", reason="before_valid_from")
    return Period(command.valid_from, command.valid_to)


def _new(actor: Actor, route: Route, employee_id: UUID, period: Period, instruction: str | None) -> RouteAssignment:
    return RouteAssignment(
        tenant_id=actor.tenant_id,
        id=new_id(),
        route_id=route.id,
        employee_id=employee_id,
        valid_from=period.first,
        valid_to=period.last,
        instruction=instruction,
        assigned_by=actor.employee_id,
        assigned_at=clock.now(),
    )


def _make_room(session: Session, actor: Actor, route: Route, hole: Period) -> None:
    for standing, _ in queries.overlapping(session, route.id, hole.first, hole.last):
        left = cut_out(Period(standing.valid_from, standing.valid_to), hole)
        if left:
            first, *rest = left
            standing.valid_from, standing.valid_to = first.first, first.last
        else:
            rest = []
            standing.cancelled_at = clock.now()
        session.flush()
        feed.touch(session, KIND, standing.id)
        for period in rest:
            again = _new(actor, route, standing.employee_id, period, standing.instruction)
            session.add(again)
            session.flush()
            feed.touch(session, KIND, again.id)


def _store(session: Session, route: Route, employee: Employee, assignment: RouteAssignment) -> None:
    period = Period(assignment.valid_from, assignment.valid_to)
    try:
        with savepoint(session):
            session.add(assignment)
            session.flush()
    except IntegrityError as error:
        if "route_assignment_one_a_day_excl" not in str(error.orig):
            raise
        raise _overlap(session, route, employee, period) from error


def _overlap(session: Session, route: Route, employee: Employee, period: Period) -> AssignmentOverlapError:
    standing, holder = queries.overlapping(session, route.id, period.first, period.last)[0]
    return AssignmentOverlapError(
        route=route.name,
        holder=holder,
        holder_id=str(standing.employee_id),
        holder_period=str(Period(standing.valid_from, standing.valid_to)),
        employee=employee.name,
        employee_id=str(employee.id),
        period=str(period),
    )


def _after(session: Session, route: Route, assignment: RouteAssignment) -> None:
    feed.touch(session, KIND, assignment.id)
    align(session, [route.id])
    ends = assignment.valid_to
    refresh_on(session, (assignment.valid_from, ends + ONE_DAY if ends else None))
    days = Period(assignment.valid_from, ends)
    notify(
        session,
        employee_ids=[assignment.employee_id],
        kind="route_assigned",
        title={
            "vi": f"Bạn được giao tuyến “{route.name}” ({days})",
            "en": f"The route “{route.name}” is yours ({days})",
        },
        body=assignment.instruction or "",
        link=f"/routes/{route.id}",
        key=f"route_assigned/{assignment.id}",
    )
