"""Many writers at once, one reader: no commit is ever missed, and nothing that one may not see stays."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from server.core import feed
from server.core.ids import new_id
from tests.concurrency.ground import Ground, Handset, delete, put

WRITERS = 16
WRITES = 20


@pytest.fixture
def ground(live) -> Ground:
    return Ground.on(live)


@pytest.fixture
def handset(ground) -> Handset:
    return Handset(ground, ground.database.sessions)


@pytest.fixture
def scope(ground) -> UUID:
    """A scope that the reader has."""
    return joined(ground)


def joined(ground: Ground) -> UUID:
    scope = new_id()
    with ground.begin() as session:
        feed.join_scope(session, ground.reader, scope)
    return scope


def left(ground: Ground, scope: UUID) -> None:
    with ground.begin() as session:
        feed.leave_scope(session, ground.reader, scope)


def made(ground: Ground, value: int, *scopes: UUID) -> str:
    thing_id = new_id()
    with ground.begin() as session:
        put(session, thing_id, value, list(scopes))
    return str(thing_id)


def write(ground: Ground, scope: UUID, seed: int) -> None:
    """Commit things, some of them a while after they got their place in the table."""
    random = Random(seed)  # noqa: S311 - a test's own
    for number in range(WRITES):
        with ground.begin() as session:
            put(session, new_id(), number, [scope])
            session.flush()
            time.sleep(random.random() / 300)


@contextmanager
def writers(ground: Ground, scope: UUID) -> Iterator[Callable[[], bool]]:
    """Run the writers; the block asks whether any of them still writes."""
    threads = [threading.Thread(target=write, args=(ground, scope, seed)) for seed in range(WRITERS)]
    for thread in threads:
        thread.start()
    yield lambda: any(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()


def truth(ground: Ground) -> dict[str, int]:
    with ground.begin() as session:
        query = text("SELECT id::text, value FROM thing WHERE tenant_id = :t")
        return {row.id: row.value for row in session.execute(query, {"t": ground.tenant_id})}


def test_a_reader_beside_many_writers_misses_no_commit(ground, handset, scope):
    passes = 0
    with writers(ground, scope) as busy:
        while busy():
            handset.pull(limit=7)
            passes += 1
    handset.pull(limit=7)
    assert passes > 5
    assert len(handset.rows) == WRITERS * WRITES
    assert handset.rows == truth(ground)


@pytest.mark.parametrize("column", ["serial", "updated_at"])
def test_a_cursor_over_a_serial_or_a_time_would_miss_commits(ground, scope, column):
    """What the feed is for: the same writers, read by the cursor that everybody writes first."""
    seen, last = set(), {"serial": 0, "updated_at": datetime(2000, 1, 1, tzinfo=UTC)}[column]
    query = text(f"SELECT id::text, {column} AS place FROM thing WHERE tenant_id = :t AND {column} > :last ORDER BY 2")  # noqa: S608 - ours

    def read() -> None:
        nonlocal last
        with ground.database.sessions() as session:
            for row in session.execute(query, {"t": ground.tenant_id, "last": last}):
                seen.add(row.id)
                last = row.place

    with writers(ground, scope) as busy:
        while busy():
            read()
    read()
    assert seen < set(truth(ground))


def test_many_writers_and_paging_readers_end_alike_and_nothing_leaks(ground):
    """Things move between scopes that readers have; what is only ever in a scope that nobody has stays hidden."""
    scopes, hidden = [new_id() for _ in range(3)], new_id()
    things = [new_id() for _ in range(12)]
    readers = [reader_of(ground, scopes[:1]), reader_of(ground, scopes[1:]), reader_of(ground, scopes[1:])]
    secrets: set[str] = set()

    def write_about(seed: int) -> None:
        random = Random(seed)  # noqa: S311 - a test's own
        for number in range(WRITES):
            secret = new_id()
            secrets.add(str(secret))
            with ground.begin() as session:
                put(session, random.choice(things), seed * 1000 + number, [random.choice(scopes)])
                put(session, secret, number, [hidden])

    writing = [threading.Thread(target=write_about, args=(seed,)) for seed in range(WRITERS)]
    for thread in writing:
        thread.start()
    while any(thread.is_alive() for thread in writing):
        for reader in readers:
            reader.pull_page(limit=2)
            assert not secrets & set(reader.staged or reader.rows)
    for reader in readers:
        reader.pull(limit=3)
        reader.pull(limit=3)
    assert len(secrets) == WRITERS * WRITES
    assert readers[1].rows == readers[2].rows
    assert readers[0].rows | readers[1].rows == {
        key: value for key, value in truth(ground).items() if key not in secrets
    }
    assert not set(readers[0].rows) & set(readers[1].rows)


def reader_of(ground: Ground, scopes: list[UUID]) -> Handset:
    """A phone of another reader of the organisation, who has these scopes."""
    handset = Handset(replace(ground, reader=new_id()), ground.database.sessions)
    with ground.begin() as session:
        for scope in scopes:
            feed.join_scope(session, handset.ground.reader, scope)
    return handset


def test_what_one_unit_changed_comes_together(ground, handset, scope):
    """Both halves of a transfer move between two pages, never between two completed pulls."""
    one, other = new_id(), new_id()

    def transfer() -> None:
        for amount in range(60):
            with ground.begin() as session:
                put(session, one, amount, [scope])
                put(session, other, -amount, [scope])

    writer = threading.Thread(target=transfer)
    writer.start()
    sums = set()
    while writer.is_alive():
        handset.pull(limit=100)
        sums.add(sum(handset.rows.values()))
    writer.join()
    assert sums == {0}


def test_two_units_that_touch_the_same_rows_in_either_order_both_go_through(ground, handset, scope):
    ids = [new_id() for _ in range(6)]

    def touch_all(order: list[UUID]) -> None:
        for _ in range(25):
            with ground.begin() as session:
                for thing_id in order:
                    feed.touch(session, "thing", thing_id)

    with ground.begin() as session:
        for thing_id in ids:
            put(session, thing_id, 1, [scope])
    threads = [threading.Thread(target=touch_all, args=(order,)) for order in (ids, ids[::-1], ids[3:] + ids[:3])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    handset.pull(limit=4)
    assert len(handset.rows) == 6
    with ground.begin() as session:
        assert feed.current_seq(session) >= 3 * 25 * 6


def test_a_grant_brings_what_was_there_before(ground, handset, scope):
    mine = made(ground, 1, scope)
    handset.pull(limit=5)
    later = new_id()
    theirs = made(ground, 2, later)
    handset.pull(limit=5)
    assert set(handset.rows) == {mine}
    with ground.begin() as session:
        feed.join_scope(session, ground.reader, later)
    handset.pull(limit=5)
    assert set(handset.rows) == {mine, theirs}


def test_a_revocation_takes_away_what_no_other_scope_shows(ground, handset, scope):
    second = joined(ground)
    alone, both, other = made(ground, 1, scope), made(ground, 2, scope, second), made(ground, 3, second)
    handset.pull(limit=2)
    assert set(handset.rows) == {alone, both, other}
    left(ground, scope)
    handset.pull(limit=2)
    assert set(handset.rows) == {both, other}


def test_a_row_that_moves_between_two_scopes_of_the_reader_stays(ground, handset, scope):
    second = joined(ground)
    row_id = made(ground, 1, scope)
    handset.pull(limit=5)
    with ground.begin() as session:
        put(session, UUID(row_id), 2, [second])
    handset.pull(limit=5)
    assert handset.rows == {row_id: 2}
    left(ground, scope)
    handset.pull(limit=5)
    assert handset.rows == {row_id: 2}


def test_a_row_that_moves_out_of_sight_leaves(ground, handset, scope):
    row_id = made(ground, 1, scope)
    handset.pull(limit=5)
    with ground.begin() as session:
        put(session, UUID(row_id), 2, [new_id()])
    handset.pull(limit=5)
    assert handset.rows == {}


def test_a_deleted_row_leaves(ground, handset, scope):
    row_id, stays = made(ground, 1, scope), made(ground, 1, scope)
    handset.pull(limit=5)
    with ground.begin() as session:
        delete(session, UUID(row_id))
    handset.pull(limit=5)
    assert set(handset.rows) == {stays}


@pytest.mark.parametrize("turns", ["revoke", "revoke grant", "revoke grant revoke", "revoke grant revoke grant"])
@pytest.mark.parametrize("after_pages", [0, 1, 2])
def test_grants_and_revocations_between_the_pages_of_one_pass_end_right(ground, handset, scope, turns, after_pages):
    """With three rows a page, seven rows take three pages; the scope comes and goes in between."""
    rows = {made(ground, number, scope) for number in range(7)}
    for _ in range(after_pages):
        assert not handset.pull_page(limit=3)
    for turn in turns.split():
        change = feed.leave_scope if turn == "revoke" else feed.join_scope
        with ground.begin() as session:
            change(session, ground.reader, scope)
    handset.pull(limit=3)
    handset.pull(limit=3)
    assert set(handset.rows) == (rows if turns.endswith("grant") else set())


def test_no_page_shows_a_row_that_its_reader_may_not_see_any_more(ground, handset, scope):
    for number in range(7):
        made(ground, number, scope)
    handset.pull_page(limit=3)
    left(ground, scope)
    shown = len(handset.staged)
    handset.pull(limit=3)
    assert shown == 3
    assert len(handset.rows) <= shown
    handset.pull(limit=3)
    assert handset.rows == {}


def test_organisations_do_not_see_each_other(live, ground, handset, scope):
    """Even a scope and a reader of the same ids, in another organisation, show nothing."""
    other = Ground.on(live)
    with other.begin() as session:
        feed.join_scope(session, ground.reader, scope)
    made(other, 1, scope)
    mine = made(ground, 2, scope)
    handset.pull(limit=5)
    assert handset.rows == {mine: 2}


def test_a_row_that_goes_and_whose_scope_goes_inside_one_pass_leaves(ground, handset, scope):
    """The first page brought it; after that nothing of its scope is read any more."""
    other = joined(ground)
    gone = made(ground, 1, scope)
    stays = {made(ground, number, other) for number in range(3)}
    assert not handset.pull_page(limit=1)
    with ground.begin() as session:
        delete(session, UUID(gone))
    left(ground, scope)
    handset.pull(limit=1)
    assert set(handset.rows) == stays
