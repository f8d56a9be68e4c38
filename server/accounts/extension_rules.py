"""Which extensions a telephone exchange may have, and where they may ring. Pure.

Source: TB-72. An extension is neither 0 nor begins with 0, since 0 dials out of many exchanges; all those of one
exchange have the same length, without which it could not tell when a number is whole.
"""

import re
from collections.abc import Collection, Sequence

APP_AND_WEB, FORWARD = "app_and_web", "forward"
RINGS = (APP_AND_WEB, FORWARD)
MOST_FORWARDED = 2


def is_extension(number: str) -> bool:
    """Tell whether a number can be an extension: two to eight digits, the first of them not 0."""
    return re.fullmatch(r"[1-9][0-9]{1,7}", number) is not None


def length_of(numbers: Collection[str]) -> int | None:
    """Return how long the extensions in use are, None where there are none."""
    return len(next(iter(numbers))) if numbers else None


def is_ringing(ring: str, forward_to: Sequence[str]) -> bool:
    """Tell whether a call reaches somebody: forwarded to one or two different numbers, else to none."""
    if ring == FORWARD:
        return 1 <= len(forward_to) <= MOST_FORWARDED and len(set(forward_to)) == len(forward_to)
    return not forward_to
