"""Which merge policies make sense for a field, and which one Tuyen ships for it. Pure."""

from collections.abc import Mapping
from typing import Any, get_args

from server.core.edits import NOT_OF_THE_RECORD, SETS
from server.core.merge import Policy

BY_DISTANCE = "distance"
"""What is shipped for positions: a pin that moved over 200 m asks a person, the later of two near ones stands."""

_ONE_VALUE = ("lww", "manual", "server")
_SENSIBLE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(sorted(SETS), ("set", *_ONE_VALUE)),
    "date": (*_ONE_VALUE, "max", "min"),
    "stepper": (*_ONE_VALUE, "max", "min", "counter"),
    "repeat": ("rows", *_ONE_VALUE),
}


def merged_fields(form: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the fields of a form that are merged into a record: none of a form that makes no record."""
    if not form["record"]:
        return []
    return [field for field in form["fields"] if field["name"] not in NOT_OF_THE_RECORD and field["type"] != "button"]


def shipped(field: Mapping[str, Any]) -> str:
    """Return how concurrent edits of the field are settled where nobody chose otherwise: a policy or BY_DISTANCE."""
    if field["type"] == "gps":
        return BY_DISTANCE
    if field["type"] == "repeat":
        return str(field.get("merge", "rows"))
    return "set" if field["type"] in SETS else str(field.get("merge", "lww"))


def sensible(field: Mapping[str, Any]) -> list[str]:
    """Return the policies that an organisation may choose for the field, of those that merging knows."""
    known = get_args(Policy)
    return [policy for policy in _SENSIBLE.get(field["type"], _ONE_VALUE) if policy in known]
