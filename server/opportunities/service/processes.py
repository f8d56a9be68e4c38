"""The process that every organisation begins with."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.core import clock
from server.core.database import tenant_of
from server.core.ids import derived_id
from server.opportunities import queries
from server.opportunities.models import Process, ProcessStep
from server.opportunities.rules import DEFAULT_NAME, DEFAULT_STEPS


def give_default(session: Session) -> Process:
    """Return the organisation's default process; make it, with its steps, where there is none.

    Two transactions that make it at a time make the same: the ids follow from the organisation.
    """
    standing = queries.default_process(session)
    if standing is not None:
        return standing
    tenant_id = tenant_of(session)
    process = {
        "tenant_id": tenant_id,
        "id": derived_id("process", tenant_id),
        "name": DEFAULT_NAME,
        "is_default": True,
        "created_at": clock.now(),
    }
    session.execute(insert(Process).values(process).on_conflict_do_nothing())
    steps = [
        {
            "tenant_id": tenant_id,
            "id": derived_id("process_step", tenant_id, place),
            "process_id": process["id"],
            "place": place,
            "name": name,
            "probability": probability,
            "outcome": outcome,
        }
        for place, (name, probability, outcome) in enumerate(DEFAULT_STEPS, start=1)
    ]
    session.execute(insert(ProcessStep).values(steps).on_conflict_do_nothing(index_elements=["tenant_id", "id"]))
    return session.get_one(Process, (tenant_id, process["id"]))
