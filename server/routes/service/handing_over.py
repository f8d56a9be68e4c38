"""Handing the routes of somebody who leaves over to somebody else."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.routes import queries
from server.routes.errors import AssigneeOutsideTeamError, RouteStoppedError
from server.routes.models import RouteAssignment
from server.routes.service.assigning import NewAssignment, assign

BATCH = 50


def hand_over(session: Session, actor: Actor, giver_id: UUID, taker_id: UUID) -> int:
    """Give what one employee drives from today on to another, BATCH assignments at a time; return how many.

    Days that have passed stay his. Routes that are stopped, or that the actor may not give to the taker, stay too.
    """
    today = queries.today(session)
    statement = (
        select(RouteAssignment)
        .where(
            RouteAssignment.tenant_id == actor.tenant_id,
            RouteAssignment.employee_id == giver_id,
            RouteAssignment.cancelled_at.is_(None),
            or_(RouteAssignment.valid_to.is_(None), RouteAssignment.valid_to >= today),
        )
        .order_by(RouteAssignment.route_id, RouteAssignment.valid_from)
        .limit(BATCH)
    )
    handed = 0
    for standing in list(session.scalars(statement)):
        begins = max(standing.valid_from, today)
        wish = NewAssignment(taker_id, begins, standing.valid_to, standing.instruction, replace=True)
        handed += _try(session, actor, standing.route_id, wish)
    return handed


def _try(session: Session, actor: Actor, route_id: UUID, wish: NewAssignment) -> bool:
    try:
        assign(session, actor, route_id, wish)
    except (NotFoundError, RouteStoppedError, AssigneeOutsideTeamError):
        return False
    return True
