"""Keeping children alive: one that ends without being asked is started again, ever more patiently."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from server.instance.errors import InstanceError
from server.instance.processes import Child
from server.instance.progress import say

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
STEADY_S = 60.0
"""A child that ran this long is taken for healthy again."""
GLANCE_S = 0.2


class Stopped(SystemExit):
    """A signal asked us to end; its code is what a shell reports for that signal."""


@dataclass
class Guarded:
    """A child, how to start it again, and when that may happen next (seconds of the monotonic clock)."""

    child: Child
    start: Callable[[], None]
    wait_s: float = FIRST_WAIT_S
    started_at: float = 0.0
    due_at: float | None = None

    def look(self, now: float) -> None:
        """Start the child again when it has ended and its time has come."""
        if self.child.running:
            if now - self.started_at > STEADY_S:
                self.wait_s = FIRST_WAIT_S
            return
        if self.due_at is None:
            self._note_end(now)
        elif now >= self.due_at:
            self._revive(now)

    def _note_end(self, now: float) -> None:
        self.child.end_group()
        code = self.child.exit_code()
        self.due_at = now + self.wait_s
        say(
            f"! {self.child.name} dừng bất ngờ (mã {code}); khởi động lại sau {self.wait_s:g} s. / "
            f"{self.child.name} ended unexpectedly (code {code}); starting it again in {self.wait_s:g} s."
        )
        self.wait_s = min(self.wait_s * 2, LONGEST_WAIT_S)

    def _revive(self, now: float) -> None:
        self.due_at = None
        self.started_at = now
        try:
            self.start()
        except InstanceError as error:
            say(f"! {error.vietnamese} / {error.english}")


def watch(guarded: list[Guarded]) -> None:
    """Look after the children until a signal asks this process to end."""
    now = time.monotonic()
    for one in guarded:
        one.started_at = now
    with contextlib.suppress(Stopped):
        while True:
            for one in guarded:
                one.look(time.monotonic())
            time.sleep(GLANCE_S)


@contextmanager
def unwinding_on_signals() -> Iterator[None]:
    """Let signals unwind the program, so that what it started is stopped; a second one is ignored."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def unwind(number: int, frame: FrameType | None) -> None:
        del frame
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(128 + number)

    before = {number: signal.signal(number, unwind) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
