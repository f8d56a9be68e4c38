from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from server.demo.customers import Profile, Tour, new_uuid
from server.demo.itinerary import ZONE, Call, Handover, calls, handovers, times, working_days
from server.demo.places import metres, shifted
from server.demo.words import generator

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=ZONE)  # a Saturday


def profile(number: int) -> Profile:
    lat, lon = shifted((16.05, 108.2), number * 90.0, 0)
    identity = new_uuid(generator(number))
    return Profile(identity, "shop", f"Tạp hoá {number}", "0905123456", "48", "20242", "1 Lê Duẩn", lat, lon, "rep")


@pytest.fixture(scope="module")
def found() -> list[Call]:
    tours = [Tour(f"Tuyến {n}", "rep", tuple(profile(n * 100 + s) for s in range(20))) for n in range(2)]
    return [call for seed in range(20) for call in calls(generator(seed), tours, NOW, days=60, a_day=6)]


@pytest.fixture(scope="module")
def handed(found) -> list[Handover]:
    return handovers(generator(3), found, NOW)


def test_sixty_days_have_no_sunday():
    days = working_days(date(2026, 11, 21), 60)
    assert days[0] == date(2026, 9, 23)
    assert all(day.weekday() != 6 for day in days)
    assert len(days) == 52


@pytest.mark.parametrize("count", [1, 2, 6, 12, 25])
def test_visits_of_a_day_follow_each_other_in_working_hours_and_leave_lunch_free(count):
    for seed in range(50):
        made = times(generator(seed), date(2026, 11, 20), count)
        assert time(8) <= made[0][0].time()
        assert made[-1][1].time() <= time(17, 30)
        assert all(left < arrived for (_, left), (arrived, _) in pairwise(made))
        assert not any(a.time() < time(13, 15) and left.time() > time(11, 45) for a, left in made)


def test_nothing_lies_in_the_future_and_nothing_is_handed_in_before_it_happened(found, handed):
    assert all(call.arrived_at < call.left_at <= NOW for call in found)
    assert max(call.arrived_at for call in found).date() == NOW.date()
    assert all(call.left_at <= handover.at <= NOW for handover in handed for call in handover.calls)


def test_every_visit_is_handed_in_once_in_the_order_of_time(found, handed):
    assert [call for handover in handed for call in handover.calls] == found


def test_most_check_ins_are_at_the_door_and_a_few_are_far(found):
    away = [metres((call.lat, call.lon), call.profile.point) for call in found]
    assert 0.002 < sum(distance > 300 for distance in away) / len(away) < 0.03
    assert sum(distance <= 25.1 for distance in away) / len(away) > 0.97


def test_some_days_are_handed_in_in_the_evening_and_some_positions_are_simulated(found, handed):
    late = [handover for handover in handed if handover.at.time() >= time(18)]
    assert 0 < len(late) / len(handed) < 0.12
    assert 0 < sum(call.mock for call in found) / len(found) < 0.02


def test_fresh_visits_have_more_pictures_than_old_ones(found):
    fresh = [bool(call.photos) for call in found if NOW - call.arrived_at < timedelta(days=7)]
    old = [bool(call.photos) for call in found if NOW - call.arrived_at >= timedelta(days=7)]
    assert sum(fresh) / len(fresh) > 4 * sum(old) / len(old) > 0


def test_the_same_seed_gives_the_same_days():
    tours = [Tour("Tuyến", "rep", tuple(profile(s) for s in range(9)))]
    utc = NOW.astimezone(ZoneInfo("UTC"))
    again = [calls(generator(5), tours, now, days=10, a_day=4) for now in (NOW, utc)]
    assert again[0] == again[1]
