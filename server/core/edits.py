"""From a form's answers to edits of the record that it makes or changes. Pure."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from server.core.merge import Edit, Policy
from server.core.text import nfc

NOT_OF_THE_RECORD = frozenset({"notify_to"})
SETS = frozenset({"media", "multi", "refs"})
PIN_MOVED_M = 200
EARTH_RADIUS_M = 6_371_008.8


def edits(
    form: Mapping[str, Any], answers: Mapping[str, Any], before: Mapping[str, Any], record: Mapping[str, Any]
) -> list[Edit]:
    """Return one edit for each answered field of the record, with the merge policy of its definition."""
    found = []
    for field in form["fields"]:
        name = field["name"]
        if name not in answers or name in NOT_OF_THE_RECORD:
            continue
        value = normalised(field["type"], answers[name])
        policy = policy_of(field, record.get(name), value)
        cells = _cells(field) if policy == "rows" else None
        found.append(Edit(name, value, policy, before.get(name), name in before, cells))
    return found


def policy_of(field: Mapping[str, Any], standing: Any, value: Any) -> Policy:
    """Return how a concurrent edit of the field is settled: as the organisation chose (`chosen`), else as is shipped.

    Shipped is that a pin that moved over 200 m asks a person, that lists are united, that rows of a repeat group are
    merged cell by cell, and what the form says of others.
    """
    if "chosen" in field:
        chosen: Policy = field["chosen"]
        return chosen
    if field["type"] == "gps":
        return "manual" if _moved_m(standing, value) > PIN_MOVED_M else "lww"
    if field["type"] in SETS:
        return "set"
    shipped: Policy = field.get("merge", "rows" if field["type"] == "repeat" else "lww")
    return shipped


def _cells(field: Mapping[str, Any]) -> dict[str, Policy]:
    return {cell["name"]: policy_of(cell, None, None) for cell in field.get("fields", ())}


def _moved_m(one: Any, other: Any) -> float:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return 0.0
    return distance_m(one["lat"], one["lon"], other["lat"], other["lon"])


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return metres between two points in degrees on the mean sphere (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = math.sin((phi2 - phi1) / 2)
    half_lon = math.sin(math.radians(lon2 - lon1) / 2)
    a = half_lat**2 + math.cos(phi1) * math.cos(phi2) * half_lon**2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


def normalised(kind: str, value: Any) -> Any:
    """Return the value as it is stored: text composed (NFC) and trimmed."""
    if isinstance(value, str):
        text = nfc(value).strip()
        return text.lower() if kind == "email" else text
    return value


def without_empty(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields that have a value."""
    return {name: value for name, value in fields if value not in (None, "", [])}
