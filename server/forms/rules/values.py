"""Answers as variables of expressions, and what expressions give as answers. Pure."""

from collections.abc import Mapping
from typing import Any

from server.forms.expressions import as_variable, rounded
from server.forms.rules.types import is_empty, well_typed

Field = Mapping[str, Any]
WHOLE = frozenset({"stepper", "money"})
DOUBLE = frozenset({"number", "percent"})
NUMBERS = WHOLE | DOUBLE


def variable(field: Field, value: Any) -> Any:
    """Return a well-typed answer as expressions see it: `int` of whole types, `double` of others, null if empty."""
    if is_empty(value, field["type"]):
        return None
    if field["type"] in DOUBLE:
        return float(value)
    if field["type"] == "gps":
        return {name: float(value[name]) for name in ("lat", "lon")}
    return as_variable(value)


def answer(field: Field, value: Any) -> Any:
    """Return what an expression gave as an answer of the field's type; null where it is none."""
    fitted = _numeric(field["type"], value) if field["type"] in NUMBERS else _dated(field["type"], value)
    return None if is_empty(fitted) or not well_typed(field, fitted) else fitted


def _numeric(kind: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if kind in WHOLE:
        return rounded(value)
    return rounded(value * 100) / 100 if kind == "percent" and isinstance(value, float) else value


def _dated(kind: str, value: Any) -> Any:
    """Return the day of a moment where a date is wanted."""
    return value[:10] if kind == "date" and isinstance(value, str) else value


def equal(given: Any, reckoned: Any) -> bool:
    """Tell whether an answer is what was reckoned, numbers by their value."""
    if is_empty(given) and is_empty(reckoned):
        return True
    return bool(given == reckoned) and isinstance(given, bool) == isinstance(reckoned, bool)
