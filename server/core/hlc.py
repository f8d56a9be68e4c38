"""Hybrid logical clocks: an order of edits that follows wall clocks and never contradicts cause and effect.

Source: Kulkarni et al., "Logical Physical Clocks", 2014. A stamp is text that sorts like the moment:
13 digits of Unix milliseconds, `-`, 4 hexadecimal digits of counter, `-`, the device.
"""

import re

FORM = re.compile(r"^\d{13}-[0-9a-f]{4}-[0-9A-Za-z-]{1,40}$")
AHEAD_MS = 60_000
LATEST_MS = 9_999_999_999_999


def valid(stamp: object) -> bool:
    """Tell whether the text is a stamp."""
    return isinstance(stamp, str) and FORM.fullmatch(stamp) is not None


def make(milliseconds: int, device: object, counter: int = 0) -> str:
    """Return the stamp of a moment (Unix milliseconds) on a device."""
    return f"{max(0, milliseconds):013d}-{counter:04x}-{device}"


def shift(stamp: str, milliseconds: int) -> str:
    """Return the stamp moved by so many milliseconds: a phone's wrong clock is corrected as its times are."""
    return f"{min(max(0, int(stamp[:13]) + milliseconds), LATEST_MS):013d}{stamp[13:]}"


def clamp(stamp: str, now_ms: int) -> str:
    """Return the stamp moved back to a minute from now when a fast clock has set it later: no edit wins for ever."""
    limit = now_ms + AHEAD_MS
    return stamp if int(stamp[:13]) <= limit else f"{limit:013d}{stamp[13:]}"
