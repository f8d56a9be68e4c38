"""Writing the timeline."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.models import Activity
from server.core.actor import Actor
from server.core.ids import derived_id
from server.core.submissions import Submission
from server.customers.service import note_change


def record(
    session: Session,
    actor: Actor,
    submission: Submission,
    *,
    kind: str,
    customer_id: UUID,
    note: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Activity:
    """Add to the customer's timeline what the actor did, as the submission tells it.

    The entry's id follows from the submission's, so that a timeline rebuilt from submissions is the same.
    """
    activity = Activity(
        tenant_id=actor.tenant_id,
        id=derived_id("activity", submission.id, kind),
        kind=kind,
        customer_id=customer_id,
        employee_id=actor.employee_id,
        submission_id=submission.id,
        occurred_at=submission.occurred_at,
        received_at=submission.received_at,
        note=note,
        details=dict(details or {}),
    )
    session.add(activity)
    session.flush()
    note_change(session, customer_id, submission.received_at)
    return activity
