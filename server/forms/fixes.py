"""Positions as phones and pages send them. Pure."""

from collections.abc import Mapping
from typing import Any

from server.core import clock
from server.core.submissions import Fix
from server.forms.rules import on_globe

WORST_ACCURACY_M = 1e7


def fix_of(gps: Any) -> Fix | None:
    """Return the position of an operation, None when there is none on the globe."""
    if not isinstance(gps, Mapping) or not on_globe(gps.get("lat"), gps.get("lon")):
        return None
    accuracy = gps.get("accuracy_m")
    provider = gps.get("provider")
    return Fix(
        lat=float(gps["lat"]),
        lon=float(gps["lon"]),
        accuracy_m=float(accuracy) if isinstance(accuracy, int | float) and 0 <= accuracy < WORST_ACCURACY_M else None,
        fixed_at=clock.moment_of(gps.get("fixed_at")),
        provider=provider[:50] if isinstance(provider, str) else None,
        mock=gps.get("mock") is True,
    )
