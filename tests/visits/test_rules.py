from datetime import UTC, datetime, timedelta

import pytest

from server.visits.rules import CheckIn, Evidence, check_in_of, flags

MORNING = datetime(2026, 11, 21, 2, tzinfo=UTC)


def evidence(**changes) -> Evidence:
    sound = {"has_fix": True, "has_pin": True, "distance_m": 20.0, "accuracy_m": 8.0, "occurred_at": MORNING}
    return Evidence(**{**sound, **changes})


def test_a_sound_visit_has_no_flag():
    assert flags(evidence()) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"distance_m": 308.5, "accuracy_m": 8.0}, "far_from_pin"),
        ({"accuracy_m": 100.5}, "poor_accuracy"),
        ({"mock": True}, "mock_location"),
        ({"has_pin": False, "distance_m": None}, "no_pin"),
        ({"has_fix": False, "distance_m": None, "accuracy_m": None}, "no_fix"),
        ({"clock_offset": timedelta(minutes=-10, seconds=-1)}, "clock_skew"),
        ({"customer_visible": False}, "customer_not_visible"),
        ({"route_stopped_at": MORNING - timedelta(seconds=1)}, "route_stopped"),
    ],
)
def test_one_doubt_gives_one_flag(changes, code):
    assert flags(evidence(**changes)) == (code,)


@pytest.mark.parametrize(
    "changes",
    [
        {"distance_m": 308.0, "accuracy_m": 8.0},
        {"distance_m": 300.0, "accuracy_m": None},
        {"accuracy_m": 100.0},
        {"clock_offset": timedelta(minutes=10)},
        {"route_stopped_at": MORNING + timedelta(seconds=1)},
    ],
)
def test_what_lies_within_the_bounds_is_not_flagged(changes):
    assert flags(evidence(**changes)) == ()


def test_a_saved_position_is_read_from_the_answer():
    assert check_in_of({"lat": 16, "lon": 108.2, "accuracy_m": 9, "mock": True}) == CheckIn(16.0, 108.2, 9.0, mock=True)


@pytest.mark.parametrize("accuracy", ["9", None, -1, 1e9, float("nan")])
def test_an_accuracy_that_cannot_be_one_is_unknown(accuracy):
    found = check_in_of({"lat": 16, "lon": 108.2, "accuracy_m": accuracy})
    assert found == CheckIn(16.0, 108.2, None, mock=False)
