import math

import pytest

from server.demo.places import Ward, around, choose_wards, districts, metres, round_trip, shifted, spot
from server.demo.words import generator

HAI_CHAU = Ward("20242", "Hải Châu", 16.0762, 108.218, 7.58, ((16.0741, 108.2208), (16.0652, 108.2165)))


@pytest.mark.parametrize("ward", [HAI_CHAU, Ward("1", "Không có phường cũ", 21.0, 105.8, 3.0)])
def test_every_spot_is_in_the_ward(ward):
    rng = generator(4)
    assert all(metres(spot(rng, ward), (ward.lat, ward.lon)) <= ward.radius_m for _ in range(500))


def test_a_degree_of_latitude_is_111_km_and_of_longitude_less():
    assert metres((16.0, 108.0), (17.0, 108.0)) == pytest.approx(111_320)
    assert metres((16.0, 108.0), (16.0, 109.0)) == pytest.approx(111_320 * math.cos(math.radians(16)))


def test_moving_by_metres_moves_by_these_metres():
    there = shifted((16.05, 108.2), 300, -400)
    assert metres((16.05, 108.2), there) == pytest.approx(500, rel=1e-3)


def test_points_around_fill_the_disc_evenly():
    rng = generator(1)
    near = sum(metres(around(rng, (16.0, 108.0), 100), (16.0, 108.0)) < 50 for _ in range(4000))
    assert near == pytest.approx(1000, rel=0.1)


def test_inner_wards_are_drawn_more_often_and_far_ones_never():
    wards = [Ward(str(km), "", *shifted((16.0, 108.0), km * 1000, 0), 5.0) for km in (1, 12, 60)]
    drawn = [ward.code for ward in choose_wards(generator(2), wards, (16.0, 108.0), 1000)]
    assert drawn.count("1") > 4 * drawn.count("12") > 0
    assert drawn.count("60") == 0


@pytest.mark.parametrize("parts", [1, 2, 5, 9])
def test_districts_hold_every_place_once_in_groups_of_equal_size(parts):
    rng = generator(3)
    places = [(around(rng, (16.0, 108.0), 5000), number) for number in range(100)]
    groups = districts(places, parts)
    assert sorted(number for group in groups for _, number in group) == list(range(100))
    assert max(map(len, groups)) - min(map(len, groups)) <= 2


def test_a_round_trip_visits_all_and_is_no_longer_than_nearest_neighbour_on_a_line():
    places = [((16.0 + n / 1000, 108.0), n) for n in (5, 1, 4, 2, 3, 0)]
    assert [number for _, number in round_trip(places)] == [0, 1, 2, 3, 4, 5]


def test_a_round_trip_has_no_crossing_to_undo():
    rng = generator(8)
    tour = round_trip([(around(rng, (16.0, 108.0), 3000), n) for n in range(30)])
    points = [point for point, _ in tour]
    for i in range(len(points) - 2):
        for j in range(i + 2, len(points) - 1):
            now = metres(points[i], points[i + 1]) + metres(points[j], points[j + 1])
            assert metres(points[i], points[j]) + metres(points[i + 1], points[j + 1]) >= now - 1
