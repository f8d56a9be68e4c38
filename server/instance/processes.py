"""Processes that we start, watch and stop: each in a group of its own, so that all of it ends with it."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from server.instance.account import Account, myself

LARGEST_LOG = 20_000_000
"""Bytes; a longer log is put aside at the next start."""
LOG_TAIL = 4_000


@dataclass
class Child:
    """A long-running program.

    `command` is its argument vector, `log` the file that takes what it prints (None: our own output). It
    gets `stop_signal` when it has to end and when this process is gone, and everything in its group is
    killed `patience_s` seconds later.
    """

    name: str
    command: Sequence[str]
    log: Path | None
    environment: Mapping[str, str] | None = None
    account: Account = field(default_factory=myself)
    stop_signal: signal.Signals = signal.SIGTERM
    patience_s: float = 4.0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it must not be running."""
        command = self.account.command(list(self.command), death_signal=self.stop_signal.name.removeprefix("SIG"))
        with ExitStack() as stack:
            output = stack.enter_context(opened(self.log)) if self.log else None
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                env=self.environment,
                start_new_session=True,  # Ctrl-C reaches us alone: we stop the children in order
            )

    @property
    def pid(self) -> int | None:
        """Its process id, which is its group's id too, or None before its start."""
        return self.process.pid if self.process else None

    def exit_code(self) -> int | None:
        """Return None while it runs (or was never started), otherwise how it ended."""
        return self.process.poll() if self.process else None

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def stop(self, patience_s: float | None = None) -> None:
        """Ask it to end, wait at most `patience_s` seconds, then end its whole group."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience_s if patience_s is None else patience_s)
        self.end_group()
        self.process.wait()

    def end_group(self) -> None:
        """Kill whatever is left of the group: children of a program that died do not outlive it."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return

    def last_words(self) -> str:
        """Return the end of its log, empty when it has none of its own."""
        if self.log is None:
            return ""
        try:
            return self.log.read_bytes()[-LOG_TAIL:].decode(errors="replace").strip()
        except FileNotFoundError:
            return ""


def opened(log: Path) -> IO[bytes]:
    """Open a log for more lines; one that has grown too long is put aside, and the one before it goes."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old"))
    return log.open("ab")


def wait_gone(pid: int, patience_s: float) -> bool:
    """Wait until process `pid` has ended, at most `patience_s` seconds; tell whether it has."""
    deadline = time.monotonic() + patience_s
    while not ended(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def ended(pid: int) -> bool:
    """Tell whether process `pid` has ended: it is gone, or a zombie that its parent did not ask about."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in {"Z", "X"}
