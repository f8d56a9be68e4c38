"""Ids of records that were merged lead to the record that stands."""

import pytest

from server.core import aliases
from server.core.ids import new_id


@pytest.fixture
def ids() -> list:
    return [new_id() for _ in range(4)]


def test_the_loser_leads_to_the_record_that_stands_and_others_are_left_out(session, ids):
    loser, standing, stranger, _ = ids
    aliases.add(session, "customer", loser, standing)
    assert aliases.resolve(session, "customer", ids) == {loser: standing}
    assert aliases.resolve(session, "route", [loser]) == {}
    assert aliases.resolve(session, "customer", [stranger]) == {}
    assert aliases.resolve(session, "customer", []) == {}


def test_a_chain_of_merges_is_one_step_for_everybody(session, ids):
    first, second, third, last = ids
    aliases.add(session, "customer", first, second)
    aliases.add(session, "customer", second, third)
    assert aliases.add(session, "customer", third, last) == last
    assert aliases.resolve(session, "customer", ids) == {first: last, second: last, third: last}


def test_merging_into_a_record_that_was_merged_leads_to_where_that_went(session, ids):
    gone, standing, late, _ = ids
    aliases.add(session, "customer", gone, standing)
    assert aliases.add(session, "customer", late, gone) == standing
    assert aliases.resolve(session, "customer", [late]) == {late: standing}


def test_no_record_is_merged_into_itself_on_any_way_round(session, ids):
    one, other, *_ = ids
    with pytest.raises(ValueError, match="into itself"):
        aliases.add(session, "customer", one, one)
    aliases.add(session, "customer", one, other)
    with pytest.raises(ValueError, match="into itself"):
        aliases.add(session, "customer", other, one)
