"""Giving what somebody drives to somebody else, from today on."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.ids import new_id
from server.routes import queries
from server.routes.models import RouteAssignment
from server.routes.rules import ONE_DAY
from server.routes.service.assigning import KIND
from server.routes.service.membership import align


def hand_over(session: Session, actor: Actor, from_id: UUID, to_id: UUID) -> int:
    """Give every assignment of today and later from one person to another; return how many, 0 when none is left.

    Days that are over stay with who drove them.
    """
    day = queries.today(session)
    statement = select(RouteAssignment).where(
        RouteAssignment.tenant_id == actor.tenant_id,
        RouteAssignment.employee_id == from_id,
        RouteAssignment.cancelled_at.is_(None),
        or_(RouteAssignment.valid_to.is_(None), RouteAssignment.valid_to >= day),
    )
    standing = list(session.scalars(statement.order_by(RouteAssignment.id).with_for_update()))
    for assignment in standing:
        taken = _split(session, actor, assignment, to_id)
        feed.touch(session, KIND, assignment.id)
        feed.touch(session, KIND, taken.id)
        detail = {"before": {"employee_id": from_id}, "after": {"employee_id": to_id}}
        audit.record(session, actor, "route.assign", "route", assignment.route_id, detail=detail)
    align(session, {assignment.route_id for assignment in standing})
    return len(standing)


def _split(session: Session, actor: Actor, assignment: RouteAssignment, to_id: UUID) -> RouteAssignment:
    """End the assignment yesterday, or cancel it when it has not begun, and give the rest of it to another."""
    day = queries.today(session)
    rest = (max(day, assignment.valid_from), assignment.valid_to)
    if assignment.valid_from < day:
        assignment.valid_to = day - ONE_DAY
    else:
        assignment.cancelled_at = clock.now()
    session.flush()
    taken = RouteAssignment(
        tenant_id=assignment.tenant_id,
        id=new_id(),
        route_id=assignment.route_id,
        employee_id=to_id,
        valid_from=rest[0],
        valid_to=rest[1],
        instruction=assignment.instruction,
        assigned_by=actor.employee_id,
        assigned_at=clock.now(),
    )
    session.add(taken)
    session.flush()
    return taken
