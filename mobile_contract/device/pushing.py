"""Handing in: what waits, in the order of its numbers, in batches, until nothing waits."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any

from mobile_contract.device.clock import Clock
from mobile_contract.device.problems import ProblemError, TryLaterError, UnreachableError
from mobile_contract.device.state import Event, Op, State
from mobile_contract.device.wire import Tokens, Wire

UNREADABLE = frozenset({400, 413, 415, 422})
ENVELOPE_BYTES = 400
CONFLICT = 409


@dataclass(frozen=True)
class Limits:
    """What one request may hold; the server's capabilities say so."""

    push_ops: int = 500
    push_bytes: int = 1_048_576
    page_rows: int = 2_000


@dataclass
class Pusher:
    """Pushes; `most` is how many operations a batch holds, halved by failures, free again after a success."""

    state: State
    wire: Wire
    tokens: Tokens
    clock: Clock
    note: Callable[[Event], None]
    limits: Limits = field(default_factory=Limits)
    most: int = 500

    def push(self, most_batches: int = 1_000_000) -> int:
        """Push all that waits; return how many operations were answered.

        Raises UnreachableError, TryLaterError, StoppedError, ProblemError. Whatever is not answered waits on.
        """
        answered = 0
        for _ in range(most_batches):
            batch = self.batch()
            if not batch:
                break
            answered += self._push(batch)
        return answered

    def batch(self) -> list[Op]:
        """Return the operations that go out next: as many as fit, never a part of a `tx`."""
        chosen: list[Op] = []
        size = ENVELOPE_BYTES
        for group in _groups(self.state.waiting()):
            size += sum(len(op.wire) + 1 for op in group)
            full = len(chosen) + len(group) > min(self.limits.push_ops, self.most)
            if chosen and (full or size > self.limits.push_bytes):
                break
            chosen += group
        return chosen

    def body(self, batch: list[Op]) -> bytes:
        """Return a push: the operations' own bytes inside an envelope of this moment (PUSH-18)."""
        head = {
            "epoch": self.state.epoch,
            "sent_at": self.clock.now().isoformat(),
            "mono_ms": self.clock.monotonic_ms(),
            "queue_depth": len(self.state.waiting()),
        }
        return json.dumps(head)[:-1].encode() + b',"ops":[' + b",".join(op.wire for op in batch) + b"]}"

    def _push(self, batch: list[Op]) -> int:
        self.note({"e": "sent", "n": [op.n for op in batch], "sha256": [sha256(op.wire).hexdigest() for op in batch]})
        try:
            answer = self.wire.json(self.tokens, "/sync/push", self.body(batch))
        except (UnreachableError, TryLaterError):
            self.most = _half(batch)
            raise
        except ProblemError as error:
            self._mend(batch, error)
            return 0
        self.most = self.limits.push_ops
        return self._record(batch, answer)

    def _record(self, batch: list[Op], answer: dict[str, Any]) -> int:
        before = len(self.state.waiting())
        wanted = {op.n for op in batch}
        results = [result for result in answer["results"] if result.get("n") in wanted]
        self.note({"e": "answered", "results": results, "server_time": answer["server_time"]})
        taken = before - len(self.state.waiting())
        if taken == 0 or any(result["s"] == "retry" for result in results):
            raise TryLaterError
        return taken

    def _mend(self, batch: list[Op], error: ProblemError) -> None:
        """Mend what can be mended, so that the next batch goes through; raise the rest."""
        if error.status == CONFLICT and error.code == "op_gap":
            self._fill(batch, error)
        elif error.status not in UNREADABLE:
            raise error
        elif len(batch) > 1:
            self.most = _half(batch)
        elif batch[0].filler:
            raise error
        else:
            op = batch[0]  # nobody can read it: its number is filled, it stays here with its reason
            filler = json.dumps({"n": op.n, "t": "unreadable"})
            self.note({"e": "unreadable", "n": op.n, "filler": filler, "code": error.code})

    def _fill(self, batch: list[Op], error: ProblemError) -> None:
        """Send again from the number that the server lacks, and fill what is not here any more (PUSH-6)."""
        expected, first = error.problem.get("expected"), batch[0].n
        if not isinstance(expected, int) or expected >= first:
            raise error
        self.note({"e": "gap", "expected": expected, "first": first})


def _groups(ops: list[Op]) -> Iterator[list[Op]]:
    """Yield operations that go together: those in a row that share a `tx`, every other alone."""
    keyed = ((op.said.get("tx") or f"\0{op.n}", op) for op in ops)
    for _, group in groupby(keyed, key=lambda pair: str(pair[0])):
        yield [op for _, op in group]


def _half(batch: list[Op]) -> int:
    return max(1, len(batch) // 2)
