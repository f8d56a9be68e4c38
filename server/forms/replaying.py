"""Making the fields of a record again, from what wrote them: forms, by the same merge, and what else was recorded.

A form is merged into what the events before it made, so that the outcome of every conflict comes about again and is not
copied. What its author had not seen is kept with the submission, for the numbers of the feed are not kept for ever.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.merge import Change
from server.core.merge_values import same
from server.core.records import Record, save
from server.core.submissions import Submission
from server.forms.rules import Setting, judge

Answers = Mapping[str, Any]
Reader = Callable[[Mapping[str, Any], Answers], Answers]
"""(form, answers) → the answers as the area stores them, telephone numbers in E.164 for example."""


@dataclass(frozen=True)
class Applied:
    """A form that was merged into the record: whether its author might change it, and what he had not seen.

    `kept_back` names answers that did not come to the merge: they waited for a person, or led in a ring.
    """

    submission: Submission
    employee_id: UUID
    editable: bool = True
    unseen: Collection[str] = ()
    kept_back: Collection[str] = ()


@dataclass(frozen=True)
class Recorded:
    """Values that came into the record by no form: settled by a person, merged with another record, taken back."""

    values: Mapping[str, Any]
    stamp: Mapping[str, Any]


Event = Applied | Recorded


def replay(kind: str, record_id: UUID, events: Iterable[Event], read: Reader, where: ZoneInfo) -> dict[str, Any] | None:
    """Return the fields that the events make, in their order; None when nothing makes the record.

    `where` is the organisation's time zone: by its days the forms' rules reckon.
    """
    records: dict[UUID, Record] = {}
    for event in events:
        if isinstance(event, Applied):
            standing = records[record_id].fields if record_id in records else None
            _apply(kind, records, _fit(event, standing, where), read)
        elif record_id in records:
            record = records[record_id]
            record.put([Change(name, None, value) for name, value in event.values.items()], dict(event.stamp))
    return records[record_id].fields if record_id in records else None


def _fit(event: Applied, standing: Answers | None, where: ZoneInfo) -> Applied:
    """Return the event with what of its answers was fit for the record."""
    given = event.submission
    moment = given.occurred_at.astimezone(where)
    setting = Setting(
        editing=given.origin.base is not None,
        today=moment.date().isoformat(),
        now=moment.isoformat(timespec="seconds"),
        record=standing,
        before=given.before,
    )
    return replace(event, submission=replace(given, answers=judge(given.form, given.answers, setting).fit))


def _apply(kind: str, records: dict[UUID, Record], event: Applied, read: Reader) -> None:
    form = event.submission.form
    answers = {name: value for name, value in event.submission.answers.items() if name not in event.kept_back}
    submission = replace(event.submission, answers=read(form, answers), before=read(form, event.submission.before))
    for record in records.values():
        record.editable, record.origin = event.editable, None
        record.stamps = {name: _seen(stamp, name not in event.unseen) for name, stamp in record.stamps.items()}
    made = save(_author(event.employee_id), kind, records, submission)
    assert not isinstance(made, DomainError) or not records  # noqa: S101 - an edit of nothing makes nothing


def _seen(stamp: Mapping[str, Any], seen: bool) -> dict[str, Any]:  # noqa: FBT001 - says itself what it is
    """Return the stamp with a number within every base, or within none."""
    return {**stamp, "seq": 0 if seen else None}


def _author(employee_id: UUID) -> Actor:
    nobody = UUID(int=0)
    return Actor(tenant_id=0, organisation_uuid=nobody, account_id=nobody, employee_id=employee_id)


@dataclass(frozen=True)
class Difference:
    """A field of a record that its events do not make as it stands."""

    kind: str
    record_id: UUID
    field: str
    stands: Any
    rebuilt: Any


def compared(kind: str, record_id: UUID, stands: Answers, rebuilt: Answers) -> list[Difference]:
    """Return the fields that differ, by name."""
    names = sorted(stands.keys() | rebuilt.keys())
    return [
        Difference(kind, record_id, name, stands.get(name), rebuilt.get(name))
        for name in names
        if not same(stands.get(name), rebuilt.get(name))
    ]
