"""Blocks close every minute over what is final, whoever else is at it, and their heads are written down outside."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from server.audit import jobs, rules
from server.audit import service as audit
from server.audit.service import sealing
from server.core import clock


@pytest.fixture
def a_minute_later(monkeypatch):
    """Return a function that lets a minute pass."""

    def later() -> None:
        moment = clock.now() + timedelta(seconds=61)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return later


def test_a_block_holds_what_was_written_since_the_one_before(history, a_minute_later):
    history.write("one", "two")
    first = history.seal()
    a_minute_later()
    history.write("three")
    second = history.seal()
    assert (first.number, first.first_n, first.last_n, first.previous) == (1, 1, 2, rules.GENESIS)
    assert (second.number, second.first_n, second.last_n, second.previous) == (2, 3, 3, first.head)
    assert history.verdict() == audit.Verdict(blocks=2, entries=3, fault=None)


def test_nothing_new_closes_no_block(history, a_minute_later):
    assert history.seal() is None
    history.write("one")
    history.seal()
    a_minute_later()
    assert history.seal() is None


def test_a_block_closes_a_minute_after_the_one_before_and_not_sooner(history, a_minute_later):
    history.write("one")
    history.seal()
    history.write("two")
    assert history.seal() is None
    a_minute_later()
    assert history.seal().last_n == 2


def test_a_long_silence_of_the_sealer_makes_several_blocks(history, monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK_ENTRIES", 3)
    history.write(*"abcdefgh")
    history.tick()
    with history.begin() as session:
        spans = session.execute(text("SELECT first_n, last_n FROM audit_block ORDER BY number")).all()
    assert spans == [(1, 3), (4, 6)]
    assert history.verdict().fault is None


def test_two_workers_do_not_seal_at_once(history):
    history.write("one")
    with history.begin() as session:
        assert audit.seal(session).number == 1
        assert history.seal() is None
    assert history.verdict().blocks == 1


def test_what_is_not_committed_is_in_no_block(history):
    history.write("one")
    with history.begin() as session:
        audit.record(session, None, "two")
        audit.write(session)
        assert history.seal().last_n == 1
    assert history.verdict() == audit.Verdict(blocks=1, entries=2, fault=None)


def test_a_gap_is_not_sealed_over(history):
    history.write("one", "two", "three")
    history.tamper("DELETE FROM audit_entry WHERE tenant_id = :t AND n = 2")
    with pytest.raises(audit.HistoryGapError) as raised:
        history.seal()
    assert raised.value.n == 2


def test_one_organisations_gap_does_not_keep_the_others_from_being_sealed(history, live, superuser):
    other = type(history).on(live, superuser)
    for each in (history, other):
        each.write("one", "two")
    history.tamper("DELETE FROM audit_entry WHERE tenant_id = :t AND n = 1")
    sealer = jobs.Sealer(history.database, lambda _: [history.tenant_id, other.tenant_id])
    sealer.tick(threading.Event())
    assert other.verdict().blocks == 1


def test_every_head_is_appended_to_the_file_of_anchors(history, a_minute_later, tmp_path):
    path = tmp_path / "anchors"
    history.write("one")
    history.tick(path)
    a_minute_later()
    history.write("two")
    history.tick(path)
    anchors = [rules.read_anchor(line) for line in path.read_text().splitlines()]
    assert [(anchor.tenant_id, anchor.number, anchor.last_n) for anchor in anchors] == [
        (history.tenant_id, 1, 1),
        (history.tenant_id, 2, 2),
    ]
    assert history.verdict(*anchors).fault is None


def test_anchors_that_cannot_be_written_do_not_keep_the_sealer(history, tmp_path):
    history.write("one")
    history.tick(tmp_path / "no/such/folder")
    assert history.verdict().blocks == 1


def test_a_sealer_that_is_told_to_stop_stops(history):
    stop = threading.Event()
    stop.set()
    history.write("one")
    history.sealer().tick(stop)
    assert history.verdict().blocks == 0
