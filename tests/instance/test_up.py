import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.instance.environment import child_environment
from server.instance.network import free_port
from server.instance.product import answers

START_S = 180
STOP_S = 15  # ten at the most, and some for a busy machine
pytestmark = pytest.mark.slow
Starter = Callable[..., "Up"]


@dataclass
class Up:
    """A running `up` and the file with what it says."""

    process: subprocess.Popen[bytes]
    file: Path

    def said(self) -> str:
        return self.file.read_text()

    def wait_for_greeting(self) -> None:
        wait_until(lambda: self.process.poll() is not None or "Ctrl-C" in self.said(), START_S)
        assert self.process.poll() is None, self.said()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP_S)


@pytest.fixture
def run_up(ground: Path) -> Iterator[Starter]:
    """Start `up` on `ground`; whatever is left of it afterwards is ended."""
    with ExitStack() as stack:

        def start(port: int, *more: str, **added: str) -> Up:
            command = [sys.executable, "-P", "-m", "server.cli", "up", "--demo", "none", f"--data={ground / 'data'}"]
            environment = child_environment(DATABASE_URL="", REDIS_URL="", **added)
            said = ground / f"said-{port}"
            with said.open("w") as output:
                process = subprocess.Popen(
                    [*command, "--host=127.0.0.1", f"--port={port}", *more],
                    env=environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            stack.enter_context(process)
            stack.callback(process.kill)
            return Up(process, said)

        yield start
    wait_until(lambda: not processes_of(ground), STOP_S)  # killed above, if a test failed: PostgreSQL takes a moment


def processes_of(folder: Path) -> list[str]:
    """The command lines, and the log files held open, of the processes that work for the instance in `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            output = str((process / "fd/1").readlink())
        except OSError:
            continue
        if command and (str(folder) in output or (str(folder) in command and "server.cli" not in command)):
            found.append(command)
    return found


def wait_until(happened: Callable[[], object], patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_everything_runs_and_a_signal_stops_all_of_it(ground: Path, run_up: Starter) -> None:
    port = free_port()
    up = run_up(port)
    up.wait_for_greeting()
    assert answers(f"http://127.0.0.1:{port}/readyz", None)
    assert len(processes_of(ground)) >= 5  # PostgreSQL and its helpers, Redis, web, worker
    assert up.end() == 0, up.said()
    assert processes_of(ground) == []
    assert f":{port}/phone/" in up.said()
    assert "database system is shut down" in (ground / "data/log/postgresql.log").read_text()


def test_nothing_outlives_an_up_that_was_killed_and_the_next_one_starts(ground: Path, run_up: Starter) -> None:
    first = run_up(free_port())
    first.wait_for_greeting()
    first.process.kill()
    wait_until(lambda: not processes_of(ground), STOP_S)
    second = run_up(free_port())
    second.wait_for_greeting()
    assert second.end() == 0


def test_a_killed_web_server_comes_back_and_it_is_said(ground: Path, run_up: Starter) -> None:
    port = free_port()
    up = run_up(port)
    up.wait_for_greeting()
    log = ground / "data/log/web.log"
    master = int(re.findall(r"\[(\d+)\] \[INFO\] Starting gunicorn", log.read_text())[0])
    os.kill(master, signal.SIGKILL)
    again = f"http://127.0.0.1:{port}/livez"
    wait_until(lambda: log.read_text().count("Starting gunicorn") == 2 and answers(again, None), 30)
    assert up.end(signal.SIGINT) == 0
    assert "web ended unexpectedly (code -9)" in up.said()
    assert processes_of(ground) == []


def test_a_second_one_on_the_same_folder_or_port_is_refused(run_up: Starter) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        refused = run_up(busy.getsockname()[1])
        assert refused.process.wait(START_S) == 1
        assert "is in use" in refused.said()
    first = run_up(free_port())
    first.wait_for_greeting()
    second = run_up(free_port())
    assert second.process.wait(START_S) == 1
    assert "already runs" in second.said()
    assert first.end() == 0


def test_a_start_that_fails_half_way_leaves_nothing_running(ground: Path, run_up: Starter) -> None:
    up = run_up(free_port(), TUYEN_SECRET="short")
    assert up.process.wait(START_S) == 1
    assert "TUYEN_SECRET is shorter than" in up.said()
    assert "ready to accept connections" in (ground / "data/log/postgresql.log").read_text()
    assert processes_of(ground) == []


def test_https_with_the_local_authority(ground: Path, run_up: Starter) -> None:
    port = free_port()
    up = run_up(port, "--https")
    up.wait_for_greeting()
    authority = ground / "data/certificates/ca.crt"
    context = ssl.create_default_context(cafile=str(authority))
    with urllib.request.urlopen(f"https://localhost:{port}/ca.crt", context=context) as answer:
        served = answer.read()
    assert served == authority.read_bytes()
    assert up.end() == 0
