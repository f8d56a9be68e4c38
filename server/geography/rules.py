"""Where a former three-level address lies in the two levels of today. Pure.

A former ward that went whole into one of 2025 is settled by the table. One of the 471 that were split is settled by the
map point: the nearest of its parts' own points is taken, since no borders are at hand. That is a guess. Held against
the 972 former wards that went whole into a neighbour of such a part, from their middles, it is right for 92 in 100;
where the nearest point is clearly the nearest (`CLEARLY`; 83 in 100 of them) for 97. The rest is left to a person.
`tests/geography/test_settling.py` keeps these figures true.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

CLEARLY = 0.6
"""The nearest of several points is clear when it is no further than this part of the way to the next one."""

How = Literal["settled", "by_point", "needs_confirmation", "unknown"]
Point = tuple[float, float]
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Settled:
    """The ward of 2025 of a former address: which (None: nobody knows), how that is known, and what it may be.

    `distance_km` tells how far the point is from that of the nearest candidate, `next_km` of the one after.
    """

    ward: str | None
    how: How
    candidates: tuple[str, ...] = ()
    distance_km: float | None = None
    next_km: float | None = None


def settle(candidates: Sequence[str], points: Mapping[str, Point], where: Point | None) -> Settled:
    """Return which of the wards that took a former one in holds the point `where` (latitude, longitude in degrees)."""
    if len(candidates) <= 1:
        return Settled(candidates[0], "settled", tuple(candidates)) if candidates else Settled(None, "unknown")
    known = [code for code in candidates if code in points]
    if where is None or len(known) < len(candidates):
        return Settled(None, "needs_confirmation", tuple(candidates))
    ranked = sorted(known, key=lambda code: km_between(points[code], where))
    nearest, second = (km_between(points[code], where) for code in ranked[:2])
    if nearest > CLEARLY * second:
        return Settled(None, "needs_confirmation", tuple(ranked), round(nearest, 2), round(second, 2))
    return Settled(ranked[0], "by_point", tuple(ranked), round(nearest, 2), round(second, 2))


def km_between(one: Point, other: Point) -> float:
    """Return kilometres between two points near each other, on a flat map (under 1 % wrong up to 100 km)."""
    east = (other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(other[0] - one[0], east) * _KM_PER_DEGREE
