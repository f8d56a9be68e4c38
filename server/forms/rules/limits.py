"""The rules that a field states without an expression: bounds, lengths, and choices beneath a choice. Pure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

Field = Mapping[str, Any]
Choices = Mapping[str, AbstractSet[str]]
"""The values that choice lists know, those that are offered no more too, by the key of the list."""
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


def listed(field: Field, value: Any, choices: Choices) -> bool:
    """Tell whether chosen values are of the field's choice list; of a list that is not known, any are."""
    known = choices.get(field["options_from"]) if "options_from" in field else None
    if known is None:
        return True
    return all(one in known for one in (value if isinstance(value, list) else [value]))


def offered(field: Field, value: Any, parent: Any) -> bool:
    """Tell whether chosen options are offered beneath `parent`, the choice in the field that its `parent` names."""
    if field["type"] not in ("select", "multi") or parent is None:
        return True
    parents = {option["value"]: option.get("parent") for option in field.get("options") or ()}
    chosen = parent if isinstance(parent, list) else [parent]
    wanted = value if isinstance(value, list) else [value]
    return all(parents.get(one) is None or parents[one] in chosen for one in wanted)
