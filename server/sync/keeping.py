"""What is kept of every operation: its receipt; and of one that did not take effect: its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Device
from server.audit import service as audit
from server.core import bulk
from server.core.actor import Actor
from server.core.ids import new_id
from server.sync import waiting
from server.sync.messages import message
from server.sync.models import Quarantined, Receipt, Waiting
from server.sync.operations import Operation
from server.sync.verdicts import Answer, Applied, Blocked, Refused, Verdict


@dataclass(frozen=True)
class Keeper:
    """Keeps what one push of a phone brings; `sent_at` by the phone's clock, `received_at` by ours."""

    session: Session
    actor: Actor
    device: Device
    sent_at: datetime | None
    received_at: datetime

    def keep(self, operations: Sequence[Operation], verdicts: Sequence[Verdict]) -> list[Answer]:
        """Keep receipts of operations taken for the first time, and the bytes of what waits or was refused."""
        pairs = list(zip(operations, verdicts, strict=True))
        answers = [self.answer(operation, verdict) for operation, verdict in pairs]
        self._keep_receipts(operations, answers)
        self.quarantine([(op, verdict) for op, verdict in pairs if isinstance(verdict, Refused)])
        self._let_wait([(op, verdict) for op, verdict in pairs if isinstance(verdict, Blocked)])
        return answers

    def answer(self, operation: Operation, verdict: Verdict) -> Answer:
        """Return what the phone is told of an operation."""
        match verdict:
            case Applied(answer):
                return {"n": operation.n, **answer}
            case Blocked(on):
                return {"n": operation.n, "s": "blocked", "on": {"kind": on.kind, "id": str(on.id)}}
            case Refused(code, reason):
                told = message(code, self.actor.language)
                return {"n": operation.n, "s": "quarantined", "code": code, "reason": reason[:500], "message": told}

    def _keep_receipts(self, operations: Sequence[Operation], answers: Sequence[Answer]) -> None:
        rows = [
            {
                "device_id": self.device.id,
                "n": operation.n,
                "sha256": bulk.bytea(operation.digest),
                "outcome": answer,
                "received_at": self.received_at,
            }
            for operation, answer in zip(operations, answers, strict=True)
        ]
        bulk.insert(self.session, Receipt, rows)

    def quarantine(self, refused: Sequence[tuple[Operation, Refused]]) -> None:
        """Keep operations byte for byte with the reason, for the supervisor."""
        rows = [self._quarantined(operation, verdict) for operation, verdict in refused]
        bulk.insert(self.session, Quarantined, rows)
        for row in rows:
            detail = {"operation": row["n"], "code": row["code"]}
            audit.record(self.session, self.actor, "quarantine.create", "quarantine", row["id"], detail=detail)

    def _quarantined(self, operation: Operation, verdict: Refused) -> dict[str, Any]:
        return {
            "id": new_id(),
            "employee_id": self.actor.employee_id,
            "code": verdict.code,
            "reason": verdict.reason[:2000].replace("\0", ""),
            "state": "open",
            **self._kept(operation),
        }

    def _kept(self, operation: Operation) -> dict[str, Any]:
        return {
            "device_id": self.device.id,
            "n": operation.n,
            "payload": bulk.bytea(operation.raw),
            "sent_at": self.sent_at,
            "received_at": self.received_at,
        }

    def _let_wait(self, blocked: Sequence[tuple[Operation, Blocked]]) -> None:
        """Keep operations until their parent comes; look again soon, since it may be in the act of coming."""
        until = self.received_at + waiting.PATIENCE
        rows = [
            {
                "employee_id": self.actor.employee_id,
                "on_kind": verdict.on.kind,
                "on_id": verdict.on.id,
                "until": until,
                **self._kept(operation),
            }
            for operation, verdict in blocked
        ]
        bulk.insert(self.session, Waiting, rows)
        for on in {verdict.on for _, verdict in blocked}:
            waiting.look_later(self.session, on)

    def answers_again(self, operations: Sequence[Operation]) -> list[Answer]:
        """Answer operations that were taken before: the first answer for the same bytes, a refusal for others."""
        receipts = self._receipts(operations)
        refused: list[tuple[Operation, Refused]] = []
        answers = []
        for operation in operations:
            receipt = receipts.get(operation.n or 0)
            if receipt is not None and receipt.sha256 == operation.digest:
                answers.append({**receipt.outcome, "first": receipt.outcome["s"], "s": "duplicate"})
            else:
                refused.append(
                    (operation, Refused("id_reuse", f"operation {operation.n} was taken with other content"))
                )
                answers.append(self.answer(*refused[-1]))
        known = self._kept_before([operation for operation, _ in refused])
        self.quarantine([(one, verdict) for one, verdict in refused if (one.n, one.raw) not in known])
        return answers

    def sent_before(self, operations: Sequence[Operation]) -> int:
        """Return how many operations there are when none has a number and they were the last that were taken, else 0.

        Such a batch came before and its answer was lost: it must not take new numbers again.
        """
        last_n, count = self.device.last_n, len(operations)
        if any(operation.n is not None for operation in operations) or not 0 < count <= last_n:
            return 0
        places = [replace(one, n=last_n - count + place) for place, one in enumerate(operations, 1)]
        receipts = self._receipts(places)
        same = all(one.n in receipts and receipts[one.n].sha256 == one.digest for one in places)
        return count if same else 0

    def _receipts(self, operations: Sequence[Operation]) -> dict[int, Receipt]:
        if not operations:
            return {}
        statement = select(Receipt).where(
            Receipt.tenant_id == self.actor.tenant_id,
            Receipt.device_id == self.device.id,
            Receipt.n.in_([operation.n for operation in operations]),
        )
        return {receipt.n: receipt for receipt in self.session.scalars(statement)}

    def _kept_before(self, operations: Sequence[Operation]) -> set[tuple[int | None, bytes]]:
        if not operations:
            return set()
        statement = select(Quarantined.n, Quarantined.payload).where(
            Quarantined.tenant_id == self.actor.tenant_id,
            Quarantined.device_id == self.device.id,
            Quarantined.n.in_([operation.n for operation in operations]),
        )
        return {(row.n, row.payload) for row in self.session.execute(statement)}
