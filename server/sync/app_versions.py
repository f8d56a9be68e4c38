"""Which apps may read: an old one hands in its work, for ever, but is told nothing that it would not understand."""

import re

_NUMBERS = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9}){0,3})")


def too_old(version: str | None, least: str) -> bool:
    """Tell whether an app's version (`1.4.2`, and anything behind it) is below `least`; one that is not told is not."""
    found = _NUMBERS.match(version or "")
    return found is not None and _parts(found[1]) < _parts(least)


def _parts(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, 0, 0, 0, 0)[:4]
