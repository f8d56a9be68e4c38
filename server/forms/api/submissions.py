"""Endpoints of submissions and their review."""

from typing import Any
from uuid import UUID

from server.audit import service as audit
from server.core import paging
from server.core.submissions import MediaItem, RecordRef
from server.forms import queries, service
from server.forms.api.blueprint import blp
from server.forms.models import SubmissionRow
from server.forms.registry_rules import differing
from server.forms.schemas import (
    NewSubmissionSchema,
    RevisionMadeSchema,
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
    names = ("state", "employee_id", "form", "customer_id", "since", "until", "flag")
    record = (query["record_kind"], query["record_id"]) if {"record_kind", "record_id"} <= query.keys() else None
    narrowed = {name: query.get(name) for name in names}
    wanted = queries.Filter(**narrowed, record=record, corrected=query["corrected"])
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
        "record": _record(submission),
        "revises": submission.revises_id,
        "revised_by": submission.revised_by_id,
        "by_console": submission.device_id is None,
    }


def _record(submission: SubmissionRow) -> dict[str, Any] | None:
    if submission.record_kind is None:
        return None
    return {"kind": submission.record_kind, "id": submission.record_id}


@blp.post("/submissions")
@requires("form.read", by="console")
@transactional
@blp.arguments(NewSubmissionSchema)
@blp.response(200, SubmissionDetailSchema)
def hand_in(body: dict[str, Any]) -> dict[str, Any]:
    """Hand in a form: it is taken as from a phone, but a broken rule is refused with its place. Again: no harm."""
    service.hand_in(current_session(), current_actor(), _handed_in(body))
    return _detail(body["id"])


def _handed_in(body: dict[str, Any]) -> service.HandedIn:
    record = RecordRef(body["record"]["kind"], body["record"]["id"]) if body["record"] else None
    media = [MediaItem(**claim) for claim in body["media"]]
    return service.HandedIn(**{**body, "record": record, "media": media})


@blp.post("/submissions/<uuid:submission_id>/revisions")
@requires("form.read", by="console")
@transactional
@blp.arguments(RevisionMadeSchema)
@blp.response(200, SubmissionDetailSchema)
def correct_submission(body: dict[str, Any], submission_id: UUID) -> dict[str, Any]:
    """Correct a submission of one's own that was sent back: another one takes its place, and both are kept."""
    service.hand_in(current_session(), current_actor(), _handed_in({**body, "revises": submission_id}))
    return _detail(body["id"])


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
        "before": submission.before,
        "unknown": _unknown(submission, form.definition if form else {}),
        "revisions": _revisions(submission),
        "definition": form.definition if form else {},
        "changes": submission.changes,
        "reviews": reviews,
    }


def _unknown(submission: SubmissionRow, definition: dict[str, Any]) -> dict[str, Any]:
    """Return the answers to fields that the version does not have: from an older or newer phone, kept and shown."""
    known = {field["name"] for field in definition.get("fields", ())}
    return {name: answer for name, answer in submission.answers.items() if name not in known}


def _revisions(submission: SubmissionRow) -> list[dict[str, Any]]:
    if submission.revises_id is None and submission.revised_by_id is None:
        return []
    rows = queries.chain(current_session(), submission.tenant_id, submission.id)
    former: list[dict[str, Any] | None] = [None, *(row.answers for row in rows)]
    names = ("id", "state", "comment", "received_at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "version": row.form_version,
            "changed": differing(before, row.answers),
        }
        for row, before in zip(rows, former, strict=False)
    ]


@blp.post("/submissions/<uuid:submission_id>/review")
@requires("submission.review")
@transactional
@blp.arguments(VerdictSchema)
@blp.response(200, SubmissionDetailSchema)
def review_submission(verdict: dict[str, Any], submission_id: UUID) -> dict[str, Any]:
    """Approve a submission, or send it back or reject it with a comment that its rep gets."""
    service.review(current_session(), current_actor(), submission_id, service.Verdict(**verdict))
    return _detail(submission_id)
