"""Counters add up, extremes stand, and what is no number is kept like any other value."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import merge

amounts = st.one_of(st.none(), st.integers(-1000, 1000), st.decimals(-100, 100, places=2).map(float))
anything = st.one_of(amounts, st.booleans(), st.text(max_size=2), st.lists(st.integers(0, 2), max_size=2))


@pytest.fixture(scope="module")
def m():
    return merge


def met(m, standing, edit, *, base=1, device="phone-b", n=1):
    stamps = {"f": {"seq": 9, "device": "phone-a", "n": 1, "hlc": "5"}}
    return m.merge({"f": standing}, stamps, [edit], m.Origin(base, device, n, "6"))


def after(m, standing, edit, **more):
    return next((change.after for change in met(m, standing, edit, **more).changes), standing)


def step(m, before, value):
    return m.Edit("f", value, "counter", before, has_before=True)


@given(start=amounts, steps=st.lists(st.tuples(amounts, amounts), max_size=4))
def test_increments_add_up_in_any_order(m, start, steps):
    ends = set()
    for order in permutations(steps):
        value = start
        for before, wanted in order:
            value = after(m, value, step(m, before, wanted))
        ends.add(value or 0)
    assert len(ends) == 1
    assert ends.pop() == pytest.approx((start or 0) + sum((wanted or 0) - (before or 0) for before, wanted in steps))


def test_two_people_who_add_the_same_have_both_added_it(m):
    assert after(m, 6, step(m, 5, 6)) == 7


def test_tenths_add_up_to_the_tenth(m):
    assert after(m, 0.2, step(m, None, 0.1)) == 0.3


def test_a_counter_that_was_seen_counts_the_difference_all_the_same(m):
    assert after(m, 8, step(m, 5, 6), base=9) == 9


def test_the_same_increment_again_counts_once(m):
    stamps = {"f": {"seq": 9, "device": "phone-b", "n": 3, "hlc": "6"}}
    origin = m.Origin(1, "phone-b", 3, "6")
    assert m.merge({"f": 6}, stamps, [step(m, 5, 6)], origin) == m.Merged((), ())


@pytest.mark.parametrize(
    ("standing", "before", "value"), [("x", 1, 2), (1, "x", 2), (1, 2, "x"), (1, 0, True), (1e308, -1e308, 1.5e308)]
)
def test_what_cannot_be_added_is_kept_and_changes_nothing(m, standing, before, value):
    merged = met(m, standing, step(m, before, value))
    assert merged.changes == ()
    assert [(clash.standing, clash.incoming) for clash in merged.clashes] == [(standing, value)]


@given(standing=amounts, value=amounts, policy=st.sampled_from(["max", "min"]))
def test_nothing_gives_way_to_any_number(m, standing, value, policy):
    found = after(m, standing, m.Edit("f", value, policy))
    known = [one for one in (standing, value) if one is not None]
    assert found == ((max if policy == "max" else min)(known) if known else None)


@given(values=st.lists(st.integers(-9, 9), min_size=1, max_size=4), policy=st.sampled_from(["max", "min"]))
def test_the_extreme_stands_whatever_the_order(m, values, policy):
    ends = set()
    for order in permutations(values):
        value = None
        for one in order:
            value = after(m, value, m.Edit("f", one, policy))
        ends.add(value)
    assert ends == {max(values) if policy == "max" else min(values)}


@given(standing=anything, value=anything, before=anything, policy=st.sampled_from(["max", "min", "counter", "set"]))
def test_no_value_of_any_type_brings_a_policy_down_or_is_lost(m, standing, value, before, policy):
    merged = met(m, standing, m.Edit("f", value, policy, before, has_before=True))
    for clash in merged.clashes:
        assert (clash.standing, clash.incoming, clash.kept) == (standing, value, "theirs")
        assert merged.changes == ()


@pytest.mark.parametrize(("standing", "value"), [(True, 1), (0, False), ([True], [1]), ({"a": 1}, {"a": True})])
def test_true_is_not_one(m, standing, value):
    assert [clash.incoming for clash in met(m, standing, m.Edit("f", value)).clashes] == [value]


def test_one_is_one_however_it_is_written(m):
    assert met(m, [1, {"a": 2.0}], m.Edit("f", [1.0, {"a": 2}])) == m.Merged((), ())
