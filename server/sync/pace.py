"""When a phone may come again: at once, or a while later when this process has its hands full."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from random import randint

BUSY = 6
"""From so many pages at a time on, phones are asked to come later: the threads are for those who hand in."""
LATER_MS = (5_000, 30_000)


class Pace:
    """Counts the pages that are being made in this process."""

    def __init__(self, busy: int = BUSY) -> None:
        self._busy = busy
        self._count = 0
        self._lock = threading.Lock()

    @contextmanager
    def page(self) -> Iterator[None]:
        """Count a page while it is being made."""
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1

    def next_after_ms(self) -> int:
        """Return how long a phone that is up to date should wait before it pulls again, each another while."""
        return randint(*LATER_MS) if self._count >= self._busy else 0  # noqa: S311 - no secret
