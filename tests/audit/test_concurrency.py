"""Many writers at once, commits that are commits, and a sealer beside them."""

import threading
import time
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text

from server.audit import service as audit
from server.audit.service import sealing
from server.core.database import work_for

WRITERS = 8
WRITES = 30


class Dropped(Exception):  # noqa: N818 - it is no error: the writer thinks better of it
    pass


def write(history, seed: int, committed: list[int]) -> None:
    """Commit entries, some of them after a while and some not at all."""
    random = Random(seed)  # noqa: S311 - a test's own
    for _ in range(WRITES):
        with suppress(Dropped), history.begin() as session:
            for _ in range(random.randrange(1, 4)):
                audit.record(session, None, f"writer.{seed}", detail={"seed": seed})
            audit.write(session)
            time.sleep(random.random() / 500)
            if random.random() < 0.2:
                raise Dropped
            committed.append(seed)


@pytest.fixture
def writers(history):
    """Start the writers; return a function that tells whether any still writes, and what was committed."""
    committed: list[int] = []
    threads = [threading.Thread(target=write, args=(history, seed, committed)) for seed in range(WRITERS)]
    for thread in threads:
        thread.start()
    yield lambda: any(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()
    assert committed


def numbers(session) -> list[int]:
    return list(session.scalars(text("SELECT n FROM audit_entry ORDER BY n")))


def test_numbers_appear_without_gaps_and_in_the_order_of_the_commits(history, writers):
    """Whoever looks at any moment sees 1 to n and nothing else; what he saw stays, what comes is behind it."""
    seen = 0
    with history.database.sessions() as session:
        while True:
            finished = not writers()
            work_for(session, history.tenant_id)
            found = numbers(session)
            session.rollback()
            assert found == list(range(1, len(found) + 1))
            assert len(found) >= seen
            seen = len(found)
            if finished:
                break
    assert seen > WRITERS * WRITES / 2
    assert history.verdict().entries == seen


def test_no_sealed_block_gains_an_entry_later(history, writers, monkeypatch):
    """Two sealers close blocks as fast as they can; every block still holds in the end."""
    monkeypatch.setattr(sealing, "BLOCK_AGE", timedelta(0))
    sealers = [threading.Thread(target=seal_until, args=(history, writers)) for _ in range(2)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    verdict = history.verdict()
    assert verdict.fault is None
    assert verdict.blocks > 10
    with history.begin() as session:
        assert session.scalar(text("SELECT max(last_n) FROM audit_block")) == verdict.entries


def seal_until(history, writing) -> None:
    going = True
    while going:
        going = writing()
        while history.seal():
            pass
