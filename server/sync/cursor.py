"""The pull cursor: signed, opaque, bound to its person."""

from dataclasses import asdict, dataclass
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from server.sync.errors import CursorResetError


@dataclass(frozen=True)
class Cursor:
    """How far a phone has read: rows up to `r`, memberships up to `m`.

    Inside a pass of several pages, `horizon` is the number up to which memberships count in this pass and `position`
    the last number delivered; both are None between passes.
    """

    r: int = 0
    m: int = 0
    horizon: int | None = None
    position: int | None = None


class CursorSigner:
    """Writes and reads cursors of one organisation's epoch for one person."""

    def __init__(self, secret: str, epoch: UUID, employee_id: UUID) -> None:
        self._serializer = URLSafeSerializer(secret, salt=f"tuyen-sync/1/{employee_id}")
        self._epoch = str(epoch)

    def write(self, cursor: Cursor) -> str:
        """Return the cursor as opaque text."""
        text = self._serializer.dumps({"e": self._epoch, **asdict(cursor)})
        return text if isinstance(text, str) else text.decode()

    def read(self, text: str | None) -> Cursor:
        """Return the cursor of a text, the beginning for None; raise CursorResetError for any that is not ours."""
        if text is None:
            return Cursor()
        try:
            parts = self._serializer.loads(text)
            epoch = parts.pop("e")
            cursor = Cursor(**parts)
        except (BadData, TypeError, KeyError, AttributeError) as error:
            raise CursorResetError(reason="cursor") from error
        if epoch != self._epoch:
            raise CursorResetError(reason="epoch")
        return cursor
