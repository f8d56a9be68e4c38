"""What a transaction has changed and not yet stamped: memory only, gone with a rollback."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

RowKey = tuple[str, UUID]
FieldStamps = dict[str, dict[str, object]]


@dataclass
class Pending:
    """Rows touched (with the fields written in them), memberships changed, audit entries, outbox rows to announce.

    `moved` are those of the touched rows of which it was not said that fields alone were written: others may hold them.
    """

    touched: dict[RowKey, FieldStamps] = field(default_factory=dict)
    moved: set[RowKey] = field(default_factory=set)
    memberships: dict[tuple[UUID, UUID], bool] = field(default_factory=dict)
    audited: list[Any] = field(default_factory=list)
    announced: list[UUID] = field(default_factory=list)

    def __copy__(self) -> "Pending":
        """Copy so deep that what a savepoint adds does not reach the copy."""
        return Pending(
            {key: dict(stamps) for key, stamps in self.touched.items()},
            set(self.moved),
            dict(self.memberships),
            list(self.audited),
            list(self.announced),
        )
