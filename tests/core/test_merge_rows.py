"""Repeat groups: route stops and order lines are merged by row id, then field by field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import merge

PHONE_A, PHONE_B = "phone-a", "phone-b"
ids = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)
cells = st.dictionaries(st.sampled_from(["sku", "qty"]), st.integers(2, 5), max_size=2)
groups = ids.flatmap(lambda names: st.tuples(*[cells.map(lambda row, n=name: {"id": n, **row}) for name in names])).map(
    list
)


@pytest.fixture(scope="module")
def m():
    return merge


def line(row_id: str, **cells):
    return {"id": row_id, **cells}


def met(m, before, standing, value, *, late=True, cells=None):
    """An edit of `before` to `value` meets what stands, unseen; `late` by the hybrid clocks."""
    stamps = {"lines": {"seq": 9, "device": PHONE_A, "n": 1, "hlc": "5"}}
    origin = m.Origin(1, PHONE_B, 1, "6" if late else "4")
    edit = m.Edit("lines", value, "rows", before, has_before=True, cells=cells)
    merged = m.merge({"lines": standing}, stamps, [edit], origin)
    ((after),) = [change.after for change in merged.changes] or [standing]
    return after, merged.clashes


def test_rows_that_two_people_added_are_both_there(m):
    after, clashes = met(m, [line("a")], [line("a"), line("b")], [line("a"), line("c")])
    assert [row["id"] for row in after] == ["a", "b", "c"]
    assert clashes == ()


def test_different_cells_of_one_row_are_both_written(m):
    after, clashes = met(m, [line("a", q=1, p=5)], [line("a", q=2, p=5)], [line("a", q=1, p=6)])
    assert after == [line("a", q=2, p=6)]
    assert clashes == ()


@pytest.mark.parametrize(("late", "stands", "lost"), [(True, 3, 2), (False, 2, 3)])
def test_of_one_cell_the_later_stands_and_the_other_is_kept(m, late, stands, lost):
    after, (clash,) = met(
        m, [line("a", q=1), line("b")], [line("a", q=2), line("b")], [line("a", q=3), line("b"), line("c")], late=late
    )
    assert after == [line("a", q=stands), line("b"), line("c")]
    other = clash.standing if clash.kept == "yours" else clash.incoming
    assert (clash.kept, other) == ("yours" if late else "theirs", [line("a", q=lost), line("b"), line("c")])


def test_a_row_that_one_took_out_and_nobody_edited_is_gone(m):
    after, clashes = met(m, [line("a"), line("b")], [line("a"), line("b"), line("c")], [line("b")])
    assert after == [line("b"), line("c")]
    assert clashes == ()


@pytest.mark.parametrize("late", [True, False])
def test_a_removal_gives_way_to_an_edit_that_it_had_not_seen(m, late):
    after, (clash,) = met(m, [line("a", q=1)], [line("a", q=2)], [], late=late)
    assert after == [line("a", q=2)]
    assert (clash.kept, clash.incoming) == ("theirs", [])


@pytest.mark.parametrize("late", [True, False])
def test_an_edit_revives_the_row_that_somebody_took_out(m, late):
    after, (clash,) = met(m, [line("a", q=1), line("b")], [line("b")], [line("a", q=2), line("b")], late=late)
    assert after == [line("a", q=2), line("b")]
    assert (clash.kept, clash.standing) == ("yours", [line("b")])


def test_cells_have_policies_of_their_own(m):
    policies = {"q": "counter", "price": "server", "tags": "set", "seen": "max"}
    before = [line("a", q=5, price=10, tags=["x"], seen=1)]
    standing = [line("a", q=7, price=11, tags=["x", "y"], seen=9)]
    value = [line("a", q=6, price=12, tags=["x", "z"], seen=4)]
    after, (clash,) = met(m, before, standing, value, cells=policies)
    assert after == [line("a", q=8, price=11, tags=["x", "y", "z"], seen=9)]
    assert (clash.kept, clash.incoming) == ("theirs", [{**after[0], "price": 12}])


def test_an_order_that_one_changed_stands_with_what_the_other_added(m):
    before = [line("a"), line("b"), line("c")]
    added = [line("a"), line("x"), line("b"), line("c")]
    turned = [line("c"), line("a"), line("b")]
    for standing, value in ((added, turned), (turned, added)):
        after, clashes = met(m, before, standing, value)
        assert [row["id"] for row in after] == ["c", "a", "x", "b"]
        assert clashes == ()


@pytest.mark.parametrize(("late", "stands"), [(True, "cab"), (False, "bca")])
def test_of_two_orders_the_later_stands_and_the_other_is_kept(m, late, stands):
    before, theirs, mine = ([line(name) for name in names] for names in ("abc", "bca", "cab"))
    after, (clash,) = met(m, before, theirs, mine, late=late)
    assert "".join(row["id"] for row in after) == stands
    assert clash.kept == ("yours" if late else "theirs")


def test_the_same_new_order_of_two_people_is_no_clash(m):
    before, turned = [line("a"), line("b")], [line("b"), line("a")]
    assert met(m, before, turned, turned) == (turned, ())


@given(before=groups, value=groups)
def test_what_nobody_else_touched_becomes_what_the_editor_made_of_it(m, before, value):
    after, clashes = met(m, before, before, value)
    assert after == value
    assert clashes == ()


@given(before=groups, standing=groups, value=groups)
def test_every_row_of_either_side_is_there_or_was_taken_out_or_clashes(m, before, standing, value):
    after, clashes = met(m, before, standing, value)
    ids = [row["id"] for row in after]
    olds = {row["id"] for row in before}
    assert len(ids) == len(set(ids))
    both = {row["id"] for row in standing} & {row["id"] for row in value}
    new = {row["id"] for row in [*standing, *value]} - olds
    assert both | new <= set(ids)
    in_clashes = [row for clash in clashes for row in [*clash.standing, *clash.incoming]]
    for row in value:
        for name in set(row) - {"id"}:
            held = next((one.get(name) for one in after if one["id"] == row["id"]), None)
            was = next((one.get(name) for one in before if one["id"] == row["id"]), None)
            assert row[name] in (held, was) or row[name] in [one.get(name) for one in in_clashes]


@given(before=groups, standing=groups, value=groups)
def test_the_side_that_is_kept_is_what_stands(m, before, standing, value):
    after, clashes = met(m, before, standing, value)
    for clash in clashes:
        assert (clash.incoming if clash.kept == "yours" else clash.standing) == after
        assert clash.incoming != clash.standing


@given(before=groups, one=groups, other=groups)
def test_rows_and_cells_end_alike_whichever_of_two_people_arrives_first(m, before, one, other):
    first, clashes = met(m, before, one, other)
    second, _ = met(m, before, other, one, late=False)
    by_id = {row["id"]: row for row in second}
    assert {row["id"]: row for row in first} == by_id
    del clashes


@given(before=groups, standing=groups, value=groups)
def test_rows_that_are_merged_twice_are_merged_once(m, before, standing, value):
    once, _ = met(m, before, standing, value)
    twice, _ = met(m, before, once, value)
    assert {row["id"]: row for row in twice} == {row["id"]: row for row in once}


@pytest.mark.parametrize("broken", ["text", 5, [1], [{"q": 1}], [{"id": 5}], [{"id": "a"}, {"id": "a"}], {"id": "a"}])
def test_what_is_no_rows_is_settled_like_any_value(m, broken):
    after, (clash,) = met(m, [], [line("a")], broken)
    assert after == [line("a")]
    assert (clash.standing, clash.incoming, clash.kept) == ([line("a")], broken, "theirs")
    assert met(m, broken, [line("a")], [line("b")])[0] == [line("a"), line("b")]
