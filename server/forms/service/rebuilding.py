"""Rebuilding the records of an organisation from its submissions, and comparing them with what stands.

What forms write is merged again. What came into a record by no form is taken from where it was recorded: conflicts that
a person settled, and for customers the history of their fields (merges, what was taken back, what reports updated).
Records of which nothing is merged their area makes again (`Retold`).
Owners, pools, status and archiving are written by no form and are not compared.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from server.core import hlc, sql
from server.core.actor import Actor
from server.core.database import registry_of, tenant_of
from server.core.merge import GONE, Origin
from server.core.submissions import Fix, RecordRef, Submission
from server.customers import phones
from server.forms import policies as merging
from server.forms import queries
from server.forms.models import SubmissionRow
from server.forms.replaying import Applied, Difference, Event, Reader, Recorded, compared, replay
from server.forms.rules import Setting, judge
from server.forms.service.accepting import ORPHAN
from server.media.queries import zone

BATCH = 500
Past = list[tuple[datetime, dict[merging.Key, str]]]


def _as_given(_: Mapping[str, Any], answers: Mapping[str, Any]) -> Mapping[str, Any]:
    return answers


@dataclass(frozen=True)
class Source:
    """Where the records of a kind are: their table, with the columns id and fields, and how answers are stored there.

    `history` selects (id, record_id, at, values, submission_id) of what came in by no form of theirs, for :ids.
    `fields` is SQL for a table that has its fields in columns; `begins` is what they are where no form says it, and
    `names` are all that there are, none for any. `prepare` returns how answers, and what came in by no form, are
    stored in an organisation.
    """

    table: str
    read: Reader = _as_given
    history: str | None = None
    fields: str = "fields"
    begins: Mapping[str, Any] = field(default_factory=dict)
    names: Collection[str] = ()
    prepare: Callable[[Session], Reader] | None = None

    def whole(self, made: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that the table has of those that were made."""
        return {name: value for name, value in {**self.begins, **made}.items() if not self.names or name in self.names}


@dataclass(frozen=True)
class Retold:
    """A kind that its area makes again by itself, for nothing of it is merged.

    `stands` yields the fields of the records by id, some at a time, `made` returns what they are made of again, without
    those that no form made, and `settle` lets one field stand as it was made.
    """

    stands: Callable[[Session], Iterable[Mapping[UUID, Mapping[str, Any]]]]
    made: Callable[[Session, Collection[UUID]], Mapping[UUID, Mapping[str, Any]]]
    settle: Callable[[Session, Actor, UUID, str, Any], None]


_SETTLED = """
SELECT k.record_id, k.settled_at AS at, json_build_object(k.field, k.settled_value) AS values,
       CAST(NULL AS uuid) AS submission_id
FROM conflict k
WHERE k.tenant_id = :tenant_id AND k.record_kind = :kind AND k.record_id = ANY(:ids) AND k.state = 'settled'
ORDER BY k.settled_at
"""
_OF_CUSTOMERS = """
SELECT c.customer_id AS record_id, c.received_at AS at,
       (SELECT json_object_agg(e.key, e.value -> 1) FROM jsonb_each(c.changes) e) AS values, c.submission_id
FROM customer_change c
LEFT JOIN submission s ON s.tenant_id = c.tenant_id AND s.id = c.submission_id
WHERE c.tenant_id = :tenant_id AND :kind = 'customer' AND c.customer_id = ANY(:ids)
  AND (c.way <> 'form' OR s.record_kind IS DISTINCT FROM 'customer')
ORDER BY c.received_at, c.id
"""
SOURCES: dict[str, Source | Retold] = {"customer": Source("customer", phones.normalised, _OF_CUSTOMERS)}
"""The kinds that can be rebuilt; the composition root adds those of the areas above."""


@dataclass
class Rebuilt:
    """What a rebuilding found: records compared, those that no submission made, and the differences."""

    kind: str
    compared: int = 0
    not_of_forms: int = 0
    differences: list[Difference] = field(default_factory=list)


