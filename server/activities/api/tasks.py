"""The endpoints of tasks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from server.activities import rules
from server.activities.api.blueprint import blp
from server.activities.models import Task
from server.activities.queries import sight
from server.activities.queries import tasks as queries
from server.activities.schemas.tasks import (
    CalendarQuerySchema,
    CalendarSchema,
    NewTaskSchema,
    TaskChangeSchema,
    TaskPageSchema,
    TaskQuerySchema,
    TaskSchema,
)
from server.activities.service import tasks as service
from server.core import clock, paging
from server.core.errors import InvalidInputError, NotFoundError
from server.customers.queries import is_visible
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

LONGEST_CALENDAR = timedelta(days=62)
FILTERS = ("since", "until", "day", "state", "kind", "employee_id", "customer_id")


@blp.get("/tasks")
@requires("task.read")
@transactional
@blp.arguments(TaskQuerySchema, location="query")
@blp.response(200, TaskPageSchema)
def list_tasks(query: dict[str, Any]) -> dict[str, Any]:
    """List the tasks of oneself and of the people below by their due time, or all of one customer."""
    session, actor = current_session(), current_actor()
    wanted = queries.Filter(**{name: query.get(name) for name in FILTERS})
    if wanted.customer_id and not is_visible(session, actor, wanted.customer_id):
        raise NotFoundError(kind="customer", id=str(wanted.customer_id))
    after = paging.after_moment(query.get("cursor"))
    latest_first = query["order"] == "-due"
    rows = queries.page(session, actor, wanted, after, query["limit"] + 1, latest_first=latest_first)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1].due_at.isoformat(), shown[-1].id) if len(rows) > len(shown) else None
    return {"items": _views(shown), "next": more}


def _views(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    people = {one for task in tasks for one in (task.responsible_id, task.created_by, task.done_by)}
    names = sight.names_of(current_session(), current_actor(), people, {task.customer_id for task in tasks})
    return [_view(task, names) for task in tasks]


SAME = (
    "id", "title", "note", "kind", "priority", "state", "result", "due_at", "created_at", "updated_at", "done_at",
    "submission_id",
)  # fmt: skip


def _view(task: Task, names: sight.Names) -> dict[str, Any]:
    return {
        **{name: getattr(task, name) for name in SAME},
        "overdue": rules.is_overdue(task.due_at, clock.now(), finished=task.state == "done"),
        "customer": names.customer(task.customer_id),
        "responsible": names.person(task.responsible_id),
        "created_by": names.person(task.created_by),
        "done_by": names.person(task.done_by),
    }


@blp.get("/tasks/calendar")
@requires("task.read")
@transactional
@blp.arguments(CalendarQuerySchema, location="query")
@blp.response(200, CalendarSchema)
def show_task_calendar(query: dict[str, Any]) -> dict[str, Any]:
    """Count the tasks due on each day, of oneself and the people below or of one of them."""
    first, last = query["first"], query["last"]
    if not timedelta(0) <= last - first <= LONGEST_CALENDAR:
        raise InvalidInputError(pointer="/to", reason="not_within_62_days")
    days = queries.calendar(current_session(), current_actor(), first, last, query.get("employee_id"))
    return {"days": days}


@blp.post("/tasks")
@requires("task.write")
@transactional
@blp.arguments(NewTaskSchema)
@blp.response(201, TaskSchema)
def create_task(body: dict[str, Any]) -> dict[str, Any]:
    """Set a task for oneself or a colleague, who is told."""
    return _views([service.create(current_session(), current_actor(), service.NewTask(**body))])[0]


@blp.get("/tasks/<uuid:task_id>")
@requires("task.read")
@transactional
@blp.response(200, TaskSchema)
def show_task(task_id: UUID) -> dict[str, Any]:
    """Show a task."""
    task = queries.one(current_session(), current_actor(), task_id)
    if task is None:
        raise NotFoundError(kind="task", id=str(task_id))
    return _views([task])[0]


@blp.patch("/tasks/<uuid:task_id>")
@requires("task.write")
@transactional
@blp.arguments(TaskChangeSchema)
@blp.response(200, TaskSchema)
def change_task(body: dict[str, Any], task_id: UUID) -> dict[str, Any]:
    """Change, hand over or finish a task."""
    return _views([service.change(current_session(), current_actor(), task_id, service.TaskChange(**body))])[0]


@blp.delete("/tasks/<uuid:task_id>")
@requires("task.write")
@transactional
@blp.response(204)
def delete_task(task_id: UUID) -> None:
    """Delete a task for good; only the history keeps it. Ask the person first."""
    service.delete(current_session(), current_actor(), task_id)
