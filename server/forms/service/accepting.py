"""Accepting what was filled in: each submission once, kept for ever, and its area acts on it.

A set of submissions is taken with as many statements as one. What each area makes of its forms comes back before the
submissions are stored with it; a submission that is refused leaves nothing behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import bulk, feed
from server.core.actor import Actor
from server.core.database import registry_of
from server.core.errors import DomainError, ForbiddenError, InvalidInputError
from server.core.submissions import Handler, Outcome, RecordRef, Submission
from server.forms import queries, rules
from server.forms.errors import IdReuseError
from server.forms.models import SubmissionRow
from server.forms.service.correcting import KIND, NOT_CORRECTING, correctable, mark_corrected
from server.forms.service.referring import missing
from server.forms.service.reports import note_reports
from server.forms.service.standing import settings
from server.forms.service.telling import tell
from server.forms.service.uniqueness import note_values
from server.media.rules import check_named
from server.media.service import expect

ORPHAN = "orphan"


@dataclass(frozen=True)
class Offered:
    """A submission with the SHA-256 of what it says.

    `orphan` says that what it is about never came: it is kept and flagged, and no area acts on it.
    """

    submission: Submission
    body_sha256: bytes
    orphan: bool = False


@dataclass(frozen=True)
class Accepted:
    """What became of a submission.

    `repeated` says that the very same one had been accepted before, `awaits_media` that files it names are to come.
    """

    outcome: Outcome
    repeated: bool = False
    awaits_media: bool = False


@dataclass(frozen=True)
class _Read:
    """A new submission with its answers as the area sees them (well-typed) and the flags of the others."""

    offered: Offered
    seen: Submission
    issues: list[str]


def accept(session: Session, actor: Actor, offered: Sequence[Offered]) -> list[Accepted | DomainError]:
    """Take submissions of one person, each with another id; return for each what became of it, or why it is refused.

    Answers are as sent; the areas see those that are well-typed. The same id with the same body again changes nothing;
    with another body it is answered with IdReuseError. Runs inside the caller's savepoint.
    """
    known = queries.bodies_of(session, actor.tenant_id, [one.submission.id for one in offered])
    results: dict[int, Accepted | DomainError] = {}
    new: dict[int, _Read] = {}
    judged_by = settings(session, [one.submission for one in offered])
    for place, (one, setting) in enumerate(zip(offered, judged_by, strict=True)):
        read = _repeated(one, known) or _read(actor, one, setting)
        if isinstance(read, _Read):
            new[place] = read
        else:
            results[place] = read
    results |= _take(session, actor, new)
    return [results[place] for place in range(len(offered))]


def _repeated(one: Offered, known: Mapping[UUID, tuple[bytes, UUID | None]]) -> Accepted | DomainError | None:
    if one.submission.id not in known:
        return None
    body_sha256, customer_id = known[one.submission.id]
    if body_sha256 != one.body_sha256:
        return IdReuseError(id=str(one.submission.id))
    return Accepted(Outcome(customer_id=customer_id), repeated=True)


def _read(actor: Actor, one: Offered, setting: rules.Setting) -> _Read | DomainError:
    submission = one.submission
    right = submission.form.get("right")
    if right is not None and not actor.can(right):
        return ForbiddenError(right=right)
    try:
        for place, item in enumerate(submission.media):
            check_named(item.sha256, item.size, f"/media/{place}")
    except InvalidInputError as error:
        return error
    fit, issues = rules.check(submission.form, submission.answers, editing=setting.editing, setting=setting)
    return _Read(one, replace(submission, answers=fit), [*issues, ORPHAN] if one.orphan else issues)


def _take(session: Session, actor: Actor, new: dict[int, _Read]) -> dict[int, Accepted | DomainError]:
    outcomes = _act(session, actor, new)
    taken = {place: (new[place], one) for place, one in outcomes.items() if isinstance(one, Outcome)}
    doubled = note_values(session, [(read.seen, outcome) for read, outcome in taken.values()])
    taken = {place: (read, _flagged(outcome, doubled.get(read.seen.id))) for place, (read, outcome) in taken.items()}
    corrections = correctable(session, actor, [read.seen for read, _ in taken.values()])
    rows = [_row(session, actor, *pair, corrections) for pair in taken.values()]
    bulk.insert(session, SubmissionRow, rows)
    mark_corrected(session, corrections)
    awaiting = _expect_media(session, actor, [read.offered.submission for read, _ in taken.values()])
    for read, outcome in taken.values():
        feed.touch(session, KIND, read.seen.id)
        _note(session, actor, read.offered.submission, outcome)
    tell(session, actor, [(read.seen, outcome) for read, outcome in taken.values()])
    accepted = {
        place: Accepted(outcome, awaits_media=read.seen.id in awaiting) for place, (read, outcome) in taken.items()
    }
    return {**{p: one for p, one in outcomes.items() if isinstance(one, DomainError)}, **accepted}


def _flagged(outcome: Outcome, flags: Sequence[str] | None) -> Outcome:
    return replace(outcome, flags=(*outcome.flags, *flags)) if flags else outcome


def _act(session: Session, actor: Actor, new: dict[int, _Read]) -> dict[int, Outcome | DomainError]:
    """Let the areas act, each on its own forms by the set; forms about one record keep their order."""
    handlers = registry_of(session).handlers
    handled = {p: handlers.get(r.seen.form["key"], note_reports) for p, r in new.items() if not r.offered.orphan}
    outcomes: dict[int, Outcome | DomainError] = {
        place: Outcome(record=read.seen.record) for place, read in new.items() if read.offered.orphan
    }
    order = [(handler, _about(new[place].seen)) for place, handler in handled.items()]
    for wave in rules.waves(order):
        places = [list(handled)[at] for at in wave]
        outcomes |= _handled(session, actor, new, places, handled[places[0]])
    return outcomes


def _handled(
    session: Session, actor: Actor, new: Mapping[int, _Read], places: Sequence[int], handler: Handler
) -> dict[int, Outcome | DomainError]:
    """Let one area act on these; those whose rows name what is not there are not for it to see."""
    gone = {places[at]: error for at, error in missing(session, [new[place].seen for place in places]).items()}
    ready = [place for place in places if place not in gone]
    made = handler(session, actor, [new[place].seen for place in ready]) if ready else ()
    return {**gone, **dict(zip(ready, made, strict=True))}


def _about(submission: Submission) -> list[RecordRef]:
    """Return the records that a form makes, edits or refers to."""
    form = submission.form
    made = RecordRef(form["record"]["kind"], submission.id) if form.get("record") else None
    refs = [RecordRef(kind, UUID(answer)) for kind, answer in rules.references(form, submission.answers)]
    return [record for record in (submission.record or made, *refs) if record]


def _row(
    session: Session, actor: Actor, read: _Read, outcome: Outcome, corrections: Mapping[UUID, UUID]
) -> dict[str, Any]:
    submission, record = read.offered.submission, outcome.record
    fix, revises = submission.fix, corrections.get(submission.id)
    astray = [NOT_CORRECTING] if submission.revises and not revises else []
    return {
        "id": submission.id,
        "form_key": submission.form["key"],
        "form_version": submission.form["version"],
        "employee_id": actor.employee_id,
        "device_id": actor.device_id,
        "device_n": submission.origin.n if actor.device_id else None,
        "record_kind": record.kind if record else None,
        "record_id": record.id if record else None,
        "customer_id": outcome.customer_id,
        "answers": submission.answers,
        "before": submission.before,
        "media": [item.__dict__ for item in submission.media],
        "location": bulk.point(fix.lat, fix.lon) if fix else None,
        "fix": {**fix.__dict__, "fixed_at": fix.fixed_at and str(fix.fixed_at)} if fix else None,
        "base": submission.origin.base,
        "hlc": submission.origin.hlc,
        "occurred_at": submission.occurred_at,
        "received_at": submission.received_at,
        "body_sha256": bulk.bytea(read.offered.body_sha256),
        "state": "received",
        "flags": list(dict.fromkeys((*read.issues, *astray, *outcome.flags))),
        "changes": [change.__dict__ for change in outcome.changes],
        "request_id": session.info.get("request_id"),
        "revises_id": revises,
        "unseen": outcome.unseen,
    }


def _expect_media(session: Session, actor: Actor, submissions: Sequence[Submission]) -> set[UUID]:
    return expect(session, actor, {one.id: one.media for one in submissions if one.media})


def _note(session: Session, actor: Actor, submission: Submission, outcome: Outcome) -> None:
    """Put into the history what the submission did, with the values before and after."""
    detail = {
        "form": submission.form["key"],
        "version": submission.form["version"],
        "record": _named(outcome.record),
        "before": {change.field: change.before for change in outcome.changes},
        "after": {change.field: change.after for change in outcome.changes},
        "conflicts": [clash.field for clash, _ in outcome.clashes],
        "media": [str(item.media_id) for item in submission.media],
    }
    detail = {name: value for name, value in detail.items() if value}
    audit.record(
        session, actor, "submission.create", KIND, submission.id, customer_id=outcome.customer_id, detail=detail
    )


def _named(record: RecordRef | None) -> dict[str, str] | None:
    return {"kind": record.kind, "id": str(record.id)} if record else None


def touch_media(session: Session, tenant_id: int, submission_id: UUID) -> None:
    """Let phones and console see that a file of the submission has changed its state."""
    exists = select(SubmissionRow.id).where(SubmissionRow.tenant_id == tenant_id, SubmissionRow.id == submission_id)
    if session.scalar(exists) is not None:
        feed.touch(session, KIND, submission_id)