def rebuild(session: Session, kind: str) -> Rebuilt:
    """Make the records of a kind again from the organisation's submissions, and compare them with what stands."""
    source, found = SOURCES[kind], Rebuilt(kind)
    again = _retold(session, source) if isinstance(source, Retold) else _merged_again(session, kind, source)
    for record_id, stands, made in again:
        if made is None:
            found.not_of_forms += 1
        else:
            found.compared += 1
            found.differences += compared(kind, record_id, stands, made)
    return found


Again = Iterator[tuple[UUID, Mapping[str, Any], Mapping[str, Any] | None]]
"""(record's id, its fields as they stand, as they are made again)."""


def _retold(session: Session, source: Retold) -> Again:
    for batch in source.stands(session):
        made = source.made(session, batch.keys())
        yield from ((record_id, stands, made.get(record_id)) for record_id, stands in batch.items())


def _merged_again(session: Session, kind: str, source: Source) -> Again:
    columns = f"SELECT id, {source.fields} AS fields FROM {source.table}"  # noqa: S608 - our own table
    statement = text(f"{columns} WHERE tenant_id = :tenant_id ORDER BY id")
    past = merging.over_time(session)
    where = zone(session)
    read = source.prepare(session) if source.prepare else source.read
    rows = iter(session.execute(statement, {"tenant_id": tenant_of(session)}, execution_options={"yield_per": BATCH}))
    while batch := list(islice(rows, BATCH)):
        events = _events(session, kind, source, [row.id for row in batch], past)
        for row in batch:
            happened = [_read(event, read) if source.prepare else event for event in events.get(row.id, ())]
            made = replay(kind, row.id, happened, read, where)
            yield row.id, row.fields, None if made is None else source.whole(made)


def _read(event: Event, read: Reader) -> Event:
    return replace(event, values=read({}, event.values)) if isinstance(event, Recorded) else event


def as_accepted(session: Session, rows: Sequence[SubmissionRow]) -> list[Submission]:
    """Return submissions with the answers that their areas saw, in the same order."""
    forms = queries.definitions(session, tenant_of(session), {(row.form_key, row.form_version) for row in rows})
    where = zone(session)
    return [_accepted(_submission(row, forms[row.form_key, row.form_version]), where) for row in rows]


def _accepted(given: Submission, where: ZoneInfo) -> Submission:
    moment = given.occurred_at.astimezone(where)
    editing = given.origin.base is not None
    setting = Setting(editing=editing, today=moment.date().isoformat(), now=moment.isoformat(timespec="seconds"))
    return replace(given, answers=judge(given.form, given.answers, setting).fit)


def write(session: Session, actor: Actor, differences: Iterable[Difference]) -> int:
    """Let what was rebuilt stand, as a decision of the actor that the history shows; return how many fields."""
    written = 0
    for one in differences:
        source = SOURCES[one.kind]
        settle = source.settle if isinstance(source, Retold) else registry_of(session).records[one.kind].settle
        settle(session, actor, one.record_id, one.field, one.rebuilt)
        written += 1
    return written


def _events(session: Session, kind: str, source: Source, ids: list[UUID], past: Past) -> dict[UUID, list[Event]]:
    """Return what happened to the records, in order: forms by their place, the rest by time among them."""
    statement = (
        select(SubmissionRow)
        .where(
            SubmissionRow.tenant_id == tenant_of(session),
            SubmissionRow.record_kind == kind,
            SubmissionRow.record_id.in_(ids),
        )
        .order_by(SubmissionRow.record_id, SubmissionRow.place)
    )
    rows = [row for row in session.scalars(statement) if ORPHAN not in row.flags]
    clashes = _clashes(session, [row.id for row in rows])
    forms = queries.definitions(session, tenant_of(session), {(row.form_key, row.form_version) for row in rows})
    timed: dict[UUID, list[tuple[datetime, Event]]] = {}
    for record_id, of_record in groupby(rows, key=attrgetter("record_id")):
        timed[record_id] = list(_in_time(of_record, forms, clashes, past))
    for row in _recorded(session, kind, source, ids):
        timed.setdefault(row.record_id, []).append((row.at, Recorded(row.values or {}, _stamp(session, row))))
    return {
        record_id: [event for _, event in sorted(events, key=lambda pair: pair[0])]
        for record_id, events in timed.items()
    }


