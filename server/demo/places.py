"""Where the demo's customers are, and how a rep goes round them. Pure geometry, degrees and metres."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from server.demo.words import Rng

Point = tuple[float, float]  # latitude, longitude
T = TypeVar("T")
METRES_PER_DEGREE = 111_320.0
INNER_KM = 6.0  # a ward this far from the centre has 1/e of the customers of one in it
OUTER_KM = 35.0
_ANCHOR_SHARE = 0.55  # how far around an old ward's point, in radii of that old ward


@dataclass(frozen=True)
class Ward:
    """A ward with its point, area, and the points of the smaller wards that it was made of."""

    code: str
    name: str
    lat: float
    lon: float
    area_km2: float
    anchors: tuple[Point, ...] = ()

    @property
    def radius_m(self) -> float:
        """Radius of the circle with the ward's area."""
        return math.sqrt(self.area_km2 / math.pi) * 1000


def metres(one: Point, other: Point) -> float:
    """Return the distance on the ground; flat within a city, so good to 0.1 %."""
    east = (other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(east, other[0] - one[0]) * METRES_PER_DEGREE


def shifted(point: Point, north_m: float, east_m: float) -> Point:
    """Return the point moved by metres, to seven decimals (1 cm)."""
    lat = point[0] + north_m / METRES_PER_DEGREE
    lon = point[1] + east_m / (METRES_PER_DEGREE * math.cos(math.radians(point[0])))
    return round(lat, 7), round(lon, 7)


def around(rng: Rng, point: Point, radius_m: float) -> Point:
    """Return a point spread evenly over the disc."""
    distance, angle = radius_m * math.sqrt(rng.random()), rng.uniform(0, 2 * math.pi)
    return shifted(point, distance * math.sin(angle), distance * math.cos(angle))


def choose_wards(rng: Rng, wards: Sequence[Ward], centre: Point, count: int) -> list[Ward]:
    """Return `count` draws of wards, most of them in the inner city and none beyond 35 km."""
    near = [ward for ward in wards if metres((ward.lat, ward.lon), centre) < OUTER_KM * 1000]
    weights = [math.exp(-metres((ward.lat, ward.lon), centre) / 1000 / INNER_KM) for ward in near]
    return rng.choices(near, weights, k=count)


def spot(rng: Rng, ward: Ward) -> Point:
    """Return a place in the ward, within its radius.

    Rather near the point of one of the old wards in it: these lie where people live, while the middle of a
    large ward may be a river, a lake or a hill.
    """
    centre = (ward.lat, ward.lon)
    anchors = [anchor for anchor in ward.anchors if metres(anchor, centre) < ward.radius_m * 0.9]
    if not anchors:
        return around(rng, centre, ward.radius_m * 0.6)
    reach = ward.radius_m / math.sqrt(len(ward.anchors)) * _ANCHOR_SHARE
    while True:
        found = around(rng, rng.choice(anchors), reach)
        if metres(found, centre) <= ward.radius_m:
            return found


def districts(places: Sequence[tuple[Point, T]], parts: int) -> list[list[tuple[Point, T]]]:
    """Cut the places into `parts` compact groups of about equal size, each cut across the longer side."""
    if parts == 1:
        return [list(places)]
    lats, lons = [place[0][0] for place in places], [place[0][1] for place in places]
    tall = max(lats) - min(lats) > (max(lons) - min(lons)) * math.cos(math.radians(lats[0]))
    ordered = sorted(places, key=lambda place: place[0][0 if tall else 1])
    first = parts // 2
    cut = len(ordered) * first // parts
    return [*districts(ordered[:cut], first), *districts(ordered[cut:], parts - first)]


def round_trip(places: Sequence[tuple[Point, T]]) -> list[tuple[Point, T]]:
    """Return the places in an order to go round: always to the nearest, then crossings undone (2-opt)."""
    ordered = sorted(places, key=lambda place: place[0])
    scale = math.cos(math.radians(ordered[0][0][0]))
    spots = [(lat * METRES_PER_DEGREE, lon * METRES_PER_DEGREE * scale) for (lat, lon), _ in ordered]
    tour, left = [0], set(range(1, len(ordered)))
    while left:
        here = spots[tour[-1]]
        tour.append(min(left, key=lambda number: math.dist(spots[number], here)))
        left.remove(tour[-1])
    while _uncross(tour, spots):
        pass
    return [ordered[number] for number in tour]


def _uncross(tour: list[int], spots: Sequence[Point]) -> bool:
    """Reverse each stretch whose reversal saves more than a metre; tell whether there was one."""
    found = False
    for i in range(len(tour) - 2):
        for j in range(i + 2, len(tour) - 1):
            a, b, c, d = spots[tour[i]], spots[tour[i + 1]], spots[tour[j]], spots[tour[j + 1]]
            if math.dist(a, c) + math.dist(b, d) < math.dist(a, b) + math.dist(c, d) - 1:
                tour[i + 1 : j + 1] = reversed(tour[i + 1 : j + 1])
                found = True
    return found
