"""What an answer of each type looks like. Pure."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from server.forms.expressions import LARGEST_INT

Field = Mapping[str, Any]
LONGEST_TEXT = 20_000
MOST_ITEMS = 500
MOST_ROWS = 1_000
LARGEST_NUMBER = 1e15
UUID_FORM = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
PHONE = re.compile(r"^[0-9+() .-]{6,25}$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$", re.ASCII)
HOUR = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$", re.ASCII)


def is_empty(value: Any, kind: str = "") -> bool:
    """Tell whether a value is no answer; of `attributes` (`kind`) also when none of them has one."""
    if isinstance(value, str):
        return not value.strip()
    if kind == "attributes" and isinstance(value, Mapping):
        return all(is_empty(item) for item in value.values())
    return value is None or value == []


def well_typed(field: Field, value: Any) -> bool:
    """Tell whether a value is an answer to the field; of a `repeat` only that it is a list of rows."""
    test = TESTS.get(field["type"])
    return test is None or test(field, value)


def on_globe(lat: Any, lon: Any) -> bool:
    """Tell whether latitude and longitude are degrees of the globe."""
    numbers = all(isinstance(part, int | float) and not isinstance(part, bool) for part in (lat, lon))
    return numbers and -90 <= lat <= 90 and -180 <= lon <= 180  # noqa: PLR2004 - the globe's own bounds


def _text(_: Field, value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _matching(pattern: re.Pattern[str]) -> Callable[[Field, Any], bool]:
    return lambda _, value: isinstance(value, str) and pattern.fullmatch(value.strip()) is not None


def _choice(field: Field, value: Any) -> bool:
    """Tell whether it is a choice; one of a list that the organisation keeps is any text here."""
    if not isinstance(value, str):
        return False
    return "options_from" in field or any(option["value"] == value for option in field.get("options", ()))


def _choices(field: Field, value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_ITEMS and all(_choice(field, item) for item in value)


def _ids(_: Field, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and UUID_FORM.fullmatch(item) for item in value)


def _day(_: Field, value: Any) -> bool:
    return _parses(date.fromisoformat, DAY, value)


def _moment(_: Field, value: Any) -> bool:
    return _parses(datetime.fromisoformat, MOMENT, value)


def _parses(parse: Callable[[str], object], pattern: re.Pattern[str], value: Any) -> bool:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        return False
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _hours(_: Field, value: Any) -> bool:
    ends = (value.get("from"), value.get("to")) if isinstance(value, Mapping) else (None,)
    return all(isinstance(end, str) and HOUR.fullmatch(end) for end in ends)


def _position(_: Field, value: Any) -> bool:
    return isinstance(value, Mapping) and on_globe(value.get("lat"), value.get("lon"))


def _whole(most: int) -> Callable[[Field, Any], bool]:
    return lambda _, value: isinstance(value, int) and not isinstance(value, bool) and abs(value) <= most


def _number(_: Field, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) <= LARGEST_NUMBER


def _percent(field: Field, value: Any) -> bool:
    if not _number(field, value) or not 0 <= value <= 100:  # noqa: PLR2004 - a hundred per cent
        return False
    return bool(abs(value * 100 - round(value * 100)) < 1e-6)  # noqa: PLR2004 - two decimals, as binary fractions hold them


def _attributes(_: Field, value: Any) -> bool:
    return isinstance(value, Mapping) and len(value) <= MOST_ITEMS


def _rows(_: Field, value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_ROWS


TESTS: Mapping[str, Callable[[Field, Any], bool]] = {
    "text": _text,
    "longtext": _text,
    "url": _text,
    "province": _text,
    "district": _text,
    "ward": _text,
    "phone": _matching(PHONE),
    "email": _matching(EMAIL),
    "date": _day,
    "datetime": _moment,
    "time_window": _hours,
    "select": _choice,
    "multi": _choices,
    "ref": _matching(UUID_FORM),
    "refs": _ids,
    "media": _ids,
    "gps": _position,
    "bool": lambda _, value: isinstance(value, bool),
    "stepper": _whole(2**31 - 1),
    "money": _whole(LARGEST_INT),
    "number": _number,
    "percent": _percent,
    "attributes": _attributes,
    "repeat": _rows,
    "button": lambda _, __: False,
}
