import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server.instance.processes import LARGEST_LOG, Child, opened, wait_gone

STUBBORN = "trap '' TERM; sleep 300 & echo $! ready; wait; wait; sleep 300"


def started(tmp_path: Path, script: str) -> Child:
    child = Child("shell", ["sh", "-c", script], tmp_path / "log")
    child.start()
    deadline = time.monotonic() + 5
    while "ready" not in child.last_words():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return child


def test_a_child_that_does_not_listen_is_killed_with_its_whole_group(tmp_path: Path) -> None:
    child = started(tmp_path, STUBBORN)
    grandchild = int(child.last_words().split()[0])
    before = time.monotonic()
    child.stop(0.3)
    assert time.monotonic() - before < 2
    assert child.exit_code() == -signal.SIGKILL
    assert wait_gone(grandchild, 15)


def test_a_polite_child_ends_without_being_killed(tmp_path: Path) -> None:
    child = started(tmp_path, "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done")
    child.stop(5)
    assert child.exit_code() == 7


def test_children_die_with_a_starter_that_was_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from server.instance.processes import Child\n"
        "child = Child('sleep', ['sleep', '300'], Path(sys.argv[1])); child.start()\n"
        "while Path(f'/proc/{child.pid}/comm').read_text() != 'sleep\\n': time.sleep(0.01)\n"  # its will is made
        "print(child.pid, flush=True); time.sleep(300)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        child = int(starter.stdout.readline())
        os.kill(child, 0)
        starter.kill()
        starter.wait()
        assert wait_gone(child, 15)


def test_a_log_that_grew_too_long_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("wb") as file:
        file.truncate(LARGEST_LOG + 1)
    with opened(log) as file:
        file.write(b"new")
    assert log.read_bytes() == b"new"
    assert (tmp_path / "web.old").stat().st_size == LARGEST_LOG + 1


def test_a_program_that_is_missing_says_so_in_its_log(tmp_path: Path) -> None:
    child = Child("ghost", ["no-such-program"], tmp_path / "log")
    child.start()
    assert child.process is not None
    assert child.process.wait(5) != 0
    child.stop()
    assert "no-such-program" in child.last_words()


@pytest.mark.parametrize("script", ["exit 3", "sleep 300"])
def test_stopping_twice_is_harmless(tmp_path: Path, script: str) -> None:
    child = Child("shell", ["sh", "-c", script], tmp_path / "log")
    child.stop()
    child.start()
    child.stop(1)
    child.stop(1)
    assert not child.running
