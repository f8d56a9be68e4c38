"""Writing customers: by profile forms, merged field by field, and by a supervisor's decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.core import bulk, clock, feed, hlc, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError, NotFoundError
from server.core.merge import GONE, Change, merge, refused, revival
from server.core.submissions import BadReferenceError, Outcome, RecordRef, Submission
from server.customers import queries, rules
from server.customers.errors import NotYoursToChangeError
from server.customers.models import Customer

KIND = "customer"
Stamp = Mapping[str, Any]


@dataclass
class _Profile:
    """A customer while forms are at it: its fields with who wrote them last, and what was written here.

    `origin` is the form that makes it, None for a customer that was there before. `revived` says that an edit which
    had not seen that it was archived brings it back.
    """

    fields: dict[str, Any]
    stamps: dict[str, Any]
    visible: bool = True
    editable: bool = True
    origin: Submission | None = None
    archived: bool = False
    revived: bool = False
    written: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, changes: Iterable[Change], stamp: dict[str, Any]) -> None:
        """Write the values; an empty one takes its field out."""
        for change in changes:
            self.stamps[change.field] = self.written[change.field] = stamp
            if change.field == GONE:
                self.archived, self.revived = False, True
            else:
                self.fields[change.field] = change.after
        self.fields = rules.without_empty(self.fields.items())


def save_profiles(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Make customers from profile forms, or merge the forms' answers into those that they name.

    The customers are held from the read to the commit. An edit by someone who may not change the customer (any more)
    changes nothing: every value is kept as a clash for a supervisor. A form that edits a customer that does not exist
    is answered with BadReferenceError.
    """
    profiles = _held(session, actor, {_record_of(submission).id for submission in submissions})
    results = [_save(actor, profiles, submission) for submission in submissions]
    _write(session, actor, profiles)
    return results


def _record_of(submission: Submission) -> RecordRef:
    return submission.record or RecordRef(KIND, submission.id)


def _held(session: Session, actor: Actor, ids: set[UUID]) -> dict[UUID, _Profile]:
    rows = queries.held(session, ids)
    if not rows:
        return {}
    stamps = feed.field_stamps(session, KIND, rows.keys())
    may = queries.allowed_among(session, actor, rows)
    return {
        row_id: _Profile(
            row.fields, stamps[row_id], row_id in may.visible, row_id in may.editable, archived=row.archived
        )
        for row_id, row in rows.items()
    }


def _save(actor: Actor, profiles: dict[UUID, _Profile], submission: Submission) -> Outcome | DomainError:
    record = _record_of(submission)
    profile = profiles.get(record.id)
    if profile is not None:
        return _merge_into(actor, profile, submission, record)
    if submission.origin.base is not None:
        return BadReferenceError(KIND, record.id)
    profiles[record.id] = made = _Profile({}, {}, origin=submission)
    edits = rules.edits(submission.form, submission.answers, {}, {})
    fields = rules.without_empty((edit.field, edit.value) for edit in edits)
    changes = tuple(Change(name, None, value) for name, value in fields.items())
    made.put(changes, submission.stamp(actor))
    return Outcome(record=record, customer_id=record.id, changes=changes)


def _merge_into(actor: Actor, profile: _Profile, submission: Submission, record: RecordRef) -> Outcome:
    edits = rules.edits(submission.form, submission.answers, submission.before, profile.fields)
    merged = merge(profile.fields, profile.stamps, edits, submission.origin)
    flags: tuple[str, ...] = ()
    if not profile.editable:
        merged = refused(merged, "manual")
        flags = ("customer_view_only" if profile.visible else "customer_not_visible",)
    elif profile.archived:
        merged = revival(merged, profile.stamps, submission.origin)
    clashes = tuple((clash, profile.stamps.get(clash.field, {})) for clash in merged.clashes)
    profile.put(merged.changes, submission.stamp(actor))
    return Outcome(record=record, customer_id=record.id, changes=merged.changes, clashes=clashes, flags=flags)


_UPDATE = """
UPDATE customer c SET fields = r.fields, updated_at = :now,
  archived_at = CASE WHEN r.revived THEN NULL ELSE c.archived_at END
FROM json_to_recordset(CAST(:rows AS json)) AS r(id uuid, fields jsonb, revived boolean)
WHERE c.tenant_id = :tenant_id AND c.id = r.id
"""


def _write(session: Session, actor: Actor, profiles: Mapping[UUID, _Profile]) -> None:
    _insert(session, actor, {row_id: profile for row_id, profile in profiles.items() if profile.origin})
    rows = [
        {"id": row_id, "fields": one.fields, "revived": one.revived}
        for row_id, one in profiles.items()
        if one.written and not one.origin
    ]
    if rows:
        sql.run(session, _UPDATE, {"tenant_id": tenant_of(session), "now": clock.now(), "rows": bulk.as_json(rows)})
    for row_id, profile in profiles.items():
        if profile.written or profile.origin:
            feed.touch(session, KIND, row_id, profile.written)


def _insert(session: Session, actor: Actor, profiles: Mapping[UUID, _Profile]) -> None:
    if not profiles:
        return
    numbers = next_numbers(session, "customer", len(profiles))
    rows = [
        {
            "id": row_id,
            "type": profile.origin.form["record"]["type"],
            "code": f"KH{number:06d}",
            "status": "lead",
            "owner_id": actor.employee_id,
            "fields": profile.fields,
            "created_at": profile.origin.received_at,
            "updated_at": profile.origin.received_at,
        }
        for number, (row_id, profile) in zip(numbers, profiles.items(), strict=True)
        if profile.origin
    ]
    bulk.insert(session, Customer, rows)


_NOTE_CHANGES = """
UPDATE customer SET updated_at = :at WHERE tenant_id = :tenant_id AND id = ANY(:ids) AND updated_at < :at
"""


def note_changes(session: Session, customer_ids: Iterable[UUID], at: datetime) -> None:
    """Count something that was done with customers as their latest change: `at` is when the server received it."""
    sql.run(session, _NOTE_CHANGES, {"tenant_id": tenant_of(session), "ids": list(set(customer_ids)), "at": at})


def settle_field(session: Session, actor: Actor, customer_id: UUID, name: str, value: Any) -> None:
    """Write the value that a supervisor chose for one field.

    Raises NotFoundError when he may not see the customer, NotYoursToChangeError when he sees it by a share to view.
    """
    profiles = _held(session, actor, {customer_id})
    if customer_id not in profiles or not profiles[customer_id].visible:
        raise NotFoundError
    profile = profiles[customer_id]
    if not profile.editable:
        raise NotYoursToChangeError
    if profile.fields.get(name) != value:
        profile.put([Change(name, profile.fields.get(name), value)], stamp_of_console(actor))
        _write(session, actor, profiles)


def stamp_of_console(actor: Actor) -> dict[str, Any]:
    """Return who and when, as it is kept with what is written at the console."""
    moment = clock.now()
    return {
        "hlc": hlc.make(int(moment.timestamp() * 1000), "console"),
        "device": None,
        "n": 0,
        "employee": str(actor.employee_id),
        "submission": None,
        "at": moment.isoformat(),
        "received_at": moment.isoformat(),
        "gps": None,
    }
