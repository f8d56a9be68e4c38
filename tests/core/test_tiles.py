"""Numbers of places: the database makes the same, and a box is a few ranges of them."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from server.core.tiles import tile_of, tile_ranges

LATITUDES = st.floats(-85, 85)
LONGITUDES = st.floats(-180, 180)


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


def test_the_database_makes_the_same_numbers(engine):
    places = [(16.0678, 108.2208), (21.0285, 105.85), (10.776, 106.69), (-89.0, -180.0), (89.0, 180.0), (0.0, 0.0)]
    with engine.connect() as connection:
        made = [connection.scalar(text("SELECT tile_of(:lon, :lat)"), {"lat": a, "lon": o}) for a, o in places]
    assert made == [tile_of(lat, lon) for lat, lon in places]
