"""Reading processes and their steps."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import tenant_of
from server.opportunities.models import Opportunity, Process, ProcessStep
from server.opportunities.queries.opportunities import visible_to


def processes(session: Session) -> list[Process]:
    """Return the organisation's processes, the default one first."""
    statement = select(Process).where(Process.tenant_id == tenant_of(session))
    return list(session.scalars(statement.order_by(Process.is_default.desc(), Process.name, Process.id)))


def steps(session: Session, process_ids: list[UUID]) -> list[ProcessStep]:
    """Return the steps of processes in their order."""
    statement = select(ProcessStep).where(
        ProcessStep.tenant_id == tenant_of(session), ProcessStep.process_id.in_(process_ids)
    )
    return list(session.scalars(statement.order_by(ProcessStep.process_id, ProcessStep.place)))


def counts(session: Session, actor: Actor) -> dict[UUID, tuple[int, int]]:
    """Return how many opportunities that the actor sees stand at each step, and what they are worth together (đồng)."""
    statement = select(Opportunity.step_id, func.count(), func.sum(Opportunity.expected_value))
    rows = session.execute(statement.where(visible_to(actor)).group_by(Opportunity.step_id))
    return {row[0]: (row[1], int(row[2])) for row in rows}


def default_process(session: Session) -> Process | None:
    """Return the process that new opportunities go through."""
    statement = select(Process).where(Process.tenant_id == tenant_of(session), Process.is_default)
    return session.scalars(statement).one_or_none()


def first_step(session: Session, process_id: UUID) -> ProcessStep:
    """Return the step at which a process begins."""
    statement = select(ProcessStep).where(
        ProcessStep.tenant_id == tenant_of(session), ProcessStep.process_id == process_id
    )
    return session.scalars(statement.order_by(ProcessStep.place).limit(1)).one()


def step(session: Session, process_id: UUID, step_id: UUID) -> ProcessStep | None:
    """Return a step of a process."""
    statement = select(ProcessStep).where(
        ProcessStep.tenant_id == tenant_of(session), ProcessStep.process_id == process_id, ProcessStep.id == step_id
    )
    return session.scalars(statement).one_or_none()
