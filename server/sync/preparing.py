"""From operations to what areas act on: read, looked up by the set, and their records held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy.orm import Session

from server.core import hlc
from server.core.actor import Actor
from server.core.database import registry_of
from server.core.merge import Origin
from server.core.submissions import RecordRef, Submission
from server.forms import policies
from server.forms import queries as forms
from server.forms.fixes import fix_of
from server.forms.service import Offered, hold
from server.sync import operations
from server.sync.operations import OP_BYTES, Operation, ReadBody, SubmitBody
from server.sync.verdicts import Refused

Body = TypeVar("Body", bound=msgspec.Struct)
Definitions = Mapping[tuple[str, int], Mapping[str, Any]]


@dataclass(frozen=True)
class Arrived:
    """An operation with the time of its push by the phone's clock, and when we received it.

    `orphan` says that its time of waiting for its parent is over.
    """

    operation: Operation
    sent_at: datetime | None
    received_at: datetime
    orphan: bool = False


@dataclass(frozen=True)
class Prepared:
    """An operation and what is to be done: a form, a notice to be marked as read, or why nothing can be."""

    arrived: Arrived
    what: Offered | ReadBody | Refused


def prepare(session: Session, actor: Actor, arrived: Sequence[Arrived]) -> list[Prepared]:
    """Read the operations and hold the records that they are about, in one order for all batches."""
    bodies = [_body(one.operation) for one in arrived]
    definitions = _definitions(session, actor, bodies)
    prepared = [
        Prepared(one, _offer(session, actor, one, body, definitions) if isinstance(body, SubmitBody) else body)
        for one, body in zip(arrived, bodies, strict=True)
    ]
    offered = iter(hold(session, [one.what for one in prepared if isinstance(one.what, Offered)]))
    return [replace(one, what=next(offered)) if isinstance(one.what, Offered) else one for one in prepared]


def _body(operation: Operation) -> SubmitBody | ReadBody | Refused:
    if len(operation.raw) > OP_BYTES:
        return Refused("too_large", f"above {OP_BYTES} bytes")
    if b"\\u0000" in operation.raw:
        return Refused("validation", "NUL characters cannot be stored")
    match operation.kind:
        case "submit":
            return _decoded(operation, SubmitBody)
        case "read":
            return _decoded(operation, ReadBody)
        case "malformed":
            return Refused("validation", "not an operation")
        case _:
            return Refused("unknown_kind", f"operation type {operation.kind!r}")


def _decoded(operation: Operation, shape: type[Body]) -> Body | Refused:
    try:
        return msgspec.json.decode(operation.raw, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        return Refused("validation", str(error))


def _definitions(session: Session, actor: Actor, bodies: Sequence[object]) -> Definitions:
    """Return the named form versions, with the merge policies that the organisation chose."""
    wanted = {(b.form, b.version) for b in bodies if isinstance(b, SubmitBody) and abs(b.version) < 2**31}
    return policies.as_chosen(session, forms.definitions(session, actor.tenant_id, wanted))


def _offer(
    session: Session, actor: Actor, arrived: Arrived, body: SubmitBody, definitions: Definitions
) -> Offered | Refused:
    form = definitions.get((body.form, body.version))
    if form is None:
        return Refused("unknown_form", f"{body.form!r} version {body.version}")
    if body.occurred_at.tzinfo is None:
        return Refused("validation", "occurred_at has no time zone")
    if body.record is not None and body.record.kind not in registry_of(session).records:
        return Refused("unknown_kind", f"record kind {body.record.kind!r}")
    try:
        submission = _submission(actor, arrived, body, form)
    except ValueError as error:
        return Refused("validation", str(error))
    return Offered(submission, operations.content_digest(arrived.operation.raw), arrived.orphan)


def _submission(actor: Actor, arrived: Arrived, body: SubmitBody, form: Mapping[str, Any]) -> Submission:
    occurred_at = operations.corrected(body.occurred_at, arrived.sent_at, arrived.received_at)
    return Submission(
        id=body.id,
        form=form,
        answers=body.answers,
        before=body.before,
        record=RecordRef(body.record.kind, body.record.id) if body.record else None,
        fix=fix_of(body.gps or body.answers.get("gps")),
        media=operations.media_of(body),
        occurred_at=occurred_at,
        received_at=arrived.received_at,
        origin=_origin(actor, arrived, body, occurred_at),
        revises=body.revises,
    )


def _origin(actor: Actor, arrived: Arrived, body: SubmitBody, occurred_at: datetime) -> Origin:
    now_ms = int(arrived.received_at.timestamp() * 1000)
    if body.hlc is not None and hlc.valid(body.hlc):
        stamp = hlc.shift(body.hlc, _slow_by_ms(arrived))
    else:
        stamp = hlc.make(int(occurred_at.timestamp() * 1000), actor.device_id)
    return Origin(
        base=body.record.base if body.record else None,
        device=str(actor.device_id),
        n=arrived.operation.n or 0,
        hlc=hlc.clamp(stamp, now_ms),
    )


def _slow_by_ms(arrived: Arrived) -> int:
    """Return how far the phone's clock is behind ours, the time on the way included; 0 when it does not say."""
    if arrived.sent_at is None:
        return 0
    return int((arrived.received_at - arrived.sent_at).total_seconds() * 1000)
