"""All units of both systems in memory: fourteen thousand rows that change with an upgrade of the product alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from server.core.text import fold
from server.geography import queries, rules
from server.geography.service.source import source_name

CURRENT, LEGACY = "2025", "legacy"
MOST_FOUND = 50


@dataclass(frozen=True)
class Unit:
    """A unit of either system; `parent` is None for a province, `point` (degrees) where it is known."""

    system: str
    code: str
    level: str
    name: str
    parent: str | None
    point: rules.Point | None


@dataclass(frozen=True)
class Atlas:
    """Units by (system, code), where former wards went (the likeliest first), and their names for searching."""

    units: Mapping[tuple[str, str], Unit]
    successors: Mapping[str, tuple[str, ...]]
    folded: tuple[tuple[str, Unit], ...] = field(repr=False, default=())

    def unit(self, system: str, code: str | None) -> Unit | None:
        """Return a unit, None where there is none of this code."""
        return self.units.get((system, code or ""))

    def path(self, system: str, code: str | None) -> list[Unit]:
        """Return a unit and what it lies in, the smallest first; nothing for an unknown code."""
        found = []
        unit = self.unit(system, code)
        while unit is not None:
            found.append(unit)
            unit = self.unit(system, unit.parent)
        return found

    def text(self, system: str, code: str | None, before: str | None = None) -> str:
        """Return an address as people read it: `12 Trần Phú, Phường Hải Châu, Thành phố Đà Nẵng`."""
        return ", ".join([*([before] if before else []), *(unit.name for unit in self.path(system, code))])

    def settle(self, legacy_code: str | None, where: rules.Point | None) -> rules.Settled:
        """Return where a former ward or island district lies now; `where` is a map point in degrees."""
        candidates = self.successors.get(legacy_code or "", ())
        units = {code: self.unit(CURRENT, code) for code in candidates}
        points = {code: unit.point for code, unit in units.items() if unit and unit.point}
        return rules.settle(candidates, points, where)

    def search(self, query: str, most: int = MOST_FOUND) -> list[Unit]:
        """Return units of both systems whose names, or those around them, have all the words; the best first."""
        words = fold(query).split()
        if not words:
            return []
        found = [(name, unit) for name, unit in self.folded if all(word in name for word in words)]
        found.sort(key=lambda hit: (not hit[0].partition(",")[0].endswith(" ".join(words)), hit[1].system, len(hit[0])))
        return [unit for _, unit in found[:most]]


_read: dict[str, Atlas] = {}


def atlas(session: Session) -> Atlas:
    """Return all units; read once per process and data set."""
    source = source_name()
    if source not in _read:
        found = _atlas(queries.all_units(session), queries.all_successors(session))
        if not found.units:
            return found
        _read[source] = found
    return _read[source]


def _atlas(
    rows: Iterable[tuple[str, str, str, str, str | None, float | None, float | None]], went: Iterable[tuple[str, str]]
) -> Atlas:
    units = {
        (system, code): Unit(
            system, code, level, name, parent, (lat, lon) if lat is not None and lon is not None else None
        )
        for system, code, level, name, parent, lat, lon in rows
    }
    successors: dict[str, tuple[str, ...]] = {}
    for old, new in went:
        successors[old] = (*successors.get(old, ()), new)
    plain = Atlas(units, successors)
    names = tuple((fold(plain.text(system, code)), unit) for (system, code), unit in units.items())
    return Atlas(units, successors, names)
