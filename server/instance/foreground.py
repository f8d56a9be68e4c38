"""Running one command in front of the person, with services of its own behind it."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from server.instance.environment import child_environment
from server.instance.errors import InstanceError
from server.instance.supervision import unwinding_on_signals
from server.instance.throwaway import throwaway


def run_with_throwaway(command: list[str], *, durable: bool = False) -> int:
    """Run `command` with an empty database and queue; return its exit code."""
    with unwinding_on_signals(), throwaway(durable=durable) as added:
        return run(command, child_environment(**added))


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` in the foreground and return its exit code (128 + n when signal n ended it)."""
    try:
        process = subprocess.Popen(command, env=environment)
    except FileNotFoundError as error:
        raise InstanceError(f"Không thấy lệnh {command[0]}.", f"No such command: {command[0]}") from error
    try:
        # The terminal sends Ctrl-C to the command too, which decides what to do; we only wait for it.
        with ignoring(signal.SIGINT):
            code = process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(10)
    return code if code >= 0 else 128 - code


@contextmanager
def ignoring(number: signal.Signals) -> Iterator[None]:
    """Ignore a signal for a while."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)
