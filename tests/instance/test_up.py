import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server.instance.environment import child_environment
from server.instance.network import free_port
from server.instance.product import answers

START_S = 90
STOP_S = 10
pytestmark = pytest.mark.slow
Starter = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run_up(ground: Path) -> Iterator[Starter]:
    """Start `up` on `ground`; whatever is left of it afterwards is ended."""
    with ExitStack() as stack:

        def start(port: int, *more: str, **added: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-P", "-m", "server.cli", "up", "--demo", "none", f"--data={ground / 'data'}"]
            environment = child_environment(DATABASE_URL="", REDIS_URL="", **added)
            process = stack.enter_context(
                subprocess.Popen(
                    [*command, "--host=127.0.0.1", f"--port={port}", *more],
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            )
            stack.callback(process.kill)
            return process

        yield start


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


def wait_for_web(process: subprocess.Popen[str], address: str) -> None:
    wait_until(lambda: process.poll() is not None or answers(address, None), START_S)
    assert process.poll() is None, process.communicate()[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_everything_runs_and_a_signal_stops_all_of_it(ground: Path, run_up: Starter, number: signal.Signals) -> None:
    port = free_port()
    process = run_up(port)
    wait_for_web(process, f"http://127.0.0.1:{port}/readyz")
    wait_until(lambda: len(processes_of(ground)) >= 5, 20)  # postgres with its own, redis, web, worker
    before = time.monotonic()
    process.send_signal(number)
    output = process.communicate(timeout=STOP_S)[0]
    assert time.monotonic() - before < STOP_S
    assert process.returncode == 0, output
    assert processes_of(ground) == []
    assert f":{port}/phone/" in output
    assert "PANIC" not in (ground / "data/log/postgresql.log").read_text()
    assert "database system is shut down" in (ground / "data/log/postgresql.log").read_text()


def test_nothing_outlives_an_up_that_was_killed_and_the_next_one_starts(ground: Path, run_up: Starter) -> None:
    port = free_port()
    first = run_up(port)
    wait_for_web(first, f"http://127.0.0.1:{port}/readyz")
    first.kill()
    first.wait()
    wait_until(lambda: not processes_of(ground), STOP_S)
    second = run_up(port)
    wait_for_web(second, f"http://127.0.0.1:{port}/readyz")
    second.send_signal(signal.SIGTERM)
    assert second.wait(STOP_S) == 0


def test_a_killed_web_server_comes_back_and_it_is_said(ground: Path, run_up: Starter) -> None:
    port = free_port()
    process = run_up(port)
    address = f"http://127.0.0.1:{port}/livez"
    wait_for_web(process, address)
    log = ground / "data/log/web.log"
    master = int(log.read_text().split("[INFO] Starting gunicorn")[0].rsplit("[", 1)[1].rstrip("] "))
    subprocess.run(["kill", "-9", str(master)], check=True)
    wait_until(lambda: log.read_text().count("Starting gunicorn") == 2 and answers(address, None), 30)
    process.send_signal(signal.SIGTERM)
    assert "web ended unexpectedly (code -9)" in process.communicate(timeout=STOP_S)[0]
    assert processes_of(ground) == []


def test_a_second_one_on_the_same_folder_or_port_is_refused(ground: Path, run_up: Starter) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        refused = run_up(busy.getsockname()[1])
        assert "is in use" in refused.communicate(timeout=START_S)[0]
        assert refused.returncode == 1
    port = free_port()
    first = run_up(port)
    wait_for_web(first, f"http://127.0.0.1:{port}/livez")
    second = run_up(free_port())
    assert "already runs" in second.communicate(timeout=START_S)[0]
    assert second.returncode == 1
    first.send_signal(signal.SIGTERM)
    assert first.wait(STOP_S) == 0


def test_a_start_that_fails_half_way_leaves_nothing_running(ground: Path, run_up: Starter) -> None:
    process = run_up(free_port(), TUYEN_SECRET="short")
    output = process.communicate(timeout=START_S)[0]
    assert process.returncode == 1
    assert "TUYEN_SECRET is shorter than" in output
    assert (ground / "data/postgres/PG_VERSION").exists() or list(ground.rglob("postgresql.log"))
    assert processes_of(ground) == []


def test_https_with_the_local_authority(ground: Path, run_up: Starter) -> None:
    port = free_port()
    process = run_up(port, "--https")
    authority = ground / "data/certificates/ca.crt"
    address = f"https://localhost:{port}"
    wait_until(
        lambda: process.poll() is not None or (authority.exists() and answers(address + "/livez", authority)), START_S
    )
    assert process.poll() is None, process.communicate()[0]
    context = ssl.create_default_context(cafile=str(authority))
    with urllib.request.urlopen(f"{address}/ca.crt", context=context) as answer:  # noqa: S310 - our own address
        assert answer.read() == authority.read_bytes()
    process.send_signal(signal.SIGTERM)
    assert process.wait(STOP_S) == 0
