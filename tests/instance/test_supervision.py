import os
import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from server.instance.errors import InstanceError
from server.instance.processes import Child
from server.instance.supervision import Guarded, Stopped, unwinding_on_signals, watch


def ended(tmp_path: Path) -> Child:
    child = Child("worker", ["false"], tmp_path / "log")
    child.start()
    assert child.process is not None
    child.process.wait(5)
    return child


def test_a_dead_child_is_started_again_ever_later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    starts: list[float] = []
    guarded = Guarded(ended(tmp_path), lambda: starts.append(now))
    for tenth in range(200):
        now = tenth / 10
        guarded.look(now)
    assert starts == pytest.approx([1.0, 3.1, 7.2, 15.3])
    assert "worker ended unexpectedly (code 1)" in capsys.readouterr().err


def test_a_child_that_runs_long_enough_is_trusted_again(tmp_path: Path) -> None:
    child = Child("sleep", ["sleep", "60"], tmp_path / "log")
    child.start()
    guarded = Guarded(child, child.start, wait_s=16.0)
    guarded.look(59.0)
    assert guarded.wait_s == 16.0
    guarded.look(61.0)
    child.stop(1)
    assert guarded.wait_s == 1.0


def test_a_start_that_fails_is_told_and_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise InstanceError("không được", "no luck")

    guarded = Guarded(ended(tmp_path), refuse)
    for second in range(10):
        guarded.look(float(second))
    assert capsys.readouterr().err.count("no luck") == 3


def test_watch_revives_a_killed_child_and_ends_at_a_signal(tmp_path: Path) -> None:
    child = Child("sleep", ["sleep", "60"], tmp_path / "log")
    child.start()
    first = child.pid
    assert first is not None

    def disturb() -> None:
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 5
        while (child.pid == first or not child.running) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    disturber = threading.Thread(target=disturb)
    with unwinding_on_signals():
        disturber.start()
        watch([Guarded(child, child.start)])
    disturber.join()
    assert child.pid != first
    assert child.running
    child.stop(1)


def test_a_signal_before_watching_unwinds_with_the_shell_code_and_a_second_one_does_not_disturb() -> None:
    steps: list[str] = []

    def undo() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("undone")

    def interrupted() -> None:
        with unwinding_on_signals(), ExitStack() as stack:
            stack.callback(undo)
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Stopped) as caught:
        interrupted()
    assert caught.value.code == 143
    assert steps == ["undone"]
