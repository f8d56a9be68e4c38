"""Reading the timeline of a customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, exists, literal, null, select, tuple_, union_all
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.activities.models import Activity
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.customers.queries import is_visible
from server.forms.models import SubmissionRow
from server.forms.queries import form_titles
from server.forms.queries import visible_to as submission_visible_to
from server.media.queries import media_of


@dataclass(frozen=True)
class Entry:
    """Something that was done with a customer.

    `kind` is an activity's (`visit`, `call`) or `submission` for any other form; `title` holds the form's texts
    by language; `changes` lists the differences that a profile form made (`{field, before, after}`).
    """

    id: UUID
    at: datetime
    received_at: datetime
    kind: str
    form: str | None
    title: dict[str, str] | None
    employee_id: UUID
    employee_name: str
    submission_id: UUID | None
    state: str | None
    flags: list[str]
    note: str | None
    changes: list[dict[str, Any]]
    media: list[UUID]


def timeline(
    session: Session,
    actor: Actor,
    customer_id: UUID,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[Entry]:
    """Return up to `limit` entries of what the actor and those below him did with a customer, newest first.

    Begins after the key (at, id) of the page before. Raises NotFoundError for a customer that he may not see.
    """
    if not is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    both = union_all(_activities(actor, customer_id), _submissions(actor, customer_id)).subquery()
    statement = select(both, Employee.name.label("employee_name")).join(
        Employee, (Employee.tenant_id == actor.tenant_id) & (Employee.id == both.c.employee_id)
    )
    if after:
        statement = statement.where(tuple_(both.c.at, both.c.id) < tuple_(*after))
    rows = session.execute(statement.order_by(both.c.at.desc(), both.c.id.desc()).limit(limit)).all()
    titles = form_titles(session, actor.tenant_id)
    media = media_of(session, actor.tenant_id, {row.submission_id for row in rows if row.submission_id})
    return [
        Entry(
            **{name: getattr(row, name) for name in SAME},
            title=titles.get((row.form, row.version)),
            media=[file.media_id for file in media.get(row.submission_id, [])],
        )
        for row in rows
    ]


SAME = tuple(name for name in Entry.__dataclass_fields__ if name not in {"title", "media"})


def _activities(actor: Actor, customer_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Activity.id,
            Activity.occurred_at.label("at"),
            Activity.received_at,
            Activity.kind,
            SubmissionRow.form_key.label("form"),
            SubmissionRow.form_version.label("version"),
            Activity.employee_id,
            Activity.submission_id,
            SubmissionRow.state,
            SubmissionRow.flags,
            Activity.note,
            SubmissionRow.changes,
        )
        .outerjoin(
            SubmissionRow,
            (SubmissionRow.tenant_id == Activity.tenant_id) & (SubmissionRow.id == Activity.submission_id),
        )
        .where(
            Activity.tenant_id == actor.tenant_id,
            Activity.customer_id == customer_id,
            belongs_to_reach(actor, Activity.__table__.c.employee_id),
        )
    )


def _submissions(actor: Actor, customer_id: UUID) -> Select[*tuple[Any, ...]]:
    told = exists().where(Activity.tenant_id == actor.tenant_id, Activity.submission_id == SubmissionRow.id)
    return select(
        SubmissionRow.id,
        SubmissionRow.occurred_at.label("at"),
        SubmissionRow.received_at,
        literal("submission").label("kind"),
        SubmissionRow.form_key.label("form"),
        SubmissionRow.form_version.label("version"),
        SubmissionRow.employee_id,
        SubmissionRow.id.label("submission_id"),
        SubmissionRow.state,
        SubmissionRow.flags,
        cast(null(), String).label("note"),
        SubmissionRow.changes,
    ).where(submission_visible_to(actor), SubmissionRow.customer_id == customer_id, ~told)
