"""Taking the forms by which people report on tasks, and merging them with what was done to the tasks meanwhile.

A report on a task that was deleted, or that has become somebody else's, is kept and flagged, and those whom it concerns
are told: whoever wrote it worked without knowing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.models import Task
from server.activities.queries import tasks as queries
from server.activities.rules import TASK_STATES
from server.activities.service.tasks import KIND, TaskChange, change, written_by_form
from server.activities.service.telling import tell_of_vain_reports
from server.core import feed
from server.core.actor import Actor
from server.core.errors import DomainError, InvalidInputError, NotFoundError
from server.core.records import Record, save
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.customers.queries import allowed_among
from server.customers.service import note_changes

FIELDS = ("state", "result")
"""What of a task reports write; what else they hold stays with them."""
DELETED = "task_deleted"

Held = Mapping[UUID, Task]


def take_reports(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Merge reports into the tasks that they name.

    One on a task that does not exist is answered with BadReferenceError, one that names none with InvalidInputError. By
    somebody whose task it is no more, nothing is changed: his values are kept as clashes for a supervisor.
    """
    held = queries.held(session, {one.record.id for one in submissions if one.record})
    records = _records(session, actor, held)
    results = [_take(session, actor, held, records, one) for one in submissions]
    told = zip(submissions, results, strict=True)
    vain = [(held[one.record.id], one) for one, made in told if one.record and _was_vain(made)]
    tell_of_vain_reports(session, actor, vain)
    return results


def _records(session: Session, actor: Actor, held: Held) -> dict[UUID, Record]:
    stamps = feed.field_stamps(session, KIND, held.keys())
    own = queries.of_reach_among(session, actor, held.keys())
    strange = {customer_id for one in held.keys() - own if (customer_id := held[one].customer_id)}
    known = allowed_among(session, actor, strange).visible if strange else frozenset()
    seen = own | {one for one, task in held.items() if task.customer_id in known}
    return {
        task_id: Record(_fields(task), stamps[task_id], visible=task_id in seen, editable=task_id in own)
        for task_id, task in held.items()
    }


def _fields(task: Task) -> dict[str, Any]:
    return {name: value for name in FIELDS if (value := getattr(task, name))}


def _take(
    session: Session, actor: Actor, held: Held, records: dict[UUID, Record], submission: Submission
) -> Outcome | DomainError:
    if submission.record is None:
        return InvalidInputError(pointer="/record", reason="required")
    task = held.get(submission.record.id)
    if task is None:
        return BadReferenceError(KIND, submission.record.id)
    if task.deleted_at is not None:
        return Outcome(record=submission.record, customer_id=task.customer_id, flags=(DELETED,))
    outcome = save(actor, KIND, records, _of_the_task(submission))
    if not isinstance(outcome, Outcome):
        return outcome
    _write(session, actor, task, records[task.id], submission, outcome)
    return replace(outcome, customer_id=task.customer_id)


def _of_the_task(submission: Submission) -> Submission:
    """Return the submission with what it says of the task alone, in states that there are."""
    form = {**submission.form, "fields": [field for field in submission.form["fields"] if field["name"] in FIELDS]}
    answers = dict(submission.answers)
    if answers.get("state") not in TASK_STATES:
        answers.pop("state", None)
    return replace(submission, form=form, answers=answers)


def _write(
    session: Session, actor: Actor, task: Task, record: Record, submission: Submission, outcome: Outcome
) -> None:
    if not outcome.changes:
        return
    written_by_form(session, actor, task, outcome.changes, submission, record.written)
    if task.customer_id:
        note_changes(session, [task.customer_id], submission.received_at)


def _was_vain(made: Outcome | DomainError) -> bool:
    """Tell whether a report came to nothing since the task was deleted or is another's."""
    return isinstance(made, Outcome) and (DELETED in made.flags or bool(made.clashes and made.flags))


def settle_task(session: Session, actor: Actor, task_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field of a task; raise NotFoundError where he may not change it."""
    if name not in FIELDS or not queries.of_reach_among(session, actor, [task_id]):
        raise NotFoundError(kind=KIND, id=str(task_id))
    change(session, actor, task_id, TaskChange(**{name: value}))
