"""Applying one operation through the form engine; what cannot be applied is refused with a code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from server.core import hlc
from server.core.actor import Actor
from server.core.database import registry_of
from server.core.ids import new_id
from server.core.merge import Clash, Origin
from server.core.submissions import Outcome, RecordRef, Submission
from server.forms import queries as forms
from server.forms import service as forms_service
from server.forms.errors import UnknownFormError
from server.notifications.service import mark_read
from server.sync import operations
from server.sync.models import Conflict
from server.sync.operations import Operation, ReadBody, SubmitBody

Answer = dict[str, Any]
Row = tuple[str, UUID]
Body = TypeVar("Body", bound=msgspec.Struct)

MESSAGES = {
    "validation": {
        "vi": "Nội dung không đọc được; máy chủ đã giữ nguyên bản để quản trị xem.",
        "en": "The content cannot be read; the server keeps it as it is for the administrator.",
    },
    "unknown_form": {
        "vi": "Máy chủ không có phiên bản biểu mẫu này; bài đã được giữ lại.",
        "en": "The server has no such version of the form; what you sent is kept.",
    },
    "unknown_kind": {
        "vi": "Máy chủ chưa hiểu loại thao tác này; nội dung đã được giữ lại.",
        "en": "The server does not know this kind of operation; its content is kept.",
    },
    "forbidden": {
        "vi": "Bạn không có quyền làm việc này; nội dung đã được giữ lại cho quản lý.",
        "en": "You may not do this; its content is kept for your manager.",
    },
    "too_large": {
        "vi": "Bài quá lớn nên không áp dụng được; máy chủ đã giữ nguyên bản.",
        "en": "It is too large to be applied; the server keeps it as it is.",
    },
    "id_reuse": {
        "vi": "Mã này đã dùng cho nội dung khác; cả hai bản đều được giữ.",
        "en": "This id was used for other content; both are kept.",
    },
    "bad_reference": {
        "vi": "Bài nói về khách hàng mà máy chủ không tìm thấy; bài đã được giữ lại.",
        "en": "It is about a record that the server cannot find; it is kept.",
    },
    "drained": {
        "vi": "Máy này chỉ còn được nộp bài; bài đã được giữ nguyên cho quản lý xem.",
        "en": "This phone may only hand in; what it sent is kept as it is for your supervisor.",
    },
    "tx": {
        "vi": "Một bài đi cùng không áp dụng được nên bài này cũng được giữ lại.",
        "en": "One that goes with it could not be applied, so this one is kept too.",
    },
}


def message(code: str, language: str) -> str:
    """Return what a quarantine code means to the person, in `vi` or `en`; Vietnamese for any other language."""
    return MESSAGES[code]["en" if language == "en" else "vi"]


class RefusedError(Exception):
    """The operation cannot be applied: `code` of the contract, and a reason for whoever repairs it."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Arrival:
    """When the push was sent by the phone's clock, and received by ours."""

    sent_at: datetime | None
    received_at: datetime


def apply(session: Session, actor: Actor, operation: Operation, arrival: Arrival) -> tuple[Answer, Row | None]:
    """Do what the operation asks; return its answer and the row it changed. Raises RefusedError or a DomainError."""
    if b"\\u0000" in operation.raw:
        raise RefusedError("validation", "NUL characters cannot be stored")
    match operation.kind:
        case "submit":
            return _submit(session, actor, operation, arrival)
        case "read":
            body = _decoded(operation, ReadBody)
            mark_read(session, actor, body.id)
            return {"n": operation.n, "s": "applied"}, ("notification", body.id)
        case "malformed":
            raise RefusedError("validation", "not an operation")
        case _:
            raise RefusedError("unknown_kind", f"operation type {operation.kind!r}")


def record_named(operation: Operation) -> RecordRef | None:
    """Return the record that a submit operation names, None when it names none or cannot be read."""
    if operation.kind != "submit":
        return None
    try:
        return operations.record_of(_decoded(operation, SubmitBody))
    except RefusedError:
        return None


