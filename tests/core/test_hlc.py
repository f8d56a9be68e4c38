"""Hybrid clocks: text that sorts like time, and no fast clock that wins for ever."""

from hypothesis import given
from hypothesis import strategies as st

from server.core import hlc

moments = st.integers(0, 9_999_999_999_999)
counters = st.integers(0, 0xFFFF)


@given(moments, counters, moments, counters)
def test_stamps_sort_like_their_moments(at, count, other_at, other_count):
    one, other = hlc.make(at, "a", count), hlc.make(other_at, "a", other_count)
    assert (one < other) == ((at, count) < (other_at, other_count))


@given(moments, st.uuids(), counters)
def test_every_stamp_that_is_made_is_valid(at, device, count):
    assert hlc.valid(hlc.make(at, device, count))


@given(st.one_of(st.text(), st.integers(), st.none(), st.binary()))
def test_other_values_are_no_stamps(value):
    assert not hlc.valid(value) or hlc.FORM.fullmatch(value)


def test_stamps_with_more_behind_them_are_no_stamps():
    good = hlc.make(1, "a")
    assert [hlc.valid(text) for text in (good, good + "\n", " " + good, good.replace("-", "_"), "")] == [
        True, False, False, False, False,
    ]  # fmt: skip


@given(moments, moments)
def test_a_fast_clock_is_set_back_to_a_minute_from_now(at, now):
    clamped = hlc.clamp(hlc.make(at, "a", 7), now)
    assert int(clamped[:13]) == min(at, now + hlc.AHEAD_MS)
    assert clamped[13:] == "-0007-a"


@given(moments)
def test_a_slow_clock_is_left_alone(at):
    stamp = hlc.make(at, "a")
    assert hlc.clamp(stamp, at + 1) == stamp


@given(moments, st.integers(-(10**14), 10**14))
def test_a_wrong_clock_is_corrected_and_stays_a_stamp(at, slow_by):
    moved = hlc.shift(hlc.make(at, "a", 7), slow_by)
    assert hlc.valid(moved)
    assert int(moved[:13]) == min(max(0, at + slow_by), 9_999_999_999_999)
    assert moved[13:] == "-0007-a"
