"""What customers know of the merging of forms. Pure."""

from collections.abc import Mapping
from typing import Any

from server.core.edits import (
    NOT_OF_THE_RECORD,
    PIN_MOVED_M,
    SETS,
    distance_m,
    edits,
    normalised,
    policy_of,
    without_empty,
)

__all__ = [
    "NOT_OF_THE_RECORD",
    "PIN_MOVED_M",
    "SETS",
    "distance_m",
    "edits",
    "moved_m",
    "normalised",
    "policy_of",
    "without_empty",
]


def moved_m(one: Any, other: Any) -> float:
    """Return how many metres lie between two pins (mean sphere); 0 where one of them is none."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return 0.0
    return distance_m(one["lat"], one["lon"], other["lat"], other["lon"])


OTHER_ADDRESSES = "other_addresses"
"""The field of the addresses that a customer has besides its profile's."""


def further_addresses(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the rows of a customer's further addresses, each with an id."""
    rows = fields.get(OTHER_ADDRESSES)
    return [row for row in rows if isinstance(row, Mapping) and "id" in row] if isinstance(rows, list) else []
