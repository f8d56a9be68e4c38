"""What a merge makes of two customers' fields, and what taking it back makes of them, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from server.customers import merging

VALUES = st.one_of(st.integers(0, 3), st.text("ab", max_size=2), st.lists(st.sampled_from("xyz"), unique=True))
NAMES = st.sampled_from(["full_name", "phone", "tags", "photos", "note"])
FIELDS = st.dictionaries(NAMES, VALUES.filter(lambda value: value not in ("", [])), max_size=5)
CHOICES = st.dictionaries(NAMES, st.sampled_from(["winner", "loser", "both"]), max_size=3)


def put(fields, pairs):
    after = {**fields, **{name: pair[1] for name, pair in pairs.items()}}
    return {name: value for name, value in after.items() if value not in (None, "", [])}


@given(FIELDS, FIELDS, CHOICES)
def test_a_merge_that_is_taken_back_at_once_leaves_nothing(winner, loser, choices):
    written = merging.merged(winner, loser, choices)
    after = put(winner, written)
    assert put(after, merging.undone(after, written)) == winner


@given(FIELDS, FIELDS)
def test_without_choices_nothing_of_the_winner_is_lost_and_what_it_lacks_comes_from_the_loser(winner, loser):
    after = put(winner, merging.merged(winner, loser, {}))
    assert set(after) == set(winner) | set(loser)
    for name, value in winner.items():
        if isinstance(value, list) and isinstance(loser.get(name), list):
            assert set(after[name]) == set(value) | set(loser[name])
        else:
            assert after[name] == value


@given(FIELDS, FIELDS, NAMES, st.integers(100, 200))
def test_what_was_written_since_stays_when_a_merge_is_taken_back(winner, loser, name, value):
    written = merging.merged(winner, loser, {})
    since = {**put(winner, written), name: value}
    assert put(since, merging.undone(since, written))[name] == value


@given(FIELDS, FIELDS, CHOICES)
def test_merging_the_same_again_changes_nothing(winner, loser, choices):
    after = put(winner, merging.merged(winner, loser, choices))
    assert put(after, merging.merged(after, loser, choices)) == after


@given(st.sampled_from(["lead", "potential", "customer", "vip", "old"]), st.sampled_from(["lead", "customer", "vip"]))
def test_two_together_have_come_as_far_as_the_further(one, other):
    assert merging.status_of(one, other) == merging.status_of(other, one)
    assert merging.status_of(one, one) == one
