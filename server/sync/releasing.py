"""Applying later what could not be applied at once: what a supervisor releases, and what waited for its parent."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import queries as accounts
from server.accounts.models import Device
from server.accounts.service import sender_of
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.submissions import RecordRef
from server.notifications.service import notify
from server.sync import waiting
from server.sync.keeping import Keeper
from server.sync.models import Quarantined, Receipt, Waiting
from server.sync.operations import Operation, read_operation
from server.sync.preparing import Arrived
from server.sync.taking import take
from server.sync.verdicts import Answer, Applied, Blocked, Refused, Verdict

RELEASED = {"vi": "Bài bị giữ lại đã được áp dụng", "en": "What was held back has been applied"}


def release(session: Session, actor: Actor, row_id: UUID, payload: bytes | None) -> Answer:
    """Apply an operation in quarantine, as it came or as `payload`, for the person and the phone that sent it.

    Returns its answer. When it takes effect the row is marked as released, its receipt tells so and the sender gets a
    notice; else nothing has changed. The caller holds the row and has seen to it that the actor may. Raises
    NotFoundError.
    """
    row = session.get(Quarantined, (tenant_of(session), row_id))
    device = _device(session, row.device_id) if row else None
    if row is None or device is None:
        raise NotFoundError
    operation = replace(read_operation(row.payload if payload is None else payload), n=row.n)
    keeper = Keeper(session, sender_of(session, device), device, row.sent_at, row.received_at)
    (verdict,) = take(session, keeper.actor, [[Arrived(operation, row.sent_at, row.received_at)]])
    answer = keeper.answer(operation, verdict)
    if isinstance(verdict, Applied):
        row.state, row.outcome = "released", answer
        row.decided_by, row.decided_at = actor.employee_id, clock.now()
        _tell(session, read_operation(row.payload).digest, device, answer)
        _ring(session, [verdict])
        notify(
            session, employee_ids=[row.employee_id], kind="operation_released", title=RELEASED, key=f"release:{row.id}"
        )
    return answer


def unblock(session: Session, kind: str, record_id: UUID) -> None:
    """Apply the operations that wait for a record, phone by phone, in their order.

    What still cannot be applied waits on; when its time is over it is stored as an orphan.
    """
    awaits = (Waiting.on_kind == kind) & (Waiting.on_id == record_id)
    devices = select(Waiting.device_id).where(Waiting.tenant_id == tenant_of(session), awaits).distinct()
    for device_id in sorted(session.scalars(devices)):
        device = _device(session, device_id)
        if device is not None:
            _apply_waiting(session, device, kind, record_id)


def _device(session: Session, device_id: UUID) -> Device | None:
    return accounts.device(session, tenant_of(session), device_id, lock=True)


def _apply_waiting(session: Session, device: Device, kind: str, record_id: UUID) -> None:
    statement = (
        select(Waiting)
        .where(
            Waiting.tenant_id == device.tenant_id,
            Waiting.device_id == device.id,
            Waiting.on_kind == kind,
            Waiting.on_id == record_id,
        )
        .order_by(Waiting.n)
        .with_for_update()
    )
    rows = list(session.scalars(statement))
    sender = sender_of(session, device)
    operations = [replace(read_operation(row.payload), n=row.n) for row in rows]
    verdicts = take(session, sender, _grouped(rows, operations))
    for row, operation, verdict in zip(rows, operations, verdicts, strict=True):
        _settle(Keeper(session, sender, device, row.sent_at, row.received_at), row, operation, verdict)
    _ring(session, verdicts)


def _grouped(rows: Sequence[Waiting], operations: Sequence[Operation]) -> list[list[Arrived]]:
    """Return the operations in the groups in which they came: those in a row that share a `tx`."""
    groups: list[list[Arrived]] = []
    now = clock.now()
    for row, operation in zip(rows, operations, strict=True):
        arrived = Arrived(operation, row.sent_at, row.received_at, orphan=row.until <= now)
        if groups and operation.tx and groups[-1][-1].operation.tx == operation.tx:
            groups[-1].append(arrived)
        else:
            groups.append([arrived])
    return groups


def _settle(keeper: Keeper, row: Waiting, operation: Operation, verdict: Verdict) -> None:
    if isinstance(verdict, Blocked):
        if verdict.on != RecordRef(row.on_kind, row.on_id):
            row.on_kind, row.on_id = verdict.on.kind, verdict.on.id
            waiting.look_later(keeper.session, verdict.on)
        return
    if isinstance(verdict, Refused):
        keeper.quarantine([(operation, verdict)])
    _tell(keeper.session, operation.digest, keeper.device, keeper.answer(operation, verdict))
    keeper.session.delete(row)


def _tell(session: Session, digest: bytes, device: Device, answer: Answer) -> None:
    """Let the operation's receipt say what became of it; not the receipt of another under the same number."""
    receipt = session.get(Receipt, (device.tenant_id, device.id, answer["n"]))
    if receipt is not None and receipt.sha256 == digest:
        receipt.outcome = answer


def _ring(session: Session, verdicts: Sequence[Verdict]) -> None:
    waiting.ring(session, [one.row for one in verdicts if isinstance(one, Applied) and one.row])
