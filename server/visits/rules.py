"""What makes a visit's evidence doubtful, and where on the map it lies. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FAR_M = 300
POOR_ACCURACY_M = 100
SKEW = timedelta(minutes=10)
LARGEST_ACCURACY_M = 1e7
TILE_ZOOM = 14
MAX_CELLS = 16
MERCATOR_LAT = 85.05112878


@dataclass(frozen=True)
class Evidence:
    """What is known of a check-in: metres, the phone's simulation flag, and how far its clock was off.

    `has_fix` is False when no position came with it; `distance_m` to the customer's pin is None when either
    is missing.
    """

    has_fix: bool
    has_pin: bool
    distance_m: float | None = None
    accuracy_m: float | None = None
    mock: bool = False
    clock_offset: timedelta | None = None
    customer_visible: bool = True
    route_stopped_at: datetime | None = None
    occurred_at: datetime | None = None


def flags(evidence: Evidence) -> tuple[str, ...]:
    """Return the codes of what a reviewer should look at, in a fixed order; none refuses the visit."""
    accuracy = evidence.accuracy_m or 0.0
    distance = evidence.distance_m
    doubts = {
        "no_fix": not evidence.has_fix,
        "no_pin": not evidence.has_pin,
        "far_from_pin": distance is not None and distance - accuracy > FAR_M,
        "poor_accuracy": accuracy > POOR_ACCURACY_M,
        "mock_location": evidence.mock,
        "clock_skew": evidence.clock_offset is not None and abs(evidence.clock_offset) > SKEW,
        "customer_not_visible": not evidence.customer_visible,
        "route_stopped": _after(evidence.occurred_at, evidence.route_stopped_at),
    }
    return tuple(code for code, holds in doubts.items() if holds)


def _after(occurred_at: datetime | None, stopped_at: datetime | None) -> bool:
    return occurred_at is not None and stopped_at is not None and occurred_at > stopped_at


def tile_of(lat: float, lon: float) -> int:
    """Return the zoom-14 Web Mercator tile of a point in degrees, its column and row woven into one integer.

    Weaving the bits (Morton order) keeps every coarser tile one unbroken range of numbers, so a btree serves
    maps of any size. Source of the tile arithmetic: OpenStreetMap wiki, "Slippy map tilenames".
    """
    return _weave(*_tile(lat, lon, TILE_ZOOM))


def tile_ranges(west: float, south: float, east: float, north: float) -> list[tuple[int, int]]:
    """Return inclusive ranges of `tile_of` numbers that cover a box in degrees: at most MAX_CELLS."""
    for zoom in range(TILE_ZOOM, -1, -1):
        left, top = _tile(north, west, zoom)
        right, bottom = _tile(south, east, zoom)
        if (right - left + 1) * (bottom - top + 1) <= MAX_CELLS:
            cells = (_weave(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
            return _joined(sorted(cells), 2 * (TILE_ZOOM - zoom))
    raise AssertionError("one tile covers the world at zoom 0")


def _tile(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    size = 1 << zoom
    latitude = math.radians(max(-MERCATOR_LAT, min(MERCATOR_LAT, lat)))
    x = (lon + 180.0) / 360.0 * size
    y = (1.0 - math.asinh(math.tan(latitude)) / math.pi) / 2.0 * size
    return min(size - 1, max(0, int(x))), min(size - 1, max(0, int(y)))


def _weave(x: int, y: int) -> int:
    woven = 0
    for bit in range(TILE_ZOOM):
        woven |= (x >> bit & 1) << (2 * bit) | (y >> bit & 1) << (2 * bit + 1)
    return woven


def _joined(cells: list[int], shift: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for cell in cells:
        first, last = cell << shift, ((cell + 1) << shift) - 1
        if ranges and ranges[-1][1] + 1 == first:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))
    return ranges


@dataclass(frozen=True)
class CheckIn:
    """Where the phone was, in degrees; accuracy in metres; `mock` when the position was simulated."""

    lat: float
    lon: float
    accuracy_m: float | None
    mock: bool


def check_in_of(gps: object) -> CheckIn | None:
    """Return the position that the person saved in a `gps` answer, None when there is none."""
    if not isinstance(gps, Mapping):
        return None
    accuracy = gps.get("accuracy_m")
    usable = isinstance(accuracy, int | float) and 0 <= accuracy < LARGEST_ACCURACY_M
    metres = float(accuracy) if accuracy is not None and usable else None
    return CheckIn(float(gps["lat"]), float(gps["lon"]), metres, gps.get("mock") is True)
