"""What the form engine hands to an area when a form of its kinds is accepted, and what it gets back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.merge import Change, Clash, Origin


@dataclass(frozen=True)
class RecordRef:
    """The record that a submission is about or makes."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class Fix:
    """A position: degrees (WGS 84), accuracy in metres, the phone's time of the fix, and whether it was simulated."""

    lat: float
    lon: float
    accuracy_m: float | None
    fixed_at: datetime | None
    provider: str | None
    mock: bool


@dataclass(frozen=True)
class MediaItem:
    """A file that the submission names: it may arrive before or after it. `size` in bytes."""

    media_id: UUID
    field: str
    sha256: str
    size: int
    type: str


@dataclass(frozen=True)
class Submission:
    """A filled-in form, as accepted: immutable, the source from which records can be rebuilt.

    `form` is the definition document of the version it was filled in with. `answers` and `before` map field names to
    values. `occurred_at` is the phone's clock corrected by the offset of the push, `received_at` the server's.
    `revises` names the submission that this one corrects.
    """

    id: UUID
    form: Mapping[str, Any]
    answers: Mapping[str, Any]
    before: Mapping[str, Any]
    record: RecordRef | None
    fix: Fix | None
    media: tuple[MediaItem, ...]
    occurred_at: datetime
    received_at: datetime
    origin: Origin
    revises: UUID | None = None

    def stamp(self, actor: Actor) -> dict[str, Any]:
        """Return who, when and where, as it is kept with each field that this submission writes."""
        return {
            "hlc": self.origin.hlc,
            "device": self.origin.device,
            "n": self.origin.n,
            "employee": str(actor.employee_id),
            "submission": str(self.id),
            "at": self.occurred_at.isoformat(),
            "received_at": self.received_at.isoformat(),
            "gps": {"lat": self.fix.lat, "lon": self.fix.lon} if self.fix else None,
        }


@dataclass(frozen=True)
class Outcome:
    """What an area made of a submission.

    `record` and `customer_id` say what it is about; `changes` are the differences it made; `clashes` are to be kept
    as conflicts, each with the stamp of the value it met; `flags` are codes for the reviewer. `unseen` names the fields
    of the record that were written after its author had seen it: what a rebuilding of the record has to know.
    """

    record: RecordRef | None = None
    customer_id: UUID | None = None
    changes: tuple[Change, ...] = ()
    clashes: tuple[tuple[Clash, Mapping[str, Any]], ...] = ()
    flags: tuple[str, ...] = field(default_factory=tuple)
    warnings: tuple[dict[str, Any], ...] = ()
    unseen: tuple[str, ...] = ()


Handler = Callable[[Session, Actor, Sequence[Submission]], Sequence[Outcome | DomainError]]
"""Acts on accepted forms of its kinds, in their order, and returns for each what it made of it, or why it refuses it.

A form that is refused has written nothing. All of them come from one person's phone; a later one sees what an earlier
one did. A set of forms costs a handler as many statements as one form does.
"""


class BadReferenceError(DomainError):
    """The submission names a record (`kind`, `id`) that does not exist (yet)."""

    code = "bad_reference"

    def __init__(self, kind: str, record_id: UUID) -> None:
        super().__init__(kind=kind, id=str(record_id))
        self.record = RecordRef(kind, record_id)