Clashes = dict[UUID, dict[str, str]]


def _in_time(
    rows: Iterable[SubmissionRow], forms: Mapping[Any, Any], clashes: Clashes, past: Past
) -> Iterator[tuple[datetime, Event]]:
    """Yield forms in the order in which they were applied, each not before the one before it."""
    latest = datetime.min.replace(tzinfo=UTC)
    for row in rows:
        latest = max(latest, row.received_at)
        chosen = next((policies for since, policies in reversed(past) if since <= row.received_at), {})
        form = merging.with_policies(forms[row.form_key, row.form_version], chosen)
        yield latest, _applied(row, form, clashes.get(row.id, {}))


def _applied(row: SubmissionRow, form: Mapping[str, Any], clashes: Mapping[str, str]) -> Applied:
    submission = _submission(row, form)
    pins = {one["name"] for one in form["fields"] if one["type"] == "gps"}
    refused = {flag.split(":", 1)[1] for flag in row.flags if flag.startswith("rule_broken:")}
    waiting = {name for name, policy in clashes.items() if policy == "manual" and name in pins}
    return Applied(
        submission=submission,
        employee_id=row.employee_id,
        editable=not {f"{row.record_kind}_view_only", f"{row.record_kind}_not_visible"} & set(row.flags),
        unseen={*row.unseen, *(name for name in clashes if name != GONE)},
        kept_back=waiting | _rings(form, refused),
    )


def _rings(form: Mapping[str, Any], refused: set[str]) -> set[str]:
    """Return the references that were not taken since they led in a ring: no rule of the form speaks of them."""
    refs = {one["name"] for one in form["fields"] if one["type"] == "ref" and not one.get("constraints")}
    return refs & refused


def _submission(row: SubmissionRow, form: Mapping[str, Any]) -> Submission:
    origin = Origin(
        base=row.base,
        device=str(row.device_id) if row.device_id else None,
        n=row.device_n or 0,
        hlc=row.hlc,
        trusted=row.device_id is None,
    )
    return Submission(
        id=row.id,
        form=form,
        answers=row.answers,
        before=row.before,
        record=RecordRef(str(row.record_kind), row.record_id) if row.record_id else None,
        fix=Fix(row.fix["lat"], row.fix["lon"], None, None, None, mock=False) if row.fix else None,
        media=(),
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        origin=origin,
    )


def _clashes(session: Session, ids: list[UUID]) -> Clashes:
    found: Clashes = {}
    statement = (
        "SELECT submission_id, field, policy FROM conflict WHERE tenant_id = :tenant_id AND submission_id = ANY(:ids)"
    )
    for row in sql.run(session, statement, {"tenant_id": tenant_of(session), "ids": ids}) if ids else ():
        found.setdefault(row.submission_id, {})[row.field] = row.policy
    return found


def _recorded(session: Session, kind: str, source: Source, ids: list[UUID]) -> list[Any]:
    values = {"tenant_id": tenant_of(session), "kind": kind, "ids": ids}
    return sql.run(session, source.history or _SETTLED, values)


def _stamp(session: Session, row: Any) -> dict[str, Any]:
    """Return who wrote what came in by no form of the record's: a report from a phone, else the console."""
    report = session.get(SubmissionRow, (tenant_of(session), row.submission_id)) if row.submission_id else None
    if report is None:
        return {"hlc": hlc.make(int(row.at.timestamp() * 1000), "console"), "device": None, "n": 0}
    device = str(report.device_id) if report.device_id else None
    return {"hlc": report.hlc, "device": device, "n": report.device_n or 0}
