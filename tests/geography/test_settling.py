"""Where former wards lie now: the table has 471 that were split, and the map point is as good a guess as we say."""

from collections import Counter, defaultdict

import pytest

from server.geography import rules
from server.geography.service.source import read_mapping, read_units


@pytest.fixture(scope="module")
def went():
    found = defaultdict(list)
    for one in read_mapping():
        found[one.legacy_code].append(one.new_code)
    return found


@pytest.fixture(scope="module")
def points():
    located = [unit for unit in read_units() if unit.level == "ward" and unit.location]
    return {(unit.system, unit.code): _point(unit.location) for unit in located}


def _point(location):
    lon, lat = location.removeprefix("SRID=4326;POINT(").rstrip(")").split()
    return float(lat), float(lon)


def test_four_hundred_and_seventy_one_former_wards_were_split(went):
    parts = Counter(len(codes) for codes in went.values())
    assert sum(count for size, count in parts.items() if size > 1) == 471
    assert (len(went), max(parts)) == (10_040, 5)


def test_a_point_says_rightly_where_it_is_clear_and_nothing_where_it_is_not(went, points):
    beside = defaultdict(set)
    for codes in (codes for codes in went.values() if len(codes) > 1):
        for code in codes:
            beside[code].update(set(codes) - {code})
    right, told, asked = 0, 0, 0
    for legacy, (code, *more) in went.items():
        where, others = points.get(("legacy", legacy)), [one for one in beside[code] if ("2025", one) in points]
        if more or where is None or not others or ("2025", code) not in points:
            continue
        other = min(others, key=lambda one: rules.km_between(points["2025", one], where))
        known = {one: points["2025", one] for one in (code, other)}
        found = rules.settle([code, other], known, where)
        asked, told, right = asked + 1, told + (found.ward is not None), right + (found.ward == code)
    assert (asked, round(told / asked, 2), round(right / told, 2)) == (972, 0.83, 0.97)


def test_without_a_point_or_without_successors_nothing_is_guessed():
    assert rules.settle(["a", "b"], {"a": (1, 1), "b": (2, 2)}, None).how == "needs_confirmation"
    assert rules.settle([], {}, (1, 1)).how == "unknown"
    assert rules.settle(["a"], {}, None).ward == "a"
