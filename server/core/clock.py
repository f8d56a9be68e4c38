"""The server's clock, in one place: history is written, and tests run, at another time than now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
"""What Python can say in every zone: the database takes more, and whoever reads it then fails."""

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """Return the current time with its zone, UTC."""
    return _moved.get() or datetime.now(UTC)


def is_sayable(moment: datetime) -> bool:
    """Tell whether a moment (with its zone), stored, can be read again in any zone."""
    return FIRST <= moment <= LAST


def moment_of(text: object) -> datetime | None:
    """Return the moment that an ISO 8601 text says, None where it says none, or none with a zone that can be read."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and is_sayable(moment) else None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block happen at `moment` (with its zone), for writing down what happened in the past."""
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
