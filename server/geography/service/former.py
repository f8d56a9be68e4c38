"""The former units as phones fetch them: who knows only an address with a district can write it without a network."""

from sqlalchemy.orm import Session

from server.geography.service.atlas import LEGACY, Atlas, Unit, atlas
from server.geography.service.published import Published, encode
from server.geography.service.source import REFORM_DAY, source_name

_built: dict[str, Published] = {}


def published_former(session: Session) -> Published:
    """Return the units until 30 June 2025 and where their wards went; built once per process and data set."""
    source = source_name()
    if source not in _built:
        known = atlas(session)
        document = _document(source, known)
        if not known.units:
            return encode(document)
        _built[source] = encode(document)
    return _built[source]


def _document(source: str, known: Atlas) -> dict[str, object]:
    former = sorted((unit for (system, _), unit in known.units.items() if system == LEGACY), key=lambda unit: unit.code)
    by_level: dict[str, list[Unit]] = {level: [] for level in ("province", "district", "ward")}
    for unit in former:
        by_level[unit.level].append(unit)
    return {
        "version": source,
        "until": REFORM_DAY,
        "provinces": [[unit.code, unit.name] for unit in by_level["province"]],
        "districts": [
            [
                unit.code,
                unit.parent,
                unit.name,
                *([went] if (went := list(known.successors.get(unit.code, ()))) else []),
            ]
            for unit in by_level["district"]
        ],
        "wards": [
            [unit.code, unit.parent, unit.name, list(known.successors.get(unit.code, ()))] for unit in by_level["ward"]
        ],
    }
