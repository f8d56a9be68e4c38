"""The server's clock, in one place so that tests can move it."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time with its zone, UTC."""
    return datetime.now(UTC)
