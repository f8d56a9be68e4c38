"""Publishing forms and accepting what was filled in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import registry_of, tenant_of
from server.core.ids import derived_id, new_id
from server.core.submissions import Outcome, Submission
from server.forms import queries, rules
from server.forms.errors import CommentNeededError, IdReuseError, OwnSubmissionError
from server.forms.library import shipped
from server.forms.models import FormVersion, SubmissionReview, SubmissionRow
from server.media.service import expect
from server.notifications.service import notify

KIND = "submission"


@dataclass(frozen=True)
class Accepted:
    """What became of a submission.

    `repeated` says that the very same one had been accepted before, `awaits_media` that files it names are to come.
    """

    outcome: Outcome
    repeated: bool = False
    awaits_media: bool = False


def publish_shipped(session: Session) -> None:
    """Publish the forms that Tuyen ships and the organisation does not have yet."""
    for document in shipped():
        publish(session, document)


def publish(session: Session, definition: Mapping[str, Any]) -> None:
    """Publish a version of a form for ever and make it the current one; a version that is out stays as it is."""
    tenant_id = tenant_of(session)
    key, version = definition["key"], definition["version"]
    if queries.form_version(session, tenant_id, key, version):
        return
    older = update(FormVersion).where(FormVersion.tenant_id == tenant_id, FormVersion.key == key, FormVersion.current)
    for row_id in session.scalars(older.values(current=False).returning(FormVersion.id)):
        feed.touch(session, "form", row_id)
    row = FormVersion(
        tenant_id=tenant_id,
        id=derived_id("form", tenant_id, key, version),
        key=key,
        version=version,
        definition=dict(definition),
        current=True,
        published_at=clock.now(),
    )
    session.add(row)
    session.flush()
    feed.touch(session, "form", row.id)
    audit.record(session, None, "form.publish", "form", row.id, detail={"form": key, "version": version})


def accept(session: Session, actor: Actor, submission: Submission, body_sha256: bytes) -> Accepted:
    """Take a submission once: store it, let its area act on it, expect its media.

    `submission.answers` are as sent; the area sees those that are well-typed. The same id with the same body again
    changes nothing; with another body it raises IdReuseError. Runs inside the caller's savepoint.
    """
    stored = session.get(SubmissionRow, (actor.tenant_id, submission.id))
    if stored is not None:
        if stored.body_sha256 != body_sha256:
            raise IdReuseError(id=str(submission.id))
        return Accepted(Outcome(customer_id=stored.customer_id), repeated=True)
    editing = submission.origin.base is not None
    fit, issues = rules.check(submission.form, submission.answers, editing=editing)
    outcome = _act(session, actor, submission, fit)
    _store(session, actor, submission, outcome, (*issues, *outcome.flags), body_sha256)
    awaits_media = expect(session, actor, submission.id, submission.media)
    feed.touch(session, KIND, submission.id)
    _note(session, actor, submission, outcome)
    _notify_chosen(session, submission, fit.get("notify_to") or [])
    return Accepted(outcome, awaits_media=awaits_media)


def _act(session: Session, actor: Actor, submission: Submission, fit: dict[str, Any]) -> Outcome:
    handler = registry_of(session).handlers.get(submission.form["key"])
    if handler is None:
        return Outcome()
    seen_by_area = Submission(**{**submission.__dict__, "answers": fit})
    return handler(session, actor, seen_by_area)


def _store(
    session: Session,
    actor: Actor,
    submission: Submission,
    outcome: Outcome,
    flags: tuple[str, ...],
    body_sha256: bytes,
) -> None:
    fix, record = submission.fix, outcome.record
    row = SubmissionRow(
        tenant_id=actor.tenant_id,
        id=submission.id,
        form_key=submission.form["key"],
        form_version=submission.form["version"],
        employee_id=actor.employee_id,
        device_id=actor.device_id,
        device_n=submission.origin.n if actor.device_id else None,
        record_kind=record.kind if record else None,
        record_id=record.id if record else None,
        customer_id=outcome.customer_id,
        answers=dict(submission.answers),
        before=dict(submission.before),
        media=[{**item.__dict__, "media_id": str(item.media_id)} for item in submission.media],
        location=func.ST_SetSRID(func.ST_MakePoint(fix.lon, fix.lat), 4326) if fix else None,
        fix=json.loads(json.dumps(fix.__dict__, default=str)) if fix else None,
        base=submission.origin.base,
        hlc=submission.origin.hlc,
        occurred_at=submission.occurred_at,
        received_at=submission.received_at,
        body_sha256=body_sha256,
        flags=list(dict.fromkeys(flags)),
        changes=[change.__dict__ for change in outcome.changes],
        request_id=session.info.get("request_id"),
    )
    session.add(row)
    session.flush()


def _note(session: Session, actor: Actor, submission: Submission, outcome: Outcome) -> None:
    """Put into the history what the submission did, with the values before and after."""
    record = outcome.record
    detail = {
        "form": submission.form["key"],
        "version": submission.form["version"],
        "record": {"kind": record.kind, "id": str(record.id)} if record else None,
        "before": {change.field: change.before for change in outcome.changes},
        "after": {change.field: change.after for change in outcome.changes},
        "conflicts": [clash.field for clash, _ in outcome.clashes],
        "media": [str(item.media_id) for item in submission.media],
    }
    detail = {name: value for name, value in detail.items() if value}
    audit.record(
        session, actor, "submission.create", KIND, submission.id, customer_id=outcome.customer_id, detail=detail
    )


def _notify_chosen(session: Session, submission: Submission, chosen: list[str]) -> None:
    notify(
        session,
        employee_ids=[UUID(employee_id) for employee_id in chosen],
        kind="submission_received",
        title=submission.form["title"],
        body="",
        link=f"/submissions/{submission.id}",
        key=f"submission:{submission.id}",
    )


@dataclass(frozen=True)
class Verdict:
    """A reviewer's decision: `state` is approved, has_issues (sent back) or rejected."""

    state: str
    comment: str | None


