"""Deciding on what was handed in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.ids import new_id
from server.forms import queries
from server.forms.errors import CommentNeededError, OwnSubmissionError
from server.forms.models import SubmissionReview, SubmissionRow
from server.forms.service.correcting import KIND
from server.notifications.service import notify


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
