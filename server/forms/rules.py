"""Checking answers against the definition they were given to. Pure.

An answer from the field that breaks a rule is kept and flagged, never refused: the rep stands in front of the
customer once. A value that is not even of its type is kept in the submission and left out of the record.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

Field = Mapping[str, Any]
LONGEST_TEXT = 20_000
UUID_FORM = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
PHONE = re.compile(r"^[0-9+() .-]{6,25}$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


def check(form: Mapping[str, Any], answers: Mapping[str, Any], *, editing: bool) -> tuple[dict[str, Any], list[str]]:
    """Return (answers fit for the record, flags).

    Flags are `field_missing:<name>`, `field_invalid:<name>` and `field_unknown:<name>`. When `editing`, fields that
    were not answered are not missing: only what changed is sent.
    """
    fields = {field["name"]: field for field in form["fields"]}
    flags = [f"field_unknown:{name}" for name in answers if name not in fields]
    fit: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in answers:
            flags += [f"field_missing:{name}"] if field.get("required") and not editing else []
            continue
        value = answers[name]
        if _empty(value):
            flags += [f"field_missing:{name}"] if field.get("required") else []
            fit |= {name: value} if editing else {}
        elif _well_typed(field, value):
            fit[name] = value
        else:
            flags.append(f"field_invalid:{name}")
    return fit, flags


def waves(work: Sequence[tuple[Hashable, Sequence[Hashable]]]) -> list[list[int]]:
    """Return the places of (worker, what it is about) in sets, each for one worker, to be done one after the other.

    What is about one thing keeps its order; what is not may be done earlier than it was asked, so that few sets are
    needed. Inside a set the order stands.
    """
    sets: dict[tuple[int, Hashable], list[int]] = {}
    last: dict[Hashable, tuple[int, Hashable]] = {}
    for place, (worker, things) in enumerate(work):
        before = [last[thing] for thing in things if thing in last]
        wave = max((when if who == worker else when + 1 for when, who in before), default=0)
        sets.setdefault((wave, worker), []).append(place)
        last |= dict.fromkeys(things, (wave, worker))
    return [sets[key] for key in sorted(sets, key=lambda key: key[0])]


def _empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _well_typed(field: Field, value: Any) -> bool:
    test = TESTS.get(field["type"])
    return test is None or test(field, value)


def _text(_: Field, value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _matching(pattern: re.Pattern[str]) -> Callable[[Field, Any], bool]:
    return lambda _, value: isinstance(value, str) and pattern.fullmatch(value.strip()) is not None


def _choices(field: Field) -> set[str]:
    return {option["value"] for option in field.get("options", [])}


def _ids(_: Field, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and UUID_FORM.fullmatch(item) for item in value)


def _day(_: Field, value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


def _position(_: Field, value: Any) -> bool:
    return isinstance(value, Mapping) and on_globe(value.get("lat"), value.get("lon"))


def on_globe(lat: Any, lon: Any) -> bool:
    """Tell whether latitude and longitude are degrees of the globe."""
    numbers = all(isinstance(part, int | float) and not isinstance(part, bool) for part in (lat, lon))
    return numbers and -90 <= lat <= 90 and -180 <= lon <= 180  # noqa: PLR2004 - the globe's own bounds


TESTS: Mapping[str, Callable[[Field, Any], bool]] = {
    "text": _text,
    "longtext": _text,
    "url": _text,
    "province": _text,
    "ward": _text,
    "phone": _matching(PHONE),
    "email": _matching(EMAIL),
    "date": _day,
    "select": lambda field, value: isinstance(value, str) and value in _choices(field),
    "multi": lambda field, value: (
        isinstance(value, list) and all(isinstance(item, str) and item in _choices(field) for item in value)
    ),
    "ref": _matching(UUID_FORM),
    "refs": _ids,
    "media": _ids,
    "gps": _position,
    "bool": lambda _, value: isinstance(value, bool),
    "stepper": lambda _, value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31,
}