REVIEW_TITLES = {
    "approved": {"vi": "Bài gửi đã được duyệt", "en": "Your submission was approved"},
    "has_issues": {"vi": "Bài gửi được trả lại để bổ sung", "en": "Your submission was sent back"},
    "rejected": {"vi": "Bài gửi bị từ chối", "en": "Your submission was rejected"},
}


def review(session: Session, actor: Actor, submission_id: UUID, verdict: Verdict) -> None:
    """Decide on a submission that the actor sees; the rep's phone learns it, and a comment reaches his inbox.

    Raises NotFoundError, OwnSubmissionError, or CommentNeededError when a refusal gives no reason.
    """
    if verdict.state != "approved" and not (verdict.comment or "").strip():
        raise CommentNeededError
    row = queries.locked(session, actor, submission_id)
    if row.employee_id == actor.employee_id:
        raise OwnSubmissionError
    moment, before = clock.now(), {"state": row.state, "comment": row.comment}
    row.state, row.comment, row.reviewer_id, row.reviewed_at = (
        verdict.state,
        verdict.comment,
        actor.employee_id,
        moment,
    )
    made = SubmissionReview(
        tenant_id=actor.tenant_id,
        id=new_id(),
        submission_id=row.id,
        state=verdict.state,
        comment=verdict.comment,
        reviewer_id=actor.employee_id,
        reviewed_at=moment,
    )
    session.add(made)
    session.flush()
    feed.touch(session, KIND, row.id)
    detail = {"before": before, "after": {"state": verdict.state, "comment": verdict.comment}}
    audit.record(session, actor, "submission.review", KIND, row.id, customer_id=row.customer_id, detail=detail)
    if verdict.state != "approved" or verdict.comment:
        _tell_sender(session, row, made)


def _tell_sender(session: Session, row: SubmissionRow, made: SubmissionReview) -> None:
    notify(
        session,
        employee_ids=[row.employee_id],
        kind="submission_reviewed",
        title=REVIEW_TITLES[made.state],
        body=made.comment or "",
        link=f"/submissions/{row.id}",
        key=f"review:{made.id}",
    )


def touch_media(session: Session, tenant_id: int, submission_id: UUID) -> None:
    """Let phones and console see that a file of the submission has changed its state."""
    exists = select(SubmissionRow.id).where(SubmissionRow.tenant_id == tenant_id, SubmissionRow.id == submission_id)
    if session.scalar(exists) is not None:
        feed.touch(session, KIND, submission_id)
