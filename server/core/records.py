"""Records that forms make and edit: their answers are merged in field by field, a set of forms at a time.

An area reads its records into `Record`s, lets `save` merge the forms into them one after the other, and writes those
that were `written` back by the set. What it may refuse it judges between the merge and the writing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from server.core import clock, hlc
from server.core.actor import Actor
from server.core.edits import edits, without_empty
from server.core.errors import DomainError
from server.core.merge import GONE, Change, merge, refused, revival, unseen
from server.core.submissions import BadReferenceError, Outcome, RecordRef, Submission

Fields = Mapping[str, Any]
Judge = Callable[[UUID, Fields], DomainError | None]
"""(record's id, its fields as they would be) → why that cannot be, or None."""


@dataclass
class Record:
    """A record while forms are at it: its fields with who wrote them last, and what was written here.

    `origin` is the form that makes it, None for a record that was there before. `revived` says that an edit which had
    not seen that it was archived brings it back.
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
        self.fields = without_empty(self.fields.items())


def ref_of(kind: str, submission: Submission) -> RecordRef:
    """Return the record that a form edits, or the one that it makes: that has the submission's id."""
    return submission.record or RecordRef(kind, submission.id)


def ids_of(kind: str, submissions: Sequence[Submission]) -> Collection[UUID]:
    """Return the ids of the records that the forms make or edit."""
    return {ref_of(kind, submission).id for submission in submissions}


def save(
    actor: Actor, kind: str, records: dict[UUID, Record], submission: Submission, judge: Judge | None = None
) -> Outcome | DomainError:
    """Make a record of a form, or merge the form into the one that it names; `records` holds all that there are.

    An edit by someone who may not change the record (any more) changes nothing: every value is kept as a clash for a
    supervisor. One of a record that does not exist is answered with BadReferenceError, one that `judge` objects to with
    what it says: neither has written anything.
    """
    ref = ref_of(kind, submission)
    record = records.get(ref.id)
    if record is not None:
        return _merge_into(actor, record, submission, ref, judge)
    if submission.origin.base is not None:
        return BadReferenceError(kind, ref.id)
    found = edits(submission.form, submission.answers, {}, {})
    fields = without_empty((edit.field, edit.value) for edit in found)
    if judge and (error := judge(ref.id, fields)):
        return error
    changes = tuple(Change(name, None, value) for name, value in fields.items())
    records[ref.id] = made = Record({}, {}, origin=submission)
    made.put(changes, submission.stamp(actor))
    return Outcome(record=ref, changes=changes)


def _merge_into(
    actor: Actor, record: Record, submission: Submission, ref: RecordRef, judge: Judge | None
) -> Outcome | DomainError:
    found = edits(submission.form, submission.answers, submission.before, record.fields)
    merged = merge(record.fields, record.stamps, found, submission.origin)
    beyond = unseen(record.stamps, [edit.field for edit in found], submission.origin)
    flags: tuple[str, ...] = ()
    if not record.editable:
        merged = refused(merged, "manual")
        flags = (f"{ref.kind}_view_only" if record.visible else f"{ref.kind}_not_visible",)
    elif record.archived:
        merged = revival(merged, record.stamps, submission.origin)
    if judge and (error := judge(ref.id, _after(record.fields, merged.changes))):
        return error
    clashes = tuple((clash, record.stamps.get(clash.field, {})) for clash in merged.clashes)
    record.put(merged.changes, submission.stamp(actor))
    return Outcome(record=ref, changes=merged.changes, clashes=clashes, flags=flags, unseen=beyond)


def _after(fields: Fields, changes: Iterable[Change]) -> dict[str, Any]:
    changed = {change.field: change.after for change in changes if change.field != GONE}
    return without_empty({**fields, **changed}.items())


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
