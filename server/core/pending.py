"""What a transaction has changed and not yet stamped: memory only, gone with a rollback."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

RowKey = tuple[str, UUID]
FieldStamps = dict[str, dict[str, object]]


@dataclass
class Pending:
    """Rows touched (with the fields written in them), memberships changed, audit entries, outbox rows to announce."""

    touched: dict[RowKey, FieldStamps] = field(default_factory=dict)
    memberships: dict[tuple[UUID, UUID], bool] = field(default_factory=dict)
    audited: list[Any] = field(default_factory=list)
    announced: list[UUID] = field(default_factory=list)

    def __copy__(self) -> "Pending":
        """Copy so deep that what a savepoint adds does not reach the copy."""
        return Pending(
            {key: dict(stamps) for key, stamps in self.touched.items()},
            dict(self.memberships),
            list(self.audited),
            list(self.announced),
        )
