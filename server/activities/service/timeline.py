"""Writing the timeline and the log of calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.models import Activity, Call
from server.core import bulk
from server.core.actor import Actor
from server.core.ids import derived_id
from server.core.submissions import Submission
from server.customers.service import note_changes


@dataclass(frozen=True)
class Entry:
    """What a submission says was done with a customer: `kind` is visit, call …, `details` what the form told."""

    submission: Submission
    kind: str
    customer_id: UUID
    note: str | None
    details: Mapping[str, Any]


def record(session: Session, actor: Actor, entries: Sequence[Entry]) -> None:
    """Add to the customers' timelines what the actor did, and count it as their latest change.

    An entry's id follows from the submission's, so that a timeline rebuilt from submissions is the same.
    """
    bulk.insert(session, Activity, [_row(actor, entry) for entry in entries])
    if entries:
        note_changes(session, {entry.customer_id for entry in entries}, entries[0].submission.received_at)


def _row(actor: Actor, entry: Entry) -> dict[str, Any]:
    return {
        "id": derived_id("activity", entry.submission.id, entry.kind),
        "kind": entry.kind,
        "customer_id": entry.customer_id,
        "employee_id": actor.employee_id,
        "submission_id": entry.submission.id,
        "occurred_at": entry.submission.occurred_at,
        "received_at": entry.submission.received_at,
        "note": entry.note,
        "details": entry.details,
    }


def log_calls(session: Session, actor: Actor, calls: Sequence[tuple[Submission, UUID]]) -> None:
    """Log the calls that forms tell of, each with the customer who was called."""
    rows = [
        {
            "id": derived_id("call", submission.id),
            "customer_id": customer_id,
            "employee_id": actor.employee_id,
            "submission_id": submission.id,
            "form_key": submission.form["key"],
            "status": submission.answers.get("call_status"),
            "at": submission.occurred_at,
            "received_at": submission.received_at,
        }
        for submission, customer_id in calls
    ]
    bulk.insert(session, Call, rows)
