"""Whatever a few phones write offline and hand in in any order: nothing is lost that nobody took out knowingly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import merge
from tests.core.handful import Handful, Handset

phones = st.sampled_from(["an", "binh", "chi"])
moves = st.lists(st.tuples(phones, st.sampled_from(["edit", "edit", "push", "pull"]), st.integers(0, 7)), max_size=24)
skews = st.sampled_from([-3_600_000, 0, 0, 3_600_000])

pytestmark = pytest.mark.covers("P4", "P5")


@pytest.fixture(scope="module")
def m():
    """The merge under test; a mutant stands in for it in tests/mutants."""
    return merge


def live(world: Handful, moves, write) -> dict[str, Handset]:
    """Let the phones do what `moves` say, then hand in everything; `write(phone, number)` edits."""
    crew = {name: world.phone(name) for name in ("an", "binh", "chi")}
    for name, what, number in moves:
        phone = crew[name]
        {"edit": lambda phone=phone, n=number: write(phone, n), "push": phone.push, "pull": phone.pull}[what]()
    for phone in crew.values():
        phone.push()
    return crew


@given(moves=moves, skew=skews, policy=st.sampled_from(["lww", "server", "manual", "immutable"]))
def test_every_value_stands_or_is_kept_or_was_replaced_by_somebody_who_saw_it(m, moves, skew, policy):
    world, entered = Handful(m, policy, "at first"), []

    def write(phone, number):
        entered.append(f"{phone.name} {len(entered)}")
        phone.edit(entered[-1], skew if number % 2 else 0)

    live(world, moves, write)
    kept = [value for clash in world.clashes for value in (clash.standing, clash.incoming)]
    knowingly = [value for value, phone in world.replaced if value in phone.saw]
    for value in entered:
        assert value == world.value or value in kept or value in knowingly


@given(moves=moves, policy=st.sampled_from(["lww", "server", "manual", "immutable"]))
def test_one_phone_alone_never_clashes_and_its_last_word_stands(m, moves, policy):
    world, last = Handful(m, policy, "at first"), ["at first"]

    def write(phone, number):
        last.append(f"{number} {len(last)}")
        phone.edit(last[-1])

    live(world, [("an", what, number) for _, what, number in moves], write)
    assert world.clashes == []
    assert world.value == last[-1]


@given(moves=moves)
def test_of_a_set_only_what_somebody_saw_and_took_out_is_gone(m, moves):
    world, added, removed = Handful(m, "set", []), set(), set()

    def write(phone, number):
        if number < 3 and phone.shown:
            gone = phone.shown[number % len(phone.shown)]
            removed.add(gone)
            phone.edit([item for item in phone.shown if item != gone])
        else:
            added.add(f"{phone.name} {len(added)}")
            phone.edit([*phone.shown, f"{phone.name} {len(added) - 1}"])

    live(world, moves, write)
    assert sorted(world.value) == sorted(added - removed)
    assert world.clashes == []


@given(moves=moves)
def test_a_counter_is_the_sum_of_what_everybody_added(m, moves):
    world, total = Handful(m, "counter", 100), [100]

    def write(phone, number):
        total[0] += number - 3
        phone.edit(phone.shown + number - 3)

    live(world, moves, write)
    assert world.value == total[0]
    assert world.clashes == []


@given(moves=moves)
def test_of_rows_nothing_is_gone_that_nobody_took_out_and_counters_in_them_add_up(m, moves):
    world = Handful(m, "rows", [{"id": "a", "q": 0}, {"id": "b", "q": 0}], cells={"q": "counter"})
    added, removed, sums = {"a", "b"}, set(), {"a": 0, "b": 0}

    def write(phone, number):
        rows = [dict(row) for row in phone.shown]
        if number == 0 and rows:
            removed.add(rows.pop()["id"])
        elif number < 3 or not rows:
            rows.append({"id": f"{phone.name} {len(added)}", "q": 0})
            added.add(rows[-1]["id"])
        else:
            rows[number % len(rows)]["q"] += number
            sums[rows[number % len(rows)]["id"]] = sums.get(rows[number % len(rows)]["id"], 0) + number
        phone.edit(rows)

    live(world, moves, write)
    standing = {row["id"]: row["q"] for row in world.value}
    assert len(standing) == len(world.value)
    assert added - removed <= set(standing) <= added
    assert {key: value for key, value in standing.items() if key not in removed} == {
        key: sums.get(key, 0) for key in added - removed
    }


@given(moves=moves)
def test_a_row_that_somebody_edited_unseen_outlives_its_removal_and_a_clash_tells(m, moves):
    world, edited = Handful(m, "rows", [{"id": "a", "q": "0"}]), []

    def write(phone, number):
        if number < 4:
            phone.edit([])
        elif phone.shown:
            edited.append(f"{phone.name} {len(edited)}")
            phone.edit([{"id": "a", "q": edited[-1]}])

    live(world, moves, write)
    kept = [row["q"] for clash in world.clashes for row in [*clash.standing, *clash.incoming]]
    standing = [row["q"] for row in world.value]
    knowingly = [row["q"] for value, phone in world.replaced for row in value or [] if value in phone.saw]
    assert set(edited) <= {*kept, *standing, *knowingly}
