"""Moving opportunities from step to step."""

from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.customers.service import note_changes
from server.opportunities import queries
from server.opportunities.errors import StepUnknownError
from server.opportunities.models import OpportunityMove
from server.opportunities.service.noting import KIND


def move(session: Session, actor: Actor, opportunity_id: UUID, step_id: UUID, note: str | None = None) -> None:
    """Bring an opportunity that the actor sees to another step of its process; a won or lost one is closed.

    Raises NotFoundError, or StepUnknownError for a step of another process. To the step where it stands is no move.
    """
    opportunity = queries.locked(session, actor, opportunity_id)
    if opportunity is None:
        raise NotFoundError(kind=KIND, id=str(opportunity_id))
    step = queries.step(session, opportunity.process_id, step_id)
    if step is None:
        raise StepUnknownError(step_id=str(step_id))
    if step.id == opportunity.step_id:
        return
    moved = OpportunityMove(
        tenant_id=actor.tenant_id,
        id=new_id(),
        opportunity_id=opportunity.id,
        from_step_id=opportunity.step_id,
        to_step_id=step.id,
        note=note,
        by_id=actor.employee_id,
        at=clock.now(),
    )
    opportunity.step_id, opportunity.updated_at = step.id, moved.at
    opportunity.closed_at = None if step.outcome == "open" else moved.at
    session.add(moved)
    session.flush()
    feed.touch(session, KIND, opportunity.id)
    note_changes(session, [opportunity.customer_id], moved.at)
    detail = {"before": {"step": moved.from_step_id}, "after": {"step": step.id, "name": step.name, "note": note}}
    customer_id = opportunity.customer_id
    audit.record(session, actor, "opportunity.move", KIND, opportunity.id, customer_id=customer_id, detail=detail)
