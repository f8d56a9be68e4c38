"""Work after the commit: written once, claimed by one, tried again, given up in the end."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from server.core import outbox
from server.core.clock import at, now
from server.core.outbox import LEASE, MAX_ATTEMPTS, OutboxRow


@pytest.fixture
def row_id(begin):
    with begin() as session:
        return outbox.send(session, "media.process", {"media_id": "x"}, key="one")


def rows(begin) -> list[OutboxRow]:
    with begin() as session:
        return list(session.scalars(select(OutboxRow)))


def claim(begin, row_id):
    with begin() as session:
        return outbox.claim(session, row_id)


def test_the_same_work_under_the_same_key_is_written_once(begin, row_id):
    with begin() as session:
        again = outbox.send(session, "media.process", {"media_id": "y"}, key="one")
        outbox.send(session, "media.sweep", {}, key="one")
    assert again == row_id
    assert sorted((row.task, row.args.get("media_id")) for row in rows(begin)) == [
        ("media.process", "x"),
        ("media.sweep", None),
    ]


def test_work_without_a_key_is_written_each_time(begin):
    with begin() as session:
        assert outbox.send(session, "media.sweep", {}) != outbox.send(session, "media.sweep", {})
    assert len(rows(begin)) == 2


def test_work_that_somebody_has_is_nobody_elses(begin, row_id):
    assert claim(begin, row_id).attempts == 1
    assert claim(begin, row_id) is None


def test_work_is_free_again_when_its_lease_has_run_out(begin, row_id):
    claim(begin, row_id)
    with at(now() + LEASE - timedelta(seconds=1)):
        assert claim(begin, row_id) is None
    with at(now() + LEASE + timedelta(seconds=1)):
        assert claim(begin, row_id).attempts == 2


def test_work_that_is_to_wait_is_not_given_out_before_its_time(begin):
    with begin() as session:
        late = outbox.send(session, "media.sweep", {}, delay_s=60)
    assert claim(begin, late) is None
    with at(now() + timedelta(seconds=61)):
        assert claim(begin, late) is not None


def test_work_that_is_done_is_not_given_out_again(begin, row_id):
    with begin() as session:
        outbox.claim(session, row_id)
        outbox.finish(session, row_id)
    with at(now() + 2 * LEASE):
        assert claim(begin, row_id) is None
    (row,) = rows(begin)
    assert row.done_at is not None
    assert row.lease_until is None


@pytest.mark.parametrize(("attempt", "pause_s"), [(1, 2), (2, 4), (5, 32)])
def test_each_failure_doubles_the_pause(begin, row_id, attempt, pause_s):
    with begin() as session:
        row = session.get(OutboxRow, outbox_key(session, row_id))
        row.attempts = attempt
        with time_machine.travel(now(), tick=False):
            outbox.fail(session, row, "no disk")
            due = now() + timedelta(seconds=pause_s)
    (row,) = rows(begin)
    assert (row.run_after, row.last_error, row.failed_at, row.lease_until) == (due, "no disk", None, None)


def outbox_key(session, row_id):
    return session.info["tenant_id"], row_id


def test_work_that_fails_too_often_is_given_up_with_its_error(begin, row_id):
    moment = now()
    for attempt in range(MAX_ATTEMPTS):
        moment += timedelta(hours=1)
        with at(moment), begin() as session:
            row = outbox.claim(session, row_id)
            assert row.attempts == attempt + 1
            outbox.fail(session, row, f"error {attempt}")
    with at(moment + timedelta(days=1)):
        assert claim(begin, row_id) is None
    (row,) = rows(begin)
    assert row.failed_at is not None
    assert row.last_error == f"error {MAX_ATTEMPTS - 1}"


def test_the_relay_finds_what_waits_and_nobody_has(begin, row_id, world):
    with begin() as session:
        mine = outbox.send(session, "media.sweep", {})
        outbox.send(session, "media.sweep", {}, delay_s=60)
        outbox.claim(session, row_id)
    with begin() as session:
        assert outbox.due(session) == [(world.tenant_id, mine)]


def test_the_oldest_work_comes_first_and_not_more_than_asked_for(begin):
    sent = []
    for age in (3, 1, 2):
        with at(now() - timedelta(minutes=age)), begin() as session:
            sent.append((age, outbox.send(session, "media.sweep", {})))
    with begin() as session:
        found = [row_id for _, row_id in outbox.due(session, limit=2)]
    assert found == [row_id for _, row_id in sorted(sent, reverse=True)][:2]
