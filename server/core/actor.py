"""Who acts: a signed-in person, at the console or by a phone."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from server.core.errors import ForbiddenError


@dataclass(frozen=True)
class Actor:
    """The person on whose behalf something happens, with the function rights that hold for this request.

    He acts by a phone (`device_id`) or by a console session (`session_id`, in which he last proved himself at
    `proved_at`). `wide` says that very many people stand below him: what he sees is then found faster by filtering the
    organisation's rows than by gathering those of each person. It changes no answer.
    """

    tenant_id: int
    organisation_uuid: UUID
    account_id: UUID
    employee_id: UUID
    language: str = "vi"
    device_id: UUID | None = None
    session_id: UUID | None = None
    proved_at: datetime | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    wide: bool = False

    def can(self, right: str) -> bool:
        """Tell whether the function right, for example `visit.review`, is held."""
        return right in self.rights

    def must(self, right: str) -> None:
        """Raise ForbiddenError unless the right is held."""
        if not self.can(right):
            raise ForbiddenError(right=right)
