"""Endpoints of submissions and their review."""

from typing import Any
from uuid import UUID

from server.audit import service as audit
from server.core import paging
from server.forms import queries, service
from server.forms.api.blueprint import blp
from server.forms.models import SubmissionRow
from server.forms.schemas import (
    SubmissionDetailSchema,
    SubmissionPageSchema,
    SubmissionQuerySchema,
    VerdictSchema,
)
from server.forms.service import KIND
from server.media.queries import MediaRef, media_of
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/submissions")
@requires("submission.read")
@transactional
@blp.arguments(SubmissionQuerySchema, location="query")
@blp.response(200, SubmissionPageSchema)
def list_submissions(query: dict[str, Any]) -> dict[str, Any]:
    """List the submissions of oneself and of the people below, the newest first."""
    session, actor = current_session(), current_actor()
    names = ("state", "employee_id", "form", "customer_id", "since", "until")
    wanted = queries.Filter(**{name: query.get(name) for name in names})
    rows = queries.page(session, actor, wanted, paging.after_moment(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].received_at.isoformat(), shown[-1][0].id) if len(rows) > len(shown) else None
    counts = queries.count_by_state(session, actor, wanted)
    return {"items": _views(shown), "next": more, "counts": counts}


def _views(rows: list[queries.Listed]) -> list[dict[str, Any]]:
    session, tenant_id = current_session(), current_actor().tenant_id
    media = media_of(session, tenant_id, [row[0].id for row in rows])
    titles = queries.form_titles(session, tenant_id)
    return [_view(row, media.get(row[0].id, []), titles) for row in rows]


def _view(row: queries.Listed, media: list[MediaRef], titles: dict[tuple[str, int], dict[str, str]]) -> dict[str, Any]:
    submission, employee_name, customer_name = row
    return {
        **_own(submission),
        "form_title": titles.get((submission.form_key, submission.form_version), {}),
        "employee": {"id": submission.employee_id, "name": employee_name},
        "customer": {"id": submission.customer_id, "name": customer_name} if customer_name is not None else None,
        "media": media,
    }


def _own(submission: SubmissionRow) -> dict[str, Any]:
    return {
        "id": submission.id,
        "form": submission.form_key,
        "version": submission.form_version,
        "state": submission.state,
        "occurred_at": submission.occurred_at,
        "received_at": submission.received_at,
        "gps": submission.fix,
        "flags": submission.flags,
    }


@blp.get("/submissions/<uuid:submission_id>")
@requires("submission.read")
@transactional
@blp.response(200, SubmissionDetailSchema)
def show_submission(submission_id: UUID) -> dict[str, Any]:
    """Show a submission with its answers, the form it was filled in, its differences and its reviews."""
    session, actor = current_session(), current_actor()
    shown = _detail(submission_id)
    customer_id = shown["customer"]["id"] if shown["customer"] else None
    audit.record(session, actor, "submission.view", KIND, submission_id, customer_id=customer_id)
    return shown


def _detail(submission_id: UUID) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    row = queries.one(session, actor, submission_id)
    submission = row[0]
    form = queries.form_version(session, actor.tenant_id, submission.form_key, submission.form_version)
    reviews = [
        {
            "state": made.state,
            "comment": made.comment,
            "by": {"id": made.reviewer_id, "name": name},
            "at": made.reviewed_at,
        }
        for made, name in queries.reviews(session, actor.tenant_id, submission_id)
    ]
    return {
        **_views([row])[0],
        "answers": submission.answers,
        "definition": form.definition if form else {},
        "changes": submission.changes,
        "reviews": reviews,
    }


@blp.post("/submissions/<uuid:submission_id>/review")
@requires("submission.review")
@transactional
@blp.arguments(VerdictSchema)
@blp.response(200, SubmissionDetailSchema)
def review_submission(verdict: dict[str, Any], submission_id: UUID) -> dict[str, Any]:
    """Approve a submission, or send it back or reject it with a comment that its rep gets."""
    service.review(current_session(), current_actor(), submission_id, service.Verdict(**verdict))
    return _detail(submission_id)
