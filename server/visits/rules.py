"""What makes a visit's evidence doubtful. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FAR_M = 300
POOR_ACCURACY_M = 100
SKEW = timedelta(minutes=10)
LARGEST_ACCURACY_M = 1e7


@dataclass(frozen=True)
class Evidence:
    """What is known of a check-in: metres, the phone's simulation flag, and how far its clock was off.

    `has_fix` is False when no position came with it; `distance_m` to the customer's pin is None when either
    is missing.
    """

    has_fix: bool
    has_pin: bool
    distance_m: float | None = None
    accuracy_m: float | None = None
    mock: bool = False
    clock_offset: timedelta | None = None
    customer_visible: bool = True
    route_stopped_at: datetime | None = None
    occurred_at: datetime | None = None


def flags(evidence: Evidence) -> tuple[str, ...]:
    """Return the codes of what a reviewer should look at, in a fixed order; none refuses the visit."""
    accuracy = evidence.accuracy_m or 0.0
    distance = evidence.distance_m
    doubts = {
        "no_fix": not evidence.has_fix,
        "no_pin": not evidence.has_pin,
        "far_from_pin": distance is not None and distance - accuracy > FAR_M,
        "poor_accuracy": accuracy > POOR_ACCURACY_M,
        "mock_location": evidence.mock,
        "clock_skew": evidence.clock_offset is not None and abs(evidence.clock_offset) > SKEW,
        "customer_not_visible": not evidence.customer_visible,
        "route_stopped": _after(evidence.occurred_at, evidence.route_stopped_at),
    }
    return tuple(code for code, holds in doubts.items() if holds)


def _after(occurred_at: datetime | None, stopped_at: datetime | None) -> bool:
    return occurred_at is not None and stopped_at is not None and occurred_at > stopped_at


@dataclass(frozen=True)
class CheckIn:
    """Where the phone was, in degrees; accuracy in metres; `mock` when the position was simulated."""

    lat: float
    lon: float
    accuracy_m: float | None
    mock: bool


def check_in_of(gps: object) -> CheckIn | None:
    """Return the position that the person saved in a `gps` answer, None when there is none."""
    if not isinstance(gps, Mapping):
        return None
    accuracy = gps.get("accuracy_m")
    usable = isinstance(accuracy, int | float) and 0 <= accuracy < LARGEST_ACCURACY_M
    metres = float(accuracy) if accuracy is not None and usable else None
    return CheckIn(float(gps["lat"]), float(gps["lon"]), metres, gps.get("mock") is True)
