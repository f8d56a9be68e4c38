"""The wards in which the demo's customers live, from the product's own units."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from server.demo.places import Point, Ward
from server.demo.staff import CITIES, City
from server.geography import queries

UNKNOWN_AREA_KM2 = 10.0


def wards(session: Session, cities: Sequence[City] = CITIES) -> dict[str, list[Ward]]:
    """Return the wards of the cities by province code."""
    return {city.province_code: _wards_of(session, city.province_code) for city in cities}


def _wards_of(session: Session, province_code: str) -> list[Ward]:
    anchors: defaultdict[str, list[Point]] = defaultdict(list)
    for code, lat, lon in queries.legacy_points(session, province_code):
        anchors[code].append((lat, lon))
    return [
        Ward(
            place.code,
            place.short_name,
            place.lat,
            place.lon,
            place.area_km2 or UNKNOWN_AREA_KM2,
            tuple(anchors[place.code]),
        )
        for place in queries.places(session, "ward", parent_code=province_code)
    ]
