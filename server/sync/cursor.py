"""The pull cursor: signed, opaque, bound to its person."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from server.sync.errors import CursorResetError

Versions = Mapping[str, int]
"""A version by kind of row."""


@dataclass(frozen=True)
class Cursor:
    """How far a phone has read: rows up to `r`, memberships up to `m`, of the kinds in `kinds` (None: not noted).

    A pass has parts. Inside a part of several pages, `horizon` is the number up to which memberships count in it,
    `position` the last number delivered and `reading` the kinds that it reads. `under_way` says that the pass goes on,
    with this part or with another.
    """

    r: int = 0
    m: int = 0
    horizon: int | None = None
    position: int | None = None
    kinds: Versions | None = None
    reading: Versions | None = None
    under_way: bool = False

    @property
    def empty(self) -> bool:
        """Whether its bearer holds nothing yet that had to be taken back: he is reading for the first time."""
        return self.r == 0 and self.m == 0


class CursorSigner:
    """Writes and reads cursors of one organisation's epoch for one person."""

    def __init__(self, secret: str, epoch: UUID, employee_id: UUID) -> None:
        self._serializer = URLSafeSerializer(secret, salt=f"tuyen-sync/1/{employee_id}")
        self._epoch = str(epoch)

    def write(self, cursor: Cursor) -> str:
        """Return the cursor as opaque text."""
        parts = {name: value for name, value in vars(cursor).items() if value not in (None, False)}
        text = self._serializer.dumps({"e": self._epoch, **parts})
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
