"""Who acts: a signed-in person, at the console or by a phone."""

from dataclasses import dataclass, field
from uuid import UUID

from server.core.errors import ForbiddenError


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf something happens, with the function rights that hold for this request."""

    tenant_id: int
    organisation_uuid: UUID
    account_id: UUID
    employee_id: UUID
    role: str
    language: str = "vi"
    device_id: UUID | None = None
    rights: frozenset[str] = field(default_factory=frozenset)

    def can(self, right: str) -> bool:
        """Tell whether the function right, for example `visit.review`, is held."""
        return right in self.rights

    def must(self, right: str) -> None:
        """Raise ForbiddenError unless the right is held."""
        if not self.can(right):
            raise ForbiddenError(right=right)
