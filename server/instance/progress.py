"""Telling the person what takes a while."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

QUIET_S = 2.0
SELDOM_S = 10.0


@contextmanager
def step(vietnamese: str, english: str) -> Iterator[None]:
    """Say what is being done once it takes more than two seconds, and how long it took."""
    started = time.monotonic()
    said = threading.Event()

    def speak() -> None:
        said.set()
        say(f"· {vietnamese} … / {english} …")

    timer = threading.Timer(QUIET_S, speak)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if said.is_set():
        say(f"  {time.monotonic() - started:.1f} s")


def say(line: str) -> None:
    """Print one line to standard error, which is for the person; standard output is for results."""
    click.echo(line, err=True)
    sys.stderr.flush()


class Share:
    """Tells how much of a long piece of work is done: on one line of a terminal, elsewhere every ten seconds."""

    def __init__(self) -> None:
        self.told_at = float("-inf")

    def tell(self, what: str, share: float) -> None:
        """Say what is being done and the share that is done (0 to 1)."""
        line = f"  {share:4.0%}  {what}"
        done = share >= 1
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{line}", err=True, nl=done)
        elif done or time.monotonic() - self.told_at > SELDOM_S:
            self.told_at = time.monotonic()
            say(line)
