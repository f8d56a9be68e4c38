"""Reading the timeline of a customer: every source by itself, the newest of each, and the newest of those.

A source is asked for no more than a page after the page's key, by an index in the order of time, so that a customer
with ten thousand entries costs what one with a hundred does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.activities import rules
from server.activities.models import Activity, Note, Task, Ticket
from server.activities.rules import MERGE_ACTIONS, STATUS_ACTIONS, TIMELINE_KINDS
from server.audit.models import AuditDetail, AuditEntry
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.customers.mail_models import CustomerEmail
from server.customers.queries import is_visible
from server.forms.models import SubmissionRow
from server.forms.queries import form_titles
from server.forms.queries import visible_to as submission_visible_to
from server.media.queries import media_of

Key = tuple[datetime, UUID]
"""The place of an entry: (at, id)."""
Source = Select[*tuple[Any, ...]]
RECORDS = ("order", "opportunity")
"""The records that give the entry of the form that makes them a kind of its own."""
HISTORY = {"status": STATUS_ACTIONS, "merge": MERGE_ACTIONS}


@dataclass(frozen=True)
class Entry:
    """Something that was done with a customer.

    `title` holds the form's texts by language; `changes` lists what a form or a decision made different (`{field,
    before, after}`); `subject` is the (kind, id) of the task, note, order … that the entry is about.
    """

    id: UUID
    at: datetime
    received_at: datetime
    kind: str
    subject: tuple[str, UUID] | None
    action: str | None
    form: str | None
    title: dict[str, str] | None
    employee_id: UUID | None
    employee_name: str | None
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
    after: Key | None = None,
    limit: int = 100,
    kinds: frozenset[str] | None = None,
) -> list[Entry]:
    """Return up to `limit` entries of a customer's timeline, newest first, of `kinds` only when any are given.

    What somebody did (visits, calls, forms) is told to him and those above him; what belongs to the customer (notes,
    tasks, tickets, what became of it) to whoever sees it. Begins after the key (at, id) of the page before. Raises
    NotFoundError for a customer that the actor may not see.
    """
    if not is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    wanted = kinds or TIMELINE_KINDS
    parts = [_newest(source, after, limit) for source in _sources(actor, customer_id, wanted)]
    both = union_all(*parts).subquery()
    statement = select(both, Employee.name.label("employee_name")).outerjoin(
        Employee, (Employee.tenant_id == actor.tenant_id) & (Employee.id == both.c.employee_id)
    )
    rows = session.execute(statement.order_by(both.c.at.desc(), both.c.id.desc()).limit(limit)).all()
    return _entries(session, actor, rows)


def _newest(source: Source, after: Key | None, limit: int) -> Any:
    at, row_id = source.selected_columns["at"], source.selected_columns["id"]
    if after:
        source = source.where(tuple_(at, row_id) < tuple_(*after))
    return source.order_by(at.desc(), row_id.desc()).limit(limit).subquery().select()


def _sources(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Iterator[Source]:
    by_kind: list[tuple[frozenset[str], Callable[[Actor, UUID, frozenset[str]], Source]]] = [
        (frozenset({"visit", "call"}), _activities),
        (frozenset({"submission", "order", "opportunity"}), _submissions),
        (frozenset({"note"}), _notes),
        (frozenset({"email"}), _emails),
        (frozenset({"task"}), _tasks),
        (frozenset({"ticket"}), _tickets),
        (frozenset({"status", "merge"}), _history),
    ]
    for told, source in by_kind:
        if told & kinds:
            yield source(actor, customer_id, told & kinds)


def _columns(**given: Any) -> list[Any]:
    """Return the columns of a source in the order that all share, empty where it has nothing to tell."""
    empty = {
        "subject_kind": cast(null(), Text),
        "subject_id": cast(null(), Uuid),
        "action": cast(null(), Text),
        "form": cast(null(), Text),
        "version": cast(null(), Integer),
        "employee_id": cast(null(), Uuid),
        "submission_id": cast(null(), Uuid),
        "state": cast(null(), Text),
        "flags": cast(null(), ARRAY(Text)),
        "note": cast(null(), Text),
        "changes": cast(null(), JSONB),
        "n": cast(null(), BigInteger),
    }
    names = ("id", "at", "received_at", "kind", *empty)
    columns = {**empty, **given}
    return [columns[name].label(name) for name in names]


def _activities(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    told = _columns(
        id=Activity.id,
        at=Activity.occurred_at,
        received_at=Activity.received_at,
        kind=Activity.kind,
        form=SubmissionRow.form_key,
        version=SubmissionRow.form_version,
        employee_id=Activity.employee_id,
        submission_id=Activity.submission_id,
        state=SubmissionRow.state,
        flags=SubmissionRow.flags,
        note=Activity.note,
        changes=SubmissionRow.changes,
    )
    is_of = (SubmissionRow.tenant_id == Activity.tenant_id) & (SubmissionRow.id == Activity.submission_id)
    return (
        select(*told)
        .select_from(Activity)
        .outerjoin(SubmissionRow, is_of)
        .where(
            Activity.tenant_id == actor.tenant_id,
            Activity.customer_id == customer_id,
            Activity.kind.in_(kinds),
            belongs_to_reach(actor, Activity.__table__.c.employee_id),
        )
    )


def _submissions(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    """Return the forms that are told by nothing else: profiles, orders, opportunities and what comes later."""
    elsewhere = [
        exists().where(model.tenant_id == actor.tenant_id, model.submission_id == SubmissionRow.id)
        for model in (Activity, Note)
    ]
    record = SubmissionRow.record_kind
    of_kind = [record == name for name in RECORDS if name in kinds]
    if "submission" in kinds:
        of_kind.append(record.is_(None) | record.not_in(list(RECORDS)))
    told = _columns(
        id=SubmissionRow.id,
        at=SubmissionRow.occurred_at,
        received_at=SubmissionRow.received_at,
        kind=_kind_of_record(),
        subject_kind=record,
        subject_id=SubmissionRow.record_id,
        form=SubmissionRow.form_key,
        version=SubmissionRow.form_version,
        employee_id=SubmissionRow.employee_id,
        submission_id=SubmissionRow.id,
        state=SubmissionRow.state,
        flags=SubmissionRow.flags,
        changes=SubmissionRow.changes,
    )
    seen = submission_visible_to(actor)
    return select(*told).where(
        seen,
        SubmissionRow.customer_id == customer_id,
        or_(*of_kind),
        *(record.in_(RECORDS) | ~one for one in elsewhere),  # an order at a visit is told beside the visit
    )


def _kind_of_record() -> Any:
    cases = ((SubmissionRow.record_kind == name, literal(name)) for name in RECORDS)
    return case(*cases, else_=literal("submission"))


def _notes(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    del kinds
    told = _columns(
        id=Note.id,
        at=Note.at,
        received_at=Note.at,
        kind=literal("note"),
        subject_kind=literal("note"),
        subject_id=Note.id,
        employee_id=Note.employee_id,
        submission_id=Note.submission_id,
        note=Note.text,
    )
    return select(*told).where(
        Note.tenant_id == actor.tenant_id, Note.customer_id == customer_id, Note.deleted_at.is_(None)
    )


def _emails(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    del kinds
    told = _columns(
        id=CustomerEmail.id,
        at=CustomerEmail.at,
        received_at=CustomerEmail.at,
        kind=literal("email"),
        subject_kind=literal("email"),
        subject_id=CustomerEmail.id,
        employee_id=CustomerEmail.employee_id,
        state=CustomerEmail.state,
        note=CustomerEmail.subject,
    )
    return select(*told).where(CustomerEmail.tenant_id == actor.tenant_id, CustomerEmail.customer_id == customer_id)


def _tasks(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    del kinds
    told = _columns(
        id=Task.id,
        at=Task.created_at,
        received_at=Task.created_at,
        kind=literal("task"),
        subject_kind=literal("task"),
        subject_id=Task.id,
        employee_id=Task.created_by,
        submission_id=Task.submission_id,
        state=Task.state,
        note=Task.title,
    )
    return select(*told).where(
        Task.tenant_id == actor.tenant_id, Task.customer_id == customer_id, Task.deleted_at.is_(None)
    )


def _tickets(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    del kinds
    told = _columns(
        id=Ticket.id,
        at=Ticket.opened_at,
        received_at=Ticket.opened_at,
        kind=literal("ticket"),
        subject_kind=literal("ticket"),
        subject_id=Ticket.id,
        employee_id=Ticket.opened_by,
        submission_id=Ticket.submission_id,
        state=Ticket.state,
        note=Ticket.code + literal(" · ") + Ticket.detail,
    )
    return select(*told).where(Ticket.tenant_id == actor.tenant_id, Ticket.customer_id == customer_id)


def _history(actor: Actor, customer_id: UUID, kinds: frozenset[str]) -> Source:
    """Return what became of the customer itself: its status, owner, archive, and what was merged into it."""
    actions = [action for name, group in HISTORY.items() if name in kinds for action in group]
    told = _columns(
        id=cast(func.md5(func.concat("history/", AuditEntry.n)), Uuid),  # entries have numbers, pages go by ids
        at=AuditEntry.at,
        received_at=AuditEntry.at,
        kind=case((AuditEntry.action.in_(MERGE_ACTIONS), literal("merge")), else_=literal("status")),
        action=AuditEntry.action,
        employee_id=AuditEntry.employee_id,
        n=AuditEntry.n,
    )
    return select(*told).where(
        AuditEntry.tenant_id == actor.tenant_id,
        AuditEntry.customer_id == customer_id,
        AuditEntry.action.in_(actions),
    )


def _entries(session: Session, actor: Actor, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Entry]:
    titles = form_titles(session, actor.tenant_id)
    media = media_of(session, actor.tenant_id, {row.submission_id for row in rows if row.submission_id})
    said = _said(session, actor, [row.n for row in rows if row.n is not None])
    return [
        Entry(
            **{name: getattr(row, name) for name in SAME},
            subject=(row.subject_kind, row.subject_id) if row.subject_id else None,
            title=titles.get((row.form, row.version)),
            flags=row.flags or [],
            changes=row.changes or said.get(row.n, []),
            media=[file.media_id for file in media.get(row.submission_id, [])],
        )
        for row in rows
    ]


TOLD_APART = {"subject", "title", "flags", "changes", "media"}
SAME = tuple(name for name in Entry.__dataclass_fields__ if name not in TOLD_APART)


def _said(session: Session, actor: Actor, numbers: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the differences that entries of the history tell, by their number."""
    if not numbers:
        return {}
    statement = select(AuditDetail.n, AuditDetail.body).where(
        AuditDetail.tenant_id == actor.tenant_id, AuditDetail.n.in_(numbers)
    )
    return {row.n: rules.differences(msgspec.json.decode(row.body)) for row in session.execute(statement)}
