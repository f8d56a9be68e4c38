"""Questions about administrative units."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from server.geography.models import AdministrativeUnit as Unit
from server.geography.models import AdministrativeUnitMapping as UnitMapping

CURRENT = "2025"


@dataclass(frozen=True)
class Place:
    """A unit in force with its point (degrees, WGS 84); `area_km2` is None where unknown."""

    code: str
    level: str
    name: str
    short_name: str
    parent_code: str | None
    lat: float
    lon: float
    area_km2: float | None


@dataclass(frozen=True)
class Successor:
    """A unit of 2025 that took in a legacy ward, wholly or (`is_split`) in part."""

    code: str
    is_split: bool
    is_default: bool


def is_loaded(session: Session, source: str) -> bool:
    """Tell whether units of this data set are in the table; they come all together or not at all."""
    return bool(session.scalar(select(exists().where(Unit.source == source))))


def unit_by_code(session: Session, code: str) -> Place | None:
    """Return the province (two digits) or ward (five digits) in force with this code."""
    row = session.execute(_places().where(Unit.code == code)).one_or_none()
    return None if row is None else Place(*row)


def nearest_ward(session: Session, *, lat: float, lon: float) -> Place | None:
    """Return the ward in force whose point is nearest on the ground, or None before units are loaded.

    A guess for prefilling: of the legacy wards that went whole into a new one it names the right ward for
    four in five.
    """
    point = func.geography(func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326))
    query = _places().where(Unit.level == "ward").order_by(Unit.location.op("<->")(point)).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else Place(*row)


def display_name(session: Session, ward_code: str | None, province_code: str | None) -> str:
    """Return for example 'Phường Hải Châu, Thành phố Đà Nẵng'; what is unknown is left out."""
    codes = [code for code in (ward_code, province_code) if code]
    rows = session.execute(select(Unit.code, Unit.name).where(Unit.system == CURRENT, Unit.code.in_(codes)))
    names = {code: name for code, name in rows}  # noqa: C416 - rows are no plain tuples to mypy
    return ", ".join(names[code] for code in codes if code in names)


def successors(session: Session, legacy_code: str) -> list[Successor]:
    """Return where a legacy ward went, the likeliest first; empty for a code that is no legacy ward's."""
    query = (
        select(UnitMapping.new_code, UnitMapping.is_split, UnitMapping.is_default)
        .where(UnitMapping.legacy_code == legacy_code)
        .order_by(UnitMapping.is_default.desc(), UnitMapping.new_code)
    )
    return [Successor(*row) for row in session.execute(query)]


def places(session: Session, level: str, *, parent_code: str | None = None) -> list[Place]:
    """Return the units in force of a level ('province' or 'ward'), of one province if given, by code."""
    query = _places().where(Unit.level == level).order_by(Unit.code)
    if parent_code is not None:
        query = query.where(Unit.parent_code == parent_code)
    return [Place(*row) for row in session.execute(query)]


def legacy_points(session: Session, province_code: str) -> list[tuple[str, float, float]]:
    """Return (new ward code, lat, lon) of each legacy ward that lies whole in a ward of this province.

    The old wards were smaller, so their points say better where in a ward of 2025 people live.
    """
    old, new = aliased(Unit), aliased(Unit)
    query = (
        select(UnitMapping.new_code, *_coordinates(old))
        .join(old, (old.system == "legacy") & (old.code == UnitMapping.legacy_code))
        .join(new, (new.system == CURRENT) & (new.code == UnitMapping.new_code))
        .where(new.parent_code == province_code, ~UnitMapping.is_split)
        .order_by(UnitMapping.legacy_code)
    )
    return [(code, lat, lon) for code, lat, lon in session.execute(query)]


def _coordinates(unit: type[Unit]) -> tuple[ColumnElement[float], ColumnElement[float]]:
    point = func.geometry(unit.location)
    return func.ST_Y(point, type_=Float), func.ST_X(point, type_=Float)


def _places() -> Select[str, str, str, str, str | None, float, float, float | None]:
    return select(
        Unit.code,
        Unit.level,
        Unit.name,
        Unit.short_name,
        Unit.parent_code,
        *_coordinates(Unit),
        Unit.area_km2,
    ).where(Unit.system == CURRENT, Unit.valid_to.is_(None))


def all_units(session: Session) -> list[tuple[str, str, str, str, str | None, float | None, float | None]]:
    """Return (system, code, level, name, parent, lat, lon) of every unit of both systems."""
    lat, lon = _coordinates(Unit)
    statement = select(Unit.system, Unit.code, Unit.level, Unit.name, Unit.parent_code, lat, lon)
    return [(row[0], row[1], row[2], row[3], row[4], row[5], row[6]) for row in session.execute(statement)]


def all_successors(session: Session) -> list[tuple[str, str]]:
    """Return (legacy ward, ward of 2025), of a split one the likeliest first."""
    statement = select(UnitMapping.legacy_code, UnitMapping.new_code).order_by(
        UnitMapping.legacy_code, UnitMapping.is_default.desc(), UnitMapping.new_code
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
