"""Reading orders."""

from server.orders.queries.orders import (
    Filter,
    Listed,
    captured_at,
    is_visible,
    lines,
    locked,
    may,
    moves,
    names,
    one,
    page,
    visible_ids,
    visible_to,
)

__all__ = [
    "Filter",
    "Listed",
    "captured_at",
    "is_visible",
    "lines",
    "locked",
    "may",
    "moves",
    "names",
    "one",
    "page",
    "visible_ids",
    "visible_to",
]