def _decoded(operation: Operation, shape: type[Body]) -> Body:
    try:
        return msgspec.json.decode(operation.raw, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise RefusedError("validation", str(error)) from error


def _submit(session: Session, actor: Actor, operation: Operation, arrival: Arrival) -> tuple[Answer, Row | None]:
    body = _decoded(operation, SubmitBody)
    submission = _submission(session, actor, operation, body, arrival)
    accepted = forms_service.accept(session, actor, submission, operations.content_digest(operation.raw))
    answer: Answer = {"n": operation.n, "id": str(body.id)}
    if accepted.repeated:
        return {**answer, "s": "duplicate"}, None
    outcome = accepted.outcome
    conflicts = [_keep_conflict(session, actor, submission, outcome, *clash) for clash in outcome.clashes]
    answer |= {"s": _status(outcome), "warnings": list(outcome.warnings)}
    if conflicts:
        answer["conflicts"] = conflicts
    if submission.media:
        answer["media"] = "awaiting" if accepted.awaits_media else "stored"
    return answer, (outcome.record.kind, outcome.record.id) if outcome.record else None


def _status(outcome: Outcome) -> str:
    if not outcome.clashes:
        return "applied"
    return "merged" if outcome.changes else "conflict"


def _submission(session: Session, actor: Actor, operation: Operation, body: SubmitBody, arrival: Arrival) -> Submission:
    form = forms.form_version(session, actor.tenant_id, body.form, body.version)
    if form is None:
        raise UnknownFormError(form=body.form, version=body.version)
    if body.occurred_at.tzinfo is None:
        raise RefusedError("validation", "occurred_at has no time zone")
    if body.record is not None and body.record.kind not in registry_of(session).records:
        raise RefusedError("unknown_kind", f"record kind {body.record.kind!r}")
    try:
        media = operations.media_of(body)
    except ValueError as error:
        raise RefusedError("validation", str(error)) from error
    occurred_at = operations.corrected(body.occurred_at, arrival.sent_at, arrival.received_at)
    return Submission(
        id=body.id,
        form=form.definition,
        answers=body.answers,
        before=body.before,
        record=operations.record_of(body),
        fix=operations.fix_of(body.gps or body.answers.get("gps")),
        media=media,
        occurred_at=occurred_at,
        received_at=arrival.received_at,
        origin=_origin(actor, operation, body, occurred_at, arrival),
    )


def _origin(actor: Actor, operation: Operation, body: SubmitBody, occurred_at: datetime, arrival: Arrival) -> Origin:
    now_ms = int(arrival.received_at.timestamp() * 1000)
    if body.hlc is not None and hlc.valid(body.hlc):
        stamp = hlc.shift(body.hlc, _slow_by_ms(arrival))
    else:
        stamp = hlc.make(int(occurred_at.timestamp() * 1000), actor.device_id)
    return Origin(
        base=body.record.base if body.record else None,
        device=str(actor.device_id),
        n=operation.n or 0,
        hlc=hlc.clamp(stamp, now_ms),
    )


def _slow_by_ms(arrival: Arrival) -> int:
    """Return how far the phone's clock is behind ours, the time on the way included; 0 when it does not say."""
    if arrival.sent_at is None:
        return 0
    return int((arrival.received_at - arrival.sent_at).total_seconds() * 1000)


def _keep_conflict(
    session: Session,
    actor: Actor,
    submission: Submission,
    outcome: Outcome,
    clash: Clash,
    stamp: Any,
) -> dict[str, str]:
    ours = {"value": clash.incoming, **_sides(submission.stamp(actor))}
    theirs = {"value": clash.standing, **_sides(stamp)}
    kept, lost = (ours, theirs) if clash.kept == "yours" else (theirs, ours)
    record = outcome.record
    assert record is not None  # noqa: S101 - only a record's edit can clash
    conflict = Conflict(
        tenant_id=actor.tenant_id,
        id=new_id(),
        record_kind=record.kind,
        record_id=record.id,
        field=clash.field,
        policy=clash.policy,
        kept=kept,
        lost=lost,
        submission_id=submission.id,
        created_at=submission.received_at,
    )
    session.add(conflict)
    return {"field": clash.field, "kept": clash.kept, "id": str(conflict.id)}


def _sides(stamp: Any) -> dict[str, Any]:
    return {
        "employee_id": stamp.get("employee"),
        "at": stamp.get("at"),
        "received_at": stamp.get("received_at"),
        "gps": stamp.get("gps"),
    }
