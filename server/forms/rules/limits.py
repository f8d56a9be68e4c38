"""The rules that a field states without an expression: bounds, lengths, and choices beneath a choice. Pure."""

from collections.abc import Mapping
from typing import Any

Field = Mapping[str, Any]
LONGEST_ID = 64
NUMBERS = frozenset({"stepper", "number", "money", "percent"})
COUNTED = frozenset({"multi", "refs", "media", "repeat"})
TEXTS = frozenset({"text", "longtext"})


def within(field: Field, value: Any) -> bool:
    """Tell whether a well-typed answer keeps to `min` and `max`: of numbers, of items, of a text's characters."""
    kind = field["type"]
    if kind not in NUMBERS and kind not in COUNTED and kind not in TEXTS:
        return True
    size = value if kind in NUMBERS else len(value)
    least = field.get("min") if kind not in TEXTS else None
    most = field.get("max")
    return (least is None or size >= least) and (most is None or size <= most)


def offered(field: Field, value: Any, given: Mapping[str, Any], standing: Mapping[str, Any]) -> bool:
    """Tell whether chosen options are offered beneath the choice that the field named by `parent` has."""
    above = field.get("parent")
    if field["type"] not in ("select", "multi") or above is None:
        return True
    parent = given.get(above, standing.get(above))
    if parent is None:
        return True
    parents = {option["value"]: option.get("parent") for option in field.get("options") or ()}
    chosen = parent if isinstance(parent, list) else [parent]
    wanted = value if isinstance(value, list) else [value]
    return all(parents.get(one) is None or parents[one] in chosen for one in wanted)
