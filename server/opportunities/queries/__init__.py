"""Reading opportunities, and the processes that they go through."""

from server.opportunities.queries.opportunities import (
    Filter,
    Listed,
    captured_at,
    is_visible,
    items,
    locked,
    may,
    moves,
    names,
    one,
    page,
    visible_ids,
    visible_to,
)
from server.opportunities.queries.processes import counts, default_process, first_step, processes, step, steps

__all__ = [
    "Filter",
    "Listed",
    "captured_at",
    "counts",
    "default_process",
    "first_step",
    "is_visible",
    "items",
    "locked",
    "may",
    "moves",
    "names",
    "one",
    "page",
    "processes",
    "step",
    "steps",
    "visible_ids",
    "visible_to",
]
