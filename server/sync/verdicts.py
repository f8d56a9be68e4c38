"""What can become of an operation."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.core.submissions import RecordRef

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
    "fault",
}


@dataclass(frozen=True)
class Applied:
    """It took effect: what is answered (without `n`), and the row (kind, id) that it wrote."""

    answer: Answer
    row: tuple[str, UUID] | None = None


@dataclass(frozen=True)
class Refused:
    """It cannot be applied: a code of the contract, and a reason for whoever repairs it."""

    code: str
    reason: str


@dataclass(frozen=True)
class Blocked:
    """It waits for a record that is not there yet."""

    on: RecordRef


Verdict = Applied | Refused | Blocked
