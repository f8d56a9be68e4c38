"""Merging edits of one record: whatever two people write, nothing is lost and phones agree."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.core import merge
from server.core.hlc import make
from server.core.merge import Edit, Merged, Origin

PHONE_A, PHONE_B = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"
values = st.one_of(st.none(), st.text(max_size=3), st.integers(2, 9), st.booleans(), st.lists(st.integers(0, 3)))
items = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)
moments = st.integers(1_700_000_000_000, 1_700_000_000_020)
policies = st.sampled_from(["lww", "server", "manual", "immutable"])


def origin(base: int | None, device: str = PHONE_B, n: int = 5, at: int = 0) -> Origin:
    return Origin(base, device, n, make(at, device))


def stamp(seq: int | None, device: str = PHONE_A, n: int = 3, at: int = 0) -> dict[str, object]:
    return {"seq": seq, "device": device, "n": n, "hlc": make(at, device)}


@pytest.fixture(scope="module")
def m():
    """The merge under test; a mutant stands in for it in tests/mutants."""
    return merge


def written(record: dict[str, object], merged: Merged) -> dict[str, object]:
    return record | {change.field: change.after for change in merged.changes}


@given(values, values, policies, st.tuples(st.integers(0, 9), st.integers(0, 9)), st.tuples(moments, moments))
def test_what_was_seen_is_replaced_whatever_the_clocks_say(m, old, new, policy, numbers, times):
    (seq, later), (at, standing_at) = numbers, times
    merged = m.merge(
        {"f": old}, {"f": stamp(seq, at=standing_at)}, [Edit("f", new, policy)], origin(seq + later, at=at)
    )
    assert written({"f": old}, merged)["f"] == new
    assert merged.clashes == ()


@given(values, values, policies, st.integers(1, 9), moments, moments)
def test_what_was_not_seen_is_never_lost(m, old, new, policy, seq, at, standing_at):
    """Both values are in the record or in a clash that keeps both."""
    merged = m.merge({"f": old}, {"f": stamp(seq, at=standing_at)}, [Edit("f", new, policy)], origin(seq - 1, at=at))
    if old == new:
        assert merged == m.Merged((), ())
        return
    (clash,) = merged.clashes
    assert (clash.standing, clash.incoming) == (old, new)
    stands = written({"f": old}, merged)["f"]
    assert stands == (new if clash.kept == "yours" else old)


@given(values, values, st.integers(1, 9))
def test_only_the_last_writer_rule_lets_an_unseen_edit_win(m, old, new, seq):
    late = origin(seq - 1, at=2_000_000_000_000)
    for policy in ("server", "manual", "immutable"):
        merged = m.merge({"f": old}, {"f": stamp(seq)}, [Edit("f", new, policy)], late)
        assert merged.changes == ()


@given(values, values, policies, st.one_of(st.none(), st.integers(0, 9)), st.one_of(st.none(), st.integers(0, 9)))
def test_a_phone_never_clashes_with_itself(m, old, new, policy, seq, base):
    """Its earlier edit may be stamped, or be of this very batch and have no number yet."""
    merged = m.merge({"f": old}, {"f": stamp(seq, PHONE_B, 4)}, [Edit("f", new, policy)], origin(base, PHONE_B, 5))
    assert merged.clashes == ()
    assert written({"f": old}, merged)["f"] == new


@given(values, values, policies, st.integers(1, 9))
def test_the_console_has_seen_everything(m, old, new, policy, seq):
    console = replace(origin(None), trusted=True)
    merged = m.merge({"f": old}, {"f": stamp(seq)}, [Edit("f", new, policy)], console)
    assert written({"f": old}, merged)["f"] == new


@given(values, values, policies)
def test_a_prefilled_value_that_is_sent_back_writes_nothing(m, prefilled, standing, policy):
    """The form echoes what it showed; somebody else has changed it meanwhile."""
    echo = Edit("f", prefilled, policy, before=prefilled, has_before=True)
    assert m.merge({"f": standing}, {"f": stamp(9)}, [echo], origin(1)) == m.Merged((), ())


@given(values, values, values, moments, moments)
def test_the_later_of_two_unseen_edits_wins_whichever_arrives_first(m, old, one, other, at, other_at):
    """Both phones saw number 1; the server gets their edits in either order. Both changed something."""
    assume(old not in (one, other))
    ends = set()
    for first, second in (
        ((PHONE_A, one, at), (PHONE_B, other, other_at)),
        ((PHONE_B, other, other_at), (PHONE_A, one, at)),
    ):
        record, stamps = {"f": old}, {"f": stamp(1, "somebody", at=0)}
        for seq, (device, value, moment) in enumerate((first, second), start=2):
            before = record["f"]
            merged = m.merge(record, stamps, [Edit("f", value)], origin(1, device, 1, moment))
            record = written(record, merged)
            if record["f"] != before:
                stamps["f"] = stamp(seq, device, 1, moment)
        ends.add(repr(record["f"]))
    later = max((make(at, PHONE_A), one), (make(other_at, PHONE_B), other), key=lambda pair: pair[0])
    assert ends == {repr(later[1])}


@given(items, items, items)
def test_a_set_keeps_what_both_added_and_loses_only_what_one_of_them_took_out(m, before, mine, theirs):
    merged = m.merge(
        {"tags": theirs}, {"tags": stamp(9)}, [Edit("tags", mine, "set", before, has_before=True)], origin(1)
    )
    found = set(written({"tags": theirs}, merged)["tags"])
    assert merged.clashes == ()
    if mine not in (before, theirs):
        assert found == (set(theirs) - (set(before) - set(mine))) | (set(mine) - set(before))


@given(items, items, items)
def test_a_set_that_is_merged_twice_is_merged_once(m, before, mine, theirs):
    once = m.union(theirs, before, mine)
    assert sorted(m.union(once, before, mine)) == sorted(once)
    assert len(once) == len(set(once))


@given(st.integers(-9, 9), st.integers(-9, 9), st.sampled_from(["max", "min"]))
def test_the_extreme_of_two_unseen_edits_stands(m, old, new, policy):
    merged = m.merge({"f": old}, {"f": stamp(9)}, [Edit("f", new, policy)], origin(1))
    assert written({"f": old}, merged)["f"] == (max if policy == "max" else min)(old, new)
    assert merged.clashes == ()


@given(st.dictionaries(st.sampled_from("abcd"), values), st.dictionaries(st.sampled_from("abcd"), values), moments)
def test_fields_are_merged_apart_from_each_other(m, record, answers, at):
    stamps = {name: stamp(9, at=1_700_000_000_010) for name in record}
    together = m.merge(record, stamps, [Edit(name, value) for name, value in answers.items()], origin(1, at=at))
    apart = [m.merge(record, stamps, [Edit(name, value)], origin(1, at=at)) for name, value in answers.items()]
    assert list(together.changes) == [change for one in apart for change in one.changes]
    assert list(together.clashes) == [clash for one in apart for clash in one.clashes]


def test_of_a_set_without_its_past_a_phone_takes_out_nothing_that_others_added(m):
    """The phone wrote it before, but others' items were in it by then, which it never saw."""
    standing = {"tags": ["ours", "theirs"]}
    merged = m.merge(standing, {"tags": stamp(9, PHONE_B, 4)}, [Edit("tags", ["ours", "new"], "set")], origin(1))
    assert written(standing, merged) == {"tags": ["ours", "theirs", "new"]}


def test_a_counter_without_its_past_is_what_the_phone_says_after_its_own_word(m):
    merged = m.merge({"f": 7}, {"f": stamp(9, PHONE_B, 4)}, [Edit("f", 9, "counter")], origin(1))
    assert (written({"f": 7}, merged), merged.clashes) == ({"f": 9}, ())


def test_a_phone_whose_later_word_came_first_gives_way_to_it(m):
    """What waited for its parent or was released from quarantine comes late, under its old number."""
    standing = stamp(9, PHONE_B, 7, at=2)
    merged = m.merge({"f": "later"}, {"f": standing}, [Edit("f", "earlier")], origin(1, n=5, at=1))
    assert [(clash.incoming, clash.kept) for clash in merged.clashes] == [("earlier", "theirs")]
