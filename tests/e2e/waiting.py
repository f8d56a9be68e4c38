"""Waiting for a condition that no page shows: a row, a file, a request."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_S = 20.0
LOOK_EVERY_S = 0.05


def until(condition: Callable[[], T], what: str, patience_s: float = PATIENCE_S) -> T:
    """Return the first true value of `condition`; fail with `what` and the last value when it never comes."""
    deadline = time.monotonic() + patience_s
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what}: waited {patience_s:g} s, last saw {value!r}"
        time.sleep(LOOK_EVERY_S)
    return value
