"""Reading the catalogue."""

from server.catalogue.queries.catalogue import (
    Filter,
    combos,
    holders,
    known_products,
    line_counts,
    lines,
    may,
    named_products,
    names_of,
    page,
    parts,
    record,
    stopped_at,
    today,
    visible,
    visible_ids,
    visible_to,
)
from server.catalogue.queries.prices import Wanted, prices_at

__all__ = [
    "Filter",
    "Wanted",
    "combos",
    "holders",
    "known_products",
    "line_counts",
    "lines",
    "may",
    "named_products",
    "names_of",
    "page",
    "parts",
    "prices_at",
    "record",
    "stopped_at",
    "today",
    "visible",
    "visible_ids",
    "visible_to",
]
