"""How a phone's sync stands, from when it was last heard of and what it said then. Pure."""

from datetime import datetime, timedelta
from typing import Literal

State = Literal["ok", "late", "silent", "never"]
STATES: tuple[State, ...] = ("never", "silent", "late", "ok")
"""The worst first."""

LATE = timedelta(hours=4)
SILENT = timedelta(hours=24)
STUCK = timedelta(hours=1)


def state_of(reported_at: datetime | None, now: datetime, *, holds: int | None, stuck: int) -> State:
    """Return how a phone stands that last pushed or pulled at `reported_at`.

    `never`: it never did. `silent`: more than a day ago; nobody knows what it holds. `late`: more than four hours ago,
    or an hour ago while it still held something (`holds`, as it said), or files of it are `stuck`. Else `ok`.
    """
    if reported_at is None:
        return "never"
    quiet = now - reported_at
    if quiet > SILENT:
        return "silent"
    return "late" if quiet > LATE or (holds and quiet > STUCK) or stuck else "ok"


def is_known(state: State) -> bool:
    """Tell whether what the phone said of itself still says something about now."""
    return state in {"ok", "late"}
