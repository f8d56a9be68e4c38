"""Reading tasks: every path goes through `visible_to` or the sight of their customer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Row, Select, and_, cast, func, or_, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.queries.organisation import organisation
from server.activities.models import Task
from server.activities.queries.sight import seen_customer, within_reach
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """What a list of tasks is narrowed to; times bound `due_at`, `since` inclusive, `until` exclusive.

    `state` is a task's own, `unfinished` or `overdue`; `day` is a day of the organisation's calendar.
    """

    since: datetime | None = None
    until: datetime | None = None
    day: date | None = None
    state: str | None = None
    kind: str | None = None
    employee_id: UUID | None = None
    customer_id: UUID | None = None


def standing(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that a task of the actor's organisation was not deleted."""
    return (Task.tenant_id == actor.tenant_id) & Task.deleted_at.is_(None)


def visible_to(actor: Actor, *narrowed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the criterion that a task is the actor's or his people's, to do or to see to; and it is so `narrowed`."""
    own = within_reach(actor, Task, (Task.responsible_id, Task.created_by), Task.deleted_at.is_(None), *narrowed)
    return and_(standing(actor), own, *narrowed)


def page(
    session: Session,
    actor: Actor,
    wanted: Filter,
    after: tuple[datetime, UUID] | None,
    limit: int,
    *,
    latest_first: bool = False,
) -> list[Task]:
    """Return up to `limit` tasks by their due time after the key (due, id) of the page before.

    Of a customer (whom the caller knows the actor to see) they are all tasks, else the actor's and his people's.
    """
    narrowed = list(_narrowed(session, wanted))
    seen = and_(standing(actor), *narrowed) if wanted.customer_id else visible_to(actor, *narrowed)
    statement = select(Task).where(seen)
    key = tuple_(Task.due_at, Task.id)
    if after:
        statement = statement.where(key < tuple_(*after) if latest_first else key > tuple_(*after))
    order = (Task.due_at.desc(), Task.id.desc()) if latest_first else (Task.due_at, Task.id)
    return list(session.scalars(statement.order_by(*order).limit(limit)))


def _narrowed(session: Session, wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.since is not None:
        yield Task.due_at >= wanted.since
    if wanted.until is not None:
        yield Task.due_at < wanted.until
    if wanted.day is not None:
        begins = datetime.combine(wanted.day, time.min, zone(session))
        yield Task.due_at >= begins
        yield Task.due_at < begins + ONE_DAY
    if wanted.state is not None:
        yield from _in_state(wanted.state)
    equal = {
        Task.kind: wanted.kind,
        Task.responsible_id: wanted.employee_id,
        Task.customer_id: wanted.customer_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)


def _in_state(state: str) -> Iterable[ColumnElement[bool]]:
    if state in {"unfinished", "overdue"}:
        yield Task.state != "done"
        if state == "overdue":
            yield Task.due_at < clock.now()
    else:
        yield Task.state == state


def zone(session: Session) -> ZoneInfo:
    """Return the zone of the organisation's calendar."""
    return ZoneInfo(organisation(session).timezone)


def calendar(
    session: Session, actor: Actor, first: date, last: date, employee_id: UUID | None
) -> list[Row[date, int, int, int, int]]:
    """Return (day, total, unfinished, done, overdue) of the days from `first` to `last` that have tasks (TM-07)."""
    where = zone(session)
    begins, ends = (datetime.combine(day, time.min, where) for day in (first, last + ONE_DAY))
    day = cast(func.timezone(where.key, Task.due_at), Date).label("day")
    unfinished = Task.state != "done"
    statement = select(
        day,
        func.count().label("total"),
        func.count().filter(unfinished).label("unfinished"),
        func.count().filter(~unfinished).label("done"),
        func.count().filter(unfinished, Task.due_at < clock.now()).label("overdue"),
    ).where(visible_to(actor, Task.due_at >= begins, Task.due_at < ends))
    if employee_id is not None:
        statement = statement.where(Task.responsible_id == employee_id)
    return list(session.execute(statement.group_by(day).order_by(day)))


def one(session: Session, actor: Actor, task_id: UUID, *, lock: bool = False) -> Task | None:
    """Return a task that the actor sees: his or his people's, or about a customer that he sees."""
    seen = or_(visible_to(actor), seen_customer(actor, Task.customer_id))
    statement = select(Task).where(standing(actor), Task.id == task_id, seen)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def is_of_reach(session: Session, actor: Actor, task_id: UUID) -> bool:
    """Tell whether the task is the actor's or his people's."""
    return session.scalar(select(Task.id).where(visible_to(actor), Task.id == task_id)) is not None


def of_reach_among(session: Session, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the tasks that are the actor's or his people's."""
    named = Task.id.in_(ids)
    return set(session.scalars(select(Task.id).where(visible_to(actor, named)))) if ids else set()


def held(session: Session, ids: Collection[UUID]) -> dict[UUID, Task]:
    """Return the tasks of these ids, deleted ones too, held until the end of the transaction."""
    statement = select(Task).where(Task.tenant_id == tenant_of(session), Task.id.in_(ids)).order_by(Task.id)
    locked = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {task.id: task for task in session.scalars(locked)} if ids else {}


def lock(session: Session, ids: list[UUID]) -> None:
    """Hold the tasks in the order of their ids."""
    held(session, ids)


def names(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, str]:
    """Return the titles of tasks."""
    statement = select(Task.id, Task.title).where(Task.tenant_id == tenant_id, Task.id.in_(ids))
    return {row.id: row.title for row in session.execute(statement)}


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the tasks that the actor may see: his and his people's, and those of his customers."""
    seen = or_(visible_to(actor), seen_customer(actor, Task.customer_id))
    return select(Task.id).where(standing(actor), seen)


def is_visible(session: Session, actor: Actor, task_id: UUID) -> bool:
    """Tell whether the actor may see the task."""
    return session.scalar(visible_ids(actor).where(Task.id == task_id)) is not None
