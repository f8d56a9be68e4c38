"""The device's clocks: a wall clock that may be wrong and may jump, and the hybrid clock of its edits."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

STAMP = re.compile(r"^(\d{13})-([0-9a-f]{4})-(.+)$")
MOST_IN_ONE_MS = 0xFFFF
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Clock:
    """A wall clock that differs from the true time by `offset`; `true` gives Unix seconds."""

    def __init__(self, offset: timedelta = timedelta(), true: Callable[[], float] = time.time) -> None:
        self.offset = offset
        self._true = true

    def now(self) -> datetime:
        """Return what the device takes for the present moment, with a time zone."""
        moment = datetime.fromtimestamp(self._true(), UTC)
        return min(max(moment + self.offset, EARLIEST), LATEST)

    def jump(self, by: timedelta) -> None:
        """Move the clock, as a person or a network does."""
        self.offset += by

    def monotonic_ms(self) -> int:
        """Return milliseconds that no change of the clock touches."""
        return time.monotonic_ns() // 1_000_000


def next_stamp(last: str | None, now: datetime, node: str) -> str:
    """Return the hybrid stamp after `last` (None at first) on device `node`; always greater than `last`.

    13 digits of milliseconds, 4 hexadecimal digits of counter, the device: sorts as text (Kulkarni et al., 2014).
    """
    wall = max(0, int(now.timestamp() * 1000))
    found = STAMP.match(last or "")
    if found is None or wall > int(found[1]):
        return f"{wall:013d}-0000-{node}"
    ms, counter = int(found[1]), int(found[2], 16)
    if counter >= MOST_IN_ONE_MS:
        return f"{ms + 1:013d}-0000-{node}"
    return f"{ms:013d}-{counter + 1:04x}-{node}"
