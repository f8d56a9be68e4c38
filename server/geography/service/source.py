"""Administrative units as the package `vietnamadminunits` (MIT) ships them.

The data files are read, the package is not imported: its code loads parsers that nobody here calls, and its
address converter asks an online geocoder.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

PACKAGE = "vietnamadminunits"
REFORM_DAY = "2025-07-01"


class Unit(NamedTuple):
    """One row of `administrative_unit`; `location` is EWKT, days are ISO dates."""

    system: str
    code: str
    level: str
    name: str
    short_name: str
    parent_code: str | None
    location: str | None
    area_km2: float | None
    valid_from: str | None
    valid_to: str | None


class Mapping(NamedTuple):
    """One row of `administrative_unit_mapping`."""

    legacy_code: str
    new_code: str
    is_split: bool
    is_default: bool


def source_name() -> str:
    """Return the data set with its version, for example 'vietnamadminunits 1.0.4'."""
    return f"{PACKAGE} {version(PACKAGE)}"


def read_units() -> list[Unit]:
    """Return every unit of both systems, parents before children."""
    with closing(_connect()) as data:
        found = [*_current(data), *_legacy(data)]
    return list(dict.fromkeys(found))


def read_mapping() -> list[Mapping]:
    """Return where each legacy ward, or island district without wards, went on 1 July 2025."""
    with closing(_connect()) as data:
        new = {(province, ward): code for province, ward, code in data.execute(_NEW_KEYS)}
        old = {key: code for key, code in data.execute(_LEGACY_KEYS)}  # noqa: C416 - rows are tuples of two
    converter = json.loads((_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    return [*_whole(converter, new, old), *_split(converter, new, old)]


_NEW_KEYS = "SELECT provinceKey, wardKey, wardCode FROM admin_units"
_LEGACY_KEYS = """
SELECT provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''), coalesce(wardCode, districtCode)
FROM admin_units_legacy
"""
_CURRENT = """
SELECT province, provinceShort, provinceCode, provinceLat, provinceLon,
       ward, wardShort, wardCode, wardLat, wardLon, wardAreaKm2
FROM admin_units ORDER BY provinceCode, wardCode
"""
_LEGACY = """
SELECT province, provinceShort, provinceCode, provinceLat, provinceLon,
       district, districtShort, districtCode, districtLat, districtLon,
       ward, wardShort, wardCode, wardLat, wardLon
FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode
"""


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(PACKAGE)
    return Path(spec.submodule_search_locations[0]) / "data"


def _connect() -> sqlite3.Connection:
    return sqlite3.connect(f"{(_folder() / 'dataset.db').as_uri()}?mode=ro&immutable=1", uri=True)


def _point(lat: float | None, lon: float | None) -> str | None:
    return None if lat is None or lon is None else f"SRID=4326;POINT({lon} {lat})"


def _current(data: sqlite3.Connection) -> Iterator[Unit]:
    for province, p_short, p_code, p_lat, p_lon, ward, short, code, lat, lon, area in data.execute(_CURRENT):
        yield Unit("2025", p_code, "province", province, p_short, None, _point(p_lat, p_lon), None, REFORM_DAY, None)
        # Where the source does not know the area it says 0 or nothing.
        yield Unit("2025", code, "ward", ward, short, p_code, _point(lat, lon), area or None, REFORM_DAY, None)


def _legacy(data: sqlite3.Connection) -> Iterator[Unit]:
    for row in data.execute(_LEGACY):
        province, district, ward = row[0:5], row[5:10], row[10:15]
        yield _legacy_unit("province", province, None)
        yield _legacy_unit("district", district, province[2])
        if ward[2] is not None:
            yield _legacy_unit("ward", ward, district[2])


def _legacy_unit(level: str, row: tuple[str, str, str, float, float], parent: str | None) -> Unit:
    name, short, code, lat, lon = row
    return Unit("legacy", code, level, name, short, parent, _point(lat, lon), None, None, REFORM_DAY)


def _whole(
    converter: dict[str, dict[str, dict[str, list[str]]]],
    new: dict[tuple[str, str], str],
    old: dict[str, str],
) -> Iterator[Mapping]:
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, parts in wards.items():
            yield from (Mapping(old[part], new[province, ward], is_split=False, is_default=True) for part in parts)


def _split(
    converter: dict[str, dict[str, dict[str, list[dict[str, str | bool]]]]],
    new: dict[tuple[str, str], str],
    old: dict[str, str],
) -> Iterator[Mapping]:
    for province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, targets in wards.items():
            for target in targets:
                code = new[province, str(target["newWardKey"])]
                yield Mapping(old[part], code, is_split=True, is_default=bool(target["isDefaultNewWard"]))
