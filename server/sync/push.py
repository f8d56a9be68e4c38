"""Taking a phone's batch: in order, once each, and no bad operation stops a good one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from server.accounts import queries as accounts
from server.accounts.models import Device
from server.accounts.service import DrainedPhone
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import registry_of, savepoint
from server.core.errors import DomainError
from server.core.ids import new_id
from server.sync import apply
from server.sync.errors import NotAPhoneError, OpGapError
from server.sync.models import Quarantined, Receipt
from server.sync.operations import OP_BYTES, Envelope, Operation, numbered, read_operation

Answer = dict[str, Any]
CODES = {
    "validation",
    "unknown_form",
    "unknown_kind",
    "forbidden",
    "too_large",
    "id_reuse",
    "bad_reference",
    "tx",
    "drained",
}


@dataclass
class Batch:
    """A push being taken: the phone, its envelope, the time of receipt, and which rows its operations changed."""

    session: Session
    actor: Actor
    device: Device
    envelope: Envelope
    received_at: datetime
    rows: dict[int, tuple[str, UUID]] = field(default_factory=dict)
    first_n: int = 0

    @property
    def drained(self) -> bool:
        """Whether everything goes to quarantine, because the phone may only hand in."""
        return isinstance(self.actor, DrainedPhone)


def push(session: Session, actor: Actor, envelope: Envelope) -> dict[str, Any]:
    """Take the operations of a phone and answer each.

    The phone's row is held, so that two pushes of one phone run one after the other. Raises OpGapError when the first
    new operation does not follow the last one taken; a gap further on ends the batch there (`processed_to`).
    """
    device = accounts.device(session, actor.tenant_id, _device_of(actor), lock=True)
    if device is None:
        raise NotAPhoneError
    batch = Batch(session, actor, device, envelope, clock.now(), first_n=device.last_n)
    _note_health(batch)
    operations = numbered([read_operation(bytes(raw)) for raw in envelope.ops], device.last_n)
    if not batch.drained:
        _lock_records(batch, operations)
    answers = [answer for group in _groups(operations) for answer in _take_group(batch, group)]
    numbers = feed.stamp(session)
    _add_versions(batch, answers, numbers)
    return {
        "server_time": clock.now().isoformat(),
        "processed_to": device.last_n,
        "clock": feed.current_seq(session),
        "results": answers,
    }


def _device_of(actor: Actor) -> UUID:
    if actor.device_id is None:
        raise NotAPhoneError
    return actor.device_id


def _note_health(batch: Batch) -> None:
    device, envelope = batch.device, batch.envelope
    device.last_seen_at = device.last_push_at = batch.received_at
    if envelope.queue_depth is not None and 0 <= envelope.queue_depth < 2**31:
        device.queue_depth = max(0, envelope.queue_depth - len(envelope.ops))
    if envelope.sent_at is not None:
        device.clock_offset_ms = int((envelope.sent_at - batch.received_at).total_seconds() * 1000)


def _lock_records(batch: Batch, operations: list[Operation]) -> None:
    wanted: dict[str, set[UUID]] = {}
    for operation in operations:
        record = apply.record_named(operation)
        if record is not None:
            wanted.setdefault(record.kind, set()).add(record.id)
    for kind, record_kind in sorted(registry_of(batch.session).records.items()):
        if kind in wanted:
            record_kind.lock(batch.session, sorted(wanted[kind]))


def _groups(operations: list[Operation]) -> Iterator[list[Operation]]:
    keyed = ((operation.tx or f"\0{place}", operation) for place, operation in enumerate(operations))
    for _, group in groupby(keyed, key=lambda pair: pair[0]):
        yield [operation for _, operation in group]


def _take_group(batch: Batch, group: list[Operation]) -> Iterator[Answer]:
    taken = batch.device.last_n
    fresh = [operation for operation in group if (operation.n or 0) > taken]
    yield from (_answer_again(batch, operation) for operation in group if operation not in fresh)
    if not fresh:
        return
    if [operation.n for operation in fresh] == list(range(taken + 1, taken + 1 + len(fresh))):
        yield from _take_together(batch, fresh)
    elif taken == batch.first_n:
        raise OpGapError(expected=taken + 1)


def _take_together(batch: Batch, operations: list[Operation]) -> list[Answer]:
    """Apply the operations in one savepoint: they stand or fall together."""
    failed = operations[0]
    try:
        with savepoint(batch.session):
            _refuse_drained(batch)
            answers = []
            for operation in operations:
                failed = operation
                answers.append(_apply(batch, operation))
    except apply.RefusedError as error:
        guilty = operations if batch.drained else [failed]
        answers = [_quarantine(batch, operation, error, operation in guilty) for operation in operations]
    for operation, answer in zip(operations, answers, strict=True):
        _keep_receipt(batch, operation, answer)
    return answers


def _refuse_drained(batch: Batch) -> None:
    if batch.drained:
        raise apply.RefusedError("drained", "the phone may only hand in; kept for review")


def _apply(batch: Batch, operation: Operation) -> Answer:
    if len(operation.raw) > OP_BYTES:
        raise apply.RefusedError("too_large", f"above {OP_BYTES} bytes")
    try:
        answer, row = apply.apply(
            batch.session, batch.actor, operation, apply.Arrival(batch.envelope.sent_at, batch.received_at)
        )
        batch.session.flush()
    except DomainError as error:
        code = error.code if error.code in CODES else "validation"
        raise apply.RefusedError(code, f"{error.code}: {error.details}") from error
    except (DataError, IntegrityError) as error:
        raise apply.RefusedError("validation", str(error.orig).splitlines()[0]) from error
    if row:
        batch.rows[operation.n or 0] = row
    return answer


def _quarantine(batch: Batch, operation: Operation, error: apply.RefusedError, guilty: bool) -> Answer:  # noqa: FBT001
    code, row_id = error.code if guilty else "tx", new_id()
    batch.session.add(
        Quarantined(
            tenant_id=batch.actor.tenant_id,
            id=row_id,
            device_id=batch.device.id,
            employee_id=batch.actor.employee_id,
            n=operation.n,
            code=code,
            reason=error.reason[:2000].replace("\0", ""),
            payload=operation.raw,
            received_at=batch.received_at,
        )
    )
    detail = {"operation": operation.n, "code": code}
    audit.record(batch.session, batch.actor, "quarantine.create", "quarantine", row_id, detail=detail)
    message = apply.message(code, batch.actor.language)
    return {
        "n": operation.n,
        "s": "quarantined",
        "code": code,
        "reason": error.reason[:500],
        "message": message,
    }


def _keep_receipt(batch: Batch, operation: Operation, answer: Answer) -> None:
    batch.device.last_n = operation.n or batch.device.last_n
    batch.session.add(
        Receipt(
            tenant_id=batch.actor.tenant_id,
            device_id=batch.device.id,
            n=operation.n,
            sha256=operation.digest,
            outcome=answer,
            received_at=batch.received_at,
        )
    )
    batch.session.flush()


def _answer_again(batch: Batch, operation: Operation) -> Answer:
    """Answer an operation that was taken before: the first answer for the same bytes, a refusal for others."""
    receipt = batch.session.get(Receipt, (batch.actor.tenant_id, batch.device.id, operation.n))
    if receipt is not None and receipt.sha256 == operation.digest:
        return {**receipt.outcome, "first": receipt.outcome["s"], "s": "duplicate"}
    error = apply.RefusedError("id_reuse", f"operation {operation.n} was taken with other content")
    known = select(Quarantined.id).where(
        Quarantined.tenant_id == batch.actor.tenant_id,
        Quarantined.device_id == batch.device.id,
        Quarantined.n == operation.n,
        Quarantined.payload == operation.raw,
    )
    if batch.session.scalar(known.limit(1)) is None:
        return _quarantine(batch, operation, error, guilty=True)
    message = apply.message("id_reuse", batch.actor.language)
    return {
        "n": operation.n,
        "s": "quarantined",
        "code": "id_reuse",
        "reason": error.reason,
        "message": message,
    }


def _add_versions(batch: Batch, answers: list[Answer], numbers: dict[tuple[str, UUID], int]) -> None:
    for answer in answers:
        row = batch.rows.get(answer["n"])
        if row in numbers and answer["s"] in {"applied", "merged", "conflict"}:
            answer["ver"] = numbers[row]
