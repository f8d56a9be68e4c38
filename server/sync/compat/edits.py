"""What a foreign client did to one record, and the operation that says the same in our protocol. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

import msgspec

from server.core.ids import derived_id
from server.sync.compat import columns
from server.sync.compat.columns import Columns

Verb = Literal["create", "edit", "delete"]


@dataclass(frozen=True)
class Edit:
    """One record as one client left it.

    `base` is the version that it had seen of the columns in `written` (None for a new record), `before` what it had in
    them where that is known, `at` when it was done by the phone's clock, `held` the whole record where it was sent.
    """

    kind: str
    id: str
    verb: Verb
    base: int | None = None
    written: Columns = field(default_factory=dict)
    before: Columns = field(default_factory=dict)
    at: datetime | None = None
    held: Columns = field(default_factory=dict)

    def identity(self, device_id: UUID) -> UUID:
        """Return the id of the operation: the same for the same edit by the same phone, however often it is sent."""
        said = msgspec.json.encode([self.written, self.before, self.at], order="sorted")
        return derived_id("compat", device_id, self.kind, self.id, self.verb, self.base, sha256(said).hexdigest())


@dataclass(frozen=True)
class Form:
    """The newest version of the form that makes and edits records of one kind and type."""

    key: str
    version: int
    types: Mapping[str, str]


def operation(edit: Edit, identity: UUID, form: Form | None, received_at: datetime) -> dict[str, Any]:
    """Return the operation without its number. What no form can say has a type that the engine keeps in quarantine."""
    record = {"kind": edit.kind, "id": edit.id, "base": edit.base}
    if edit.kind == "notification" and edit.verb == "edit" and set(edit.written) == {"read_at"}:
        return {"t": "read", "id": edit.id}
    if form is None or edit.verb == "delete":
        return {"t": edit.verb, "record": record, "answers": edit.written, "before": edit.before}
    return {
        "t": "submit",
        "id": str(identity),
        "form": form.key,
        "version": form.version,
        "occurred_at": (edit.at or received_at).isoformat(),
        "record": record,
        "answers": columns.answered(_answering(edit), form.types),
        "before": columns.answered(edit.before, form.types),
    }


def _answering(edit: Edit) -> Columns:
    """Return the columns that answer the form: the type of a new record has chosen the form and is no answer."""
    return {name: value for name, value in edit.written.items() if edit.verb != "create" or name != "type"}


def moment(milliseconds: Any) -> datetime | None:
    """Return the time of a column `updated_at` (Unix milliseconds), None for what is none."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool) or milliseconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def version(value: Any) -> int:
    """Return the number of a column `v`, 0 where a client has seen none."""
    return int(value) if isinstance(value, int | float) and 0 <= value < 2**53 else 0
