"""The matchers of the conformance scenarios."""

import re
from collections.abc import Callable, Mapping
from typing import Any

TYPES = {"string": str, "number": (int, float), "boolean": bool, "array": list, "object": dict}


def mismatch(wanted: Any, found: Any, place: str = "") -> str | None:
    """What of `found` is not as wanted, None when all is: objects may hold more, lists may not."""
    if isinstance(wanted, dict):
        rules = {key: value for key, value in wanted.items() if key in RULES}
        if rules:
            return first(RULES[name](argument, found, place) for name, argument in rules.items())
        if not isinstance(found, Mapping):
            return f"{place}: no object but {found!r}"
        return first(_member(key, value, found, place) for key, value in wanted.items())
    if isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            return f"{place}: not {len(wanted)} items but {found!r}"
        return first(mismatch(w, f, f"{place}/{i}") for i, (w, f) in enumerate(zip(wanted, found, strict=True)))
    same = wanted == found and isinstance(wanted, bool) == isinstance(found, bool)
    return None if same else f"{place}: not {wanted!r} but {found!r}"


def first(problems: Any) -> str | None:
    return next((problem for problem in problems if problem), None)


def _member(key: str, wanted: Any, found: Mapping[str, Any], place: str) -> str | None:
    if wanted == {"$absent": True}:
        return f"{place}/{key}: is there" if key in found else None
    return mismatch(wanted, found[key], f"{place}/{key}") if key in found else f"{place}/{key}: is missing"


def _holds(test: Callable[[Any, Any], bool], word: str) -> Callable[[Any, Any, str], str | None]:
    return lambda argument, found, place: (
        None if test(argument, found) else f"{place}: {found!r} is not {word} {argument!r}"
    )


def _has(wanted: Any, found: Any) -> bool:
    return isinstance(found, list) and any(mismatch(wanted, item) is None for item in found)


RULES: dict[str, Callable[[Any, Any, str], str | None]] = {
    "$any": _holds(lambda _, __: True, "anything"),
    "$type": _holds(lambda name, found: isinstance(found, TYPES[name]), "of type"),
    "$has": _holds(_has, "a list with"),
    "$has_all": _holds(lambda many, found: all(_has(wanted, found) for wanted in many), "a list with all of"),
    "$has_no": _holds(lambda wanted, found: isinstance(found, list) and not _has(wanted, found), "a list without"),
    "$length": _holds(lambda length, found: len(found) == length, "of length"),
    "$over": _holds(lambda least, found: isinstance(found, int | float) and found > least, "above"),
    "$one_of": _holds(lambda many, found: found in many, "one of"),
    "$not": _holds(lambda wanted, found: mismatch(wanted, found) is not None, "other than"),
    "$matches": _holds(lambda form, found: isinstance(found, str) and re.search(form, found) is not None, "like"),
}
