"""Reading submissions and what became of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.core import sql
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.customers import queries as customers
from server.customers.models import Customer
from server.forms.models import SubmissionReview, SubmissionRow

_BODIES = "SELECT id, body_sha256, customer_id FROM submission WHERE tenant_id = :tenant_id AND id = ANY(:ids)"


def bodies_of(session: Session, tenant_id: int, ids: Collection[UUID]) -> dict[UUID, tuple[bytes, UUID | None]]:
    """Return, for those of the submissions that are stored, the SHA-256 of what they say and their customer."""
    values = {"tenant_id": tenant_id, "ids": list(ids)}
    return {row.id: (row.body_sha256, row.customer_id) for row in sql.run(session, _BODIES, values)} if ids else {}


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may see a submission: his own and those of the people below him."""
    return (SubmissionRow.tenant_id == actor.tenant_id) & belongs_to_reach(actor, SubmissionRow.__table__.c.employee_id)


@dataclass(frozen=True)
class Filter:
    """What a list of submissions is narrowed to; times bound `received_at`, from inclusive, to exclusive.

    `flag` is the beginning of a flag, `field_missing` or `field_missing:phone`. A submission that was corrected is
    found by its state no more, unless `corrected` asks for all.
    """

    state: str | None = None
    employee_id: UUID | None = None
    form: str | None = None
    customer_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    flag: str | None = None
    record: tuple[str, UUID] | None = None
    corrected: bool = False


Listed = Row[SubmissionRow, str, str | None]


def _detailed(actor: Actor, chosen: Select[SubmissionRow]) -> Select[SubmissionRow, str, str | None]:
    """Return the chosen submissions with what belongs to them: looked up for these rows only, after the limit."""
    row = aliased(SubmissionRow, chosen.subquery())
    return (
        select(row, Employee.name, Customer.name)
        .join(Employee, (Employee.tenant_id == row.tenant_id) & (Employee.id == row.employee_id))
        # Who may see the submission need not be allowed to see the customer any more.
        .outerjoin(Customer, customers.visible_beside(actor) & (Customer.id == row.customer_id))
        .order_by(row.received_at.desc(), row.id.desc())
    )


def page(
    session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int
) -> list[Listed]:
    """Return up to `limit` visible submissions, the newest received first, after the key of the page before."""
    chosen = select(SubmissionRow).where(visible_to(actor), *_narrowed(wanted))
    if after:
        chosen = chosen.where(tuple_(SubmissionRow.received_at, SubmissionRow.id) < tuple_(*after))
    order = (SubmissionRow.received_at.desc(), SubmissionRow.id.desc())
    return list(session.execute(_detailed(actor, chosen.order_by(*order).limit(limit))))


def _narrowed(wanted: Filter) -> list[ColumnElement[bool]]:
    equal = {
        SubmissionRow.state: wanted.state,
        SubmissionRow.employee_id: wanted.employee_id,
        SubmissionRow.form_key: wanted.form,
        SubmissionRow.customer_id: wanted.customer_id,
    }
    criteria = [column == value for column, value in equal.items() if value is not None]
    if wanted.state is not None and not wanted.corrected:
        criteria.append(SubmissionRow.revised_by_id.is_(None))
    if wanted.flag is not None:
        criteria.append(_flagged(wanted.flag))
    if wanted.record is not None:
        criteria += [SubmissionRow.record_kind == wanted.record[0], SubmissionRow.record_id == wanted.record[1]]
    if wanted.since is not None:
        criteria.append(SubmissionRow.received_at >= wanted.since)
    if wanted.until is not None:
        criteria.append(SubmissionRow.received_at < wanted.until)
    return criteria


def _flagged(beginning: str) -> ColumnElement[bool]:
    flag = func.unnest(SubmissionRow.flags).column_valued("flag")
    return exists(
        select(1).where(or_(flag == beginning, func.starts_with(flag, f"{beginning}:"))).correlate(SubmissionRow)
    )


def chain(session: Session, tenant_id: int, submission_id: UUID) -> list[SubmissionRow]:
    """Return the submission with those that it corrects and those that correct it, the first one first."""
    found = sql.run(session, _CHAIN, {"tenant_id": tenant_id, "id": submission_id})
    statement = select(SubmissionRow).where(
        SubmissionRow.tenant_id == tenant_id, SubmissionRow.id.in_([row.id for row in found])
    )
    return list(session.scalars(statement.order_by(SubmissionRow.place)))


_CHAIN = """
WITH RECURSIVE linked AS (
  SELECT id, revises_id, revised_by_id FROM submission WHERE tenant_id = :tenant_id AND id = :id
  UNION
  SELECT s.id, s.revises_id, s.revised_by_id
  FROM linked l JOIN submission s ON s.tenant_id = :tenant_id AND s.id IN (l.revises_id, l.revised_by_id)
)
SELECT id FROM linked
"""


def one(session: Session, actor: Actor, submission_id: UUID) -> Listed:
    """Return a visible submission; raise NotFoundError."""
    chosen = select(SubmissionRow).where(visible_to(actor), SubmissionRow.id == submission_id)
    found = session.execute(_detailed(actor, chosen)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def locked(session: Session, actor: Actor, submission_id: UUID) -> SubmissionRow:
    """Return a visible submission, held until the end of the transaction; raise NotFoundError."""
    statement = select(SubmissionRow).where(visible_to(actor), SubmissionRow.id == submission_id)
    statement = statement.with_for_update(key_share=True)
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def reviews(session: Session, tenant_id: int, submission_id: UUID) -> list[Row[SubmissionReview, str]]:
    """Return the decisions on a submission with their reviewers' names, the oldest first."""
    reviewer = aliased(Employee)
    statement = (
        select(SubmissionReview, reviewer.name)
        .join(
            reviewer,
            (reviewer.tenant_id == SubmissionReview.tenant_id) & (reviewer.id == SubmissionReview.reviewer_id),
        )
        .where(SubmissionReview.tenant_id == tenant_id, SubmissionReview.submission_id == submission_id)
        .order_by(SubmissionReview.reviewed_at)
    )
    return list(session.execute(statement))


def count_by_state(session: Session, actor: Actor, wanted: Filter) -> dict[str, int]:
    """Return how many visible submissions stand in each review state, whatever state the list is narrowed to.

    One that was corrected counts no more: the one that corrects it does.
    """
    unnarrowed = replace(wanted, state=None)
    statement = (
        select(SubmissionRow.state, func.count())
        .where(visible_to(actor), SubmissionRow.revised_by_id.is_(None), *_narrowed(unnarrowed))
        .group_by(SubmissionRow.state)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
