"""The pull cursor: signed, opaque, bound to its person."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from server.sync.errors import CursorResetError

SHORT = {"epoch": "e"}
"""Members that are called otherwise in a cursor's text."""
Versions = Mapping[str, int]
"""A version by kind of row."""


@dataclass(frozen=True)
class Cursor:
    """How far a phone has read: rows up to `r`, memberships up to `m`, of the kinds in `kinds` (None: not noted).

    A pass has parts. Inside a part of several pages, `horizon` is the number up to which memberships count in it,
    `position` the last number delivered and `reading` the kinds that it reads. `under_way` says that the pass goes on,
    with this part or with another. `epoch` is the life of the server that numbered what was read, None for none yet.
    """

    r: int = 0
    m: int = 0
    horizon: int | None = None
    position: int | None = None
    kinds: Versions | None = None
    reading: Versions | None = None
    under_way: bool = False
    epoch: str | None = None

    @property
    def empty(self) -> bool:
        """Whether its bearer holds nothing yet that had to be taken back: he is reading for the first time."""
        return self.r == 0 and self.m == 0


def refuse_foreign(cursor: Cursor, epoch: str) -> None:
    """Raise CursorResetError for a cursor of another epoch: its numbers mean something else."""
    if cursor.epoch not in {None, epoch}:
        raise CursorResetError(reason="epoch")


class CursorSigner:
    """Writes and reads the cursors of one person."""

    def __init__(self, secret: str, employee_id: UUID) -> None:
        self._serializer = URLSafeSerializer(secret, salt=f"tuyen-sync/1/{employee_id}")

    def write(self, cursor: Cursor) -> str:
        """Return the cursor as opaque text."""
        parts = {SHORT.get(name, name): value for name, value in vars(cursor).items() if value not in (None, False)}
        text = self._serializer.dumps(parts)
        return text if isinstance(text, str) else text.decode()

    def read(self, text: str | None) -> Cursor:
        """Return the cursor of a text, the beginning for None; raise CursorResetError for any that is not ours.

        Whether it is of this epoch says `refuse_foreign`.
        """
        if text is None:
            return Cursor()
        try:
            parts = self._serializer.loads(text)
            return Cursor(epoch=parts.pop(SHORT["epoch"]), **parts)
        except (BadData, TypeError, KeyError, AttributeError) as error:
            raise CursorResetError(reason="cursor") from error
