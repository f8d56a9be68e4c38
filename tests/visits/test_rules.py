from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.visits.rules import CheckIn, Evidence, check_in_of, flags, tile_of, tile_ranges

MORNING = datetime(2026, 11, 21, 2, tzinfo=UTC)
LATITUDES = st.floats(-85, 85)
LONGITUDES = st.floats(-180, 180)


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


def test_the_tile_of_da_nang_is_that_of_the_published_arithmetic():
    woven = tile_of(16.0678, 108.2208)
    column = sum((woven >> 2 * bit & 1) << bit for bit in range(14))
    row = sum((woven >> (2 * bit + 1) & 1) << bit for bit in range(14))
    assert (column, row) == (13117, 7450)


@given(LATITUDES, LONGITUDES)
def test_a_tile_fits_a_positive_integer_of_28_bits(lat, lon):
    assert 0 <= tile_of(lat, lon) < 1 << 28


@given(LATITUDES, LONGITUDES, st.floats(0, 40), st.floats(0, 60), st.floats(0, 1), st.floats(0, 1))
def test_every_point_of_a_box_lies_in_one_of_its_ranges(south, west, height, width, up, along):
    north, east = min(90, south + height), min(180, west + width)
    lat, lon = south + (north - south) * up, west + (east - west) * along
    tile = tile_of(min(lat, north), min(lon, east))
    assert any(first <= tile <= last for first, last in tile_ranges(west, south, east, north))


@given(LATITUDES, LONGITUDES)
def test_a_small_box_leaves_out_the_rest_of_the_world(lat, lon):
    ranges = tile_ranges(lon, lat, min(180, lon + 0.01), min(85, lat + 0.01))
    assert sum(last - first + 1 for first, last in ranges) <= 16


def test_a_box_of_the_whole_world_is_one_range():
    assert tile_ranges(-180, -90, 180, 90) == [(0, (1 << 28) - 1)]
