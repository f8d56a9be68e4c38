"""Reading conflicts: which of them somebody sees, in pages, and what stands in their records now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import registry_of, tenant_of
from server.core.feed import FeedRow
from server.forms.models import FormVersion, SubmissionRow
from server.sync.models import Conflict

COUNTED = 1000
"""No list says how many more there are than that."""

Record = tuple[str, UUID]


@dataclass(frozen=True)
class Filter:
    """What a list of conflicts is narrowed to.

    `person_id` wrote one of the two values; times bound `created_at`, from inclusive, to exclusive.
    """

    state: str | None = "open"
    kind: str | None = None
    record_id: UUID | None = None
    field: str | None = None
    policy: str | None = None
    person_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(
    session: Session, actor: Actor, wanted: Filter, after: tuple[datetime, UUID] | None, limit: int
) -> list[Conflict]:
    """Return up to `limit` conflicts about records that the actor may see, newest first, after that key."""
    statement = select(Conflict).where(_visible_to(session, actor), *_narrowed(wanted))
    if after:
        statement = statement.where(tuple_(Conflict.created_at, Conflict.id) < tuple_(*after))
    order = (Conflict.created_at.desc(), Conflict.id.desc())
    return list(session.scalars(statement.order_by(*order).limit(limit)))


def counts(session: Session, actor: Actor, wanted: Filter) -> dict[str, int]:
    """Return how many such conflicts are open and settled, whatever state is asked for; COUNTED stands for more."""
    visible = _visible_to(session, actor)

    def count(state: str) -> int:
        some = select(Conflict.id).where(visible, *_narrowed(replace(wanted, state=state))).limit(COUNTED)
        return int(session.scalar(select(func.count()).select_from(some.subquery())) or 0)

    return {state: count(state) for state in ("open", "settled")}


def _visible_to(session: Session, actor: Actor) -> ColumnElement[bool]:
    kinds = registry_of(session).records.values()
    seen = [(Conflict.record_kind == kind.kind) & _among(actor, kind.visible_ids(actor)) for kind in kinds]
    return (Conflict.tenant_id == actor.tenant_id) & or_(*seen)


def _among(actor: Actor, ids: Select[UUID]) -> ColumnElement[bool]:
    """Return the criterion that the record is among `ids`: gathered once, unless they are very many."""
    if actor.wide:
        return Conflict.record_id.in_(ids)
    return Conflict.record_id == any_(func.array(ids.scalar_subquery(), type_=ARRAY(Uuid)))


def _narrowed(wanted: Filter) -> list[ColumnElement[bool]]:
    equal = {
        Conflict.state: wanted.state,
        Conflict.record_kind: wanted.kind,
        Conflict.record_id: wanted.record_id,
        Conflict.field: wanted.field,
        Conflict.policy: wanted.policy,
    }
    criteria = [column == value for column, value in equal.items() if value is not None]
    if wanted.person_id is not None:
        person = str(wanted.person_id)
        sides = (Conflict.kept, Conflict.lost)
        criteria.append(or_(*(side["employee_id"].astext == person for side in sides)))
    if wanted.since is not None:
        criteria.append(Conflict.created_at >= wanted.since)
    if wanted.until is not None:
        criteria.append(Conflict.created_at < wanted.until)
    return criteria


def records_of(session: Session, actor: Actor, ids: Collection[UUID]) -> set[Record]:
    """Return the records that these conflicts are about, of those that the actor may see."""
    statement = select(Conflict.record_kind, Conflict.record_id).where(
        _visible_to(session, actor), Conflict.id.in_(ids)
    )
    return {(row.record_kind, row.record_id) for row in session.execute(statement)}


def locked(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Conflict]:
    """Return those of the conflicts that the actor may see, held in the order of their ids."""
    statement = (
        select(Conflict)
        .where(_visible_to(session, actor), Conflict.id.in_(ids))
        .order_by(Conflict.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {conflict.id: conflict for conflict in session.scalars(statement)}


def present(session: Session, records: Iterable[Record]) -> dict[Record, dict[str, Any]]:
    """Return the fields that stand in these records, as phones hold them; a record that is gone is left out.

    Records that keep no fields by the names of their forms tell them beside what else they tell.
    """
    fields = func.coalesce(FeedRow.data["fields"], FeedRow.data)
    statement = select(FeedRow.kind, FeedRow.id, fields).where(
        FeedRow.tenant_id == tenant_of(session), tuple_(FeedRow.kind, FeedRow.id).in_(list(set(records)))
    )
    return {(row[0], row[1]): row[2] for row in session.execute(statement) if row[2] is not None}


def definitions(session: Session, conflicts: Iterable[Conflict]) -> dict[UUID, dict[str, Any]]:
    """Return, by conflict, the field as the form defined it in which the later value was filled in."""
    fields = {conflict.id: conflict.field for conflict in conflicts}
    statement = (
        select(Conflict.id, FormVersion.definition["fields"])
        .join(
            SubmissionRow,
            (SubmissionRow.tenant_id == Conflict.tenant_id) & (SubmissionRow.id == Conflict.submission_id),
        )
        .join(
            FormVersion,
            (FormVersion.tenant_id == SubmissionRow.tenant_id)
            & (FormVersion.key == SubmissionRow.form_key)
            & (FormVersion.version == SubmissionRow.form_version),
        )
        .where(Conflict.tenant_id == tenant_of(session), Conflict.id.in_(list(fields)))
    )
    named = ((row[0], {field["name"]: field for field in row[1]}) for row in session.execute(statement))
    return {one: found[fields[one]] for one, found in named if fields[one] in found}
