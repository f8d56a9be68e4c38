"""Setting, changing, finishing and deleting tasks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.errors import NotYourTaskError, ResponsibleUnknownError
from server.activities.models import Task
from server.activities.queries import sight
from server.activities.queries import tasks as queries
from server.activities.service.telling import tell_of_tasks
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.merge import Change
from server.core.records import stamp_of_console
from server.core.submissions import Submission
from server.core.text import nfc
from server.customers.queries import is_visible

KIND = "task"
TOLD = ("title", "note", "kind", "priority", "state", "result", "due_at", "responsible_id", "customer_id")
MERGED = ("state", "result")
"""What forms write too: who wrote it last is kept."""


@dataclass(frozen=True)
class NewTask:
    """A task to be set; without `responsible_id` it is the actor's own."""

    title: str
    due_at: datetime
    note: str | None = None
    kind: str = "task"
    priority: str = "normal"
    customer_id: UUID | None = None
    responsible_id: UUID | None = None


@dataclass(frozen=True)
class Unchanged:
    """Stands where a change says nothing."""


UNCHANGED = Unchanged()


@dataclass(frozen=True)
class TaskChange:
    """What to change of a task."""

    title: str | Unchanged = UNCHANGED
    note: str | Unchanged | None = UNCHANGED
    kind: str | Unchanged = UNCHANGED
    priority: str | Unchanged = UNCHANGED
    due_at: datetime | Unchanged = UNCHANGED
    responsible_id: UUID | Unchanged = UNCHANGED
    state: str | Unchanged = UNCHANGED
    result: str | Unchanged | None = UNCHANGED


def create(session: Session, actor: Actor, command: NewTask) -> Task:
    """Set a task and tell who is to do it.

    Raises NotFoundError for a customer that the actor may not see, ResponsibleUnknownError for nobody in service.
    """
    if command.customer_id and not is_visible(session, actor, command.customer_id):
        raise NotFoundError(kind="customer", id=str(command.customer_id))
    responsible_id = command.responsible_id or actor.employee_id
    _check_in_service(session, responsible_id)
    moment = clock.now()
    task = Task(
        tenant_id=actor.tenant_id,
        id=new_id(),
        **{**asdict(command), "title": nfc(command.title).strip(), "responsible_id": responsible_id},
        state="open",
        created_by=actor.employee_id,
        created_at=moment,
        updated_at=moment,
    )
    session.add(task)
    session.flush()
    _after(session, actor, "task.create", task, {"after": _told(task)})
    tell_of_tasks(session, actor, [task])
    return task


def _check_in_service(session: Session, employee_id: UUID) -> None:
    if not sight.in_service(session, [employee_id]):
        raise ResponsibleUnknownError(employee_id=str(employee_id))


def _told(task: Task) -> dict[str, Any]:
    """Return what the history keeps of a task."""
    return {name: getattr(task, name) for name in TOLD}


def _after(
    session: Session,
    actor: Actor,
    action: str,
    task: Task,
    detail: dict[str, Any],
    stamps: Mapping[str, dict[str, Any]] | None = None,
) -> None:
    feed.touch(session, KIND, task.id)
    if stamps:
        feed.touch(session, KIND, task.id, dict(stamps))
    audit.record(session, actor, action, KIND, task.id, customer_id=task.customer_id, detail=detail)


def change(session: Session, actor: Actor, task_id: UUID, command: TaskChange) -> Task:
    """Change a task that is the actor's or his people's; who gets it anew is told.

    Raises NotFoundError, NotYourTaskError for one that he only sees, ResponsibleUnknownError.
    """
    task = _held(session, actor, task_id)
    before, responsible_id = _told(task), task.responsible_id
    given = {part.name: value for part in fields(command) if (value := getattr(command, part.name)) != UNCHANGED}
    if "responsible_id" in given and given["responsible_id"] != responsible_id:
        _check_in_service(session, given["responsible_id"])
    for name, value in given.items():
        setattr(task, name, nfc(value).strip() if name == "title" else value)
    _stamp_done(actor, task, clock.now())
    after = _told(task)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        task.updated_at = clock.now()
        session.flush()
        detail = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
        stamp = stamp_of_console(actor)
        _after(session, actor, "task.change", task, detail, {name: stamp for name in changed if name in MERGED})
    if task.responsible_id != responsible_id:
        tell_of_tasks(session, actor, [task])
    return task


def _held(session: Session, actor: Actor, task_id: UUID) -> Task:
    task = queries.one(session, actor, task_id, lock=True)
    if task is None:
        raise NotFoundError(kind=KIND, id=str(task_id))
    if not queries.is_of_reach(session, actor, task_id):
        raise NotYourTaskError
    return task


def _stamp_done(actor: Actor, task: Task, at: datetime) -> None:
    if task.state != "done":
        task.done_at = task.done_by = None
    elif task.done_at is None:
        task.done_at, task.done_by = at, actor.employee_id


def written_by_form(
    session: Session,
    actor: Actor,
    task: Task,
    changes: Iterable[Change],
    submission: Submission,
    stamps: Mapping[str, dict[str, Any]],
) -> None:
    """Write what a form made different in a task, with who wrote each field last."""
    detail: dict[str, Any] = {"before": {}, "after": {}, "submission": str(submission.id)}
    for one in changes:
        setattr(task, one.field, one.after)
        detail["before"][one.field], detail["after"][one.field] = one.before, one.after
    _stamp_done(actor, task, submission.occurred_at)
    task.updated_at = clock.now()
    session.flush()
    _after(session, actor, "task.change", task, detail, stamps)


def delete(session: Session, actor: Actor, task_id: UUID) -> None:
    """Take a task away for good: nobody finds it again, the history keeps what it was (TM-05, F-02).

    Raises NotFoundError, NotYourTaskError for one that the actor only sees.
    """
    task = _held(session, actor, task_id)
    task.deleted_at, task.deleted_by = clock.now(), actor.employee_id
    session.flush()
    _after(session, actor, "task.delete", task, {"before": _told(task)})


@dataclass(frozen=True)
class Wanted:
    """A task that a form asks for; its id follows from the form's."""

    id: UUID
    title: str
    note: str | None
    kind: str
    due_at: datetime
    customer_id: UUID
    submission_id: UUID
    responsible_id: UUID
    created_at: datetime


def create_all(session: Session, actor: Actor, wanted: Sequence[Wanted]) -> None:
    """Set the tasks that forms ask for, by the set; who is to do them is told."""
    made = [
        Task(
            tenant_id=actor.tenant_id,
            **asdict(one),
            priority="normal",
            state="open",
            created_by=actor.employee_id,
            updated_at=one.created_at,
        )
        for one in wanted
    ]
    session.add_all(made)
    session.flush()
    for task in made:
        _after(session, actor, "task.create", task, {"after": _told(task)})
    tell_of_tasks(session, actor, made)
