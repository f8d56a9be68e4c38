"""Numbers for places on the map, such that a viewport is a few ranges of them. Pure.

A btree on such a number serves maps of any size, under row-level security too (integer comparison leaks nothing, which
PostGIS' operators cannot promise). The database makes the same numbers by `tile_of(lon, lat)`.
"""

import math

TILE_ZOOM = 14
MAX_CELLS = 16
MERCATOR_LAT = 85.05112878


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
