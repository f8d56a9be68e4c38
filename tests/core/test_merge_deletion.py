"""Deletion against an edit that one of the two had not seen: the edit wins, with a clash; the server's kinds go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import merge

RECORD = {"name": "Cô Ba", "phone": "0903"}
stamps_of = st.fixed_dictionaries(
    {name: st.builds(lambda seq: {"seq": seq, "device": "phone-a", "n": 1, "hlc": "5"}, st.integers(1, 9))
     for name in RECORD}
)  # fmt: skip
bases = st.integers(0, 9)


@pytest.fixture(scope="module")
def m():
    return merge


def by(m, base):
    return m.Origin(base, "phone-b", 1, "6")


def test_a_deletion_gives_way_to_an_edit_that_it_had_not_seen(m):
    unseen = {"name": {"seq": 5, "device": "phone-a", "n": 1, "hlc": "5"}}
    assert m.deletion(RECORD, unseen, by(m, 1)) == m.Merged((), (m.Clash(m.GONE, "lww", None, True, "theirs"),))
    owned = m.deletion(RECORD, unseen, by(m, 1), server_owned=True)
    assert owned == m.Merged((m.Change(m.GONE, None, True),), (m.Clash("name", "server", "Cô Ba", None, "yours"),))


@given(stamps=stamps_of, base=bases)
def test_a_record_goes_only_when_the_deletion_had_seen_every_edit(m, stamps, base):
    seen = all(stamp["seq"] <= base for stamp in stamps.values())
    decided = m.deletion(RECORD, stamps, by(m, base))
    assert [change.field for change in decided.changes] == ([m.GONE] if seen else [])
    assert [(clash.field, clash.kept) for clash in decided.clashes] == ([] if seen else [(m.GONE, "theirs")])


@given(stamps=stamps_of, base=bases)
def test_a_record_of_the_server_goes_and_what_was_not_seen_is_kept(m, stamps, base):
    decided = m.deletion(RECORD, stamps, by(m, base), server_owned=True)
    assert [(change.field, change.after) for change in decided.changes] == [(m.GONE, True)]
    unseen = {name: RECORD[name] for name, stamp in stamps.items() if stamp["seq"] > base}
    assert {clash.field: clash.standing for clash in decided.clashes} == unseen


def edited(m, base=1):
    stamps = {"name": {"seq": 1, "device": "phone-a", "n": 1, "hlc": "5"}}
    return m.merge(RECORD, stamps, [m.Edit("name", "Cô Tư")], by(m, base))


def gone_at(seq):
    return {"archived": {"seq": seq, "device": None, "n": 0, "hlc": "9"}}


def test_an_edit_that_had_not_seen_the_deletion_revives_the_record(m):
    decided = m.revival(edited(m), gone_at(5), by(m, 1))
    assert {change.field: change.after for change in decided.changes} == {"name": "Cô Tư", m.GONE: None}
    assert [(clash.field, clash.standing, clash.kept) for clash in decided.clashes] == [(m.GONE, True, "yours")]


def test_an_edit_that_had_seen_the_deletion_leaves_the_record_deleted(m):
    assert m.revival(edited(m), gone_at(5), by(m, 5)) == edited(m)


def test_an_edit_that_changes_nothing_revives_nothing(m):
    nothing = m.Merged((), ())
    assert m.revival(nothing, gone_at(5), by(m, 1)) == nothing


def test_an_edit_of_a_deleted_record_of_the_server_is_kept_and_changes_nothing(m):
    decided = m.revival(edited(m), gone_at(5), by(m, 1), server_owned=True)
    assert decided.changes == ()
    assert [(clash.field, clash.incoming, clash.kept) for clash in decided.clashes] == [("name", "Cô Tư", "theirs")]
