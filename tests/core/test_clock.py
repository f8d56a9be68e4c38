"""Moments that can be stored and read again."""

from datetime import UTC, datetime, timedelta

import pytest

from server.core import clock


@pytest.mark.parametrize("said", ["9999-12-31T23:59:59-14:00", "9999-12-31T20:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_some_zone_cannot_say_is_none(said):
    assert clock.moment_of(said) is None


@pytest.mark.parametrize("said", ["2026-11-22T09:00:00", "tomorrow", "", None, 5])
def test_neither_is_what_has_no_zone_or_is_no_moment(said):
    assert clock.moment_of(said) is None


def test_any_other_moment_stays_as_it_was_said():
    assert clock.moment_of("2026-11-22T09:00:00+07:00") == datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.mark.parametrize("last", [clock.FIRST, clock.LAST])
@pytest.mark.parametrize("hours", [-14, 14])
def test_the_first_and_the_last_one_are_said_in_every_zone(last, hours):
    assert last + timedelta(hours=hours)
