"""Who waits for news is woken by the commit that concerns him, with Redis and without, and holds nothing meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import sessionmaker

from server import wiring
from server.app import create_app
from server.core import feed
from server.core.database import Database, connect, tenant_bound
from server.core.unit_of_work import unit_of_work
from server.settings import Settings
from server.sync import poke
from server.sync.poke import Caller, Waiting, call_after_commit
from tests.kit.databases import own_database
from tests.kit.live import rep_of_new_world
from tests.kit.people import Person
from tests.worker.conftest import OwnRedis, wait_until

LONG_S = 30


@pytest.fixture(scope="module")
def live(worker_id: str, settings: Settings) -> Iterator[Database]:
    with own_database(f"{worker_id}_poke") as address:
        made = wiring.database(connect(address), settings.media_dir)
        yield made
        made.engine.dispose()


@pytest.fixture
def redis(tmp_path) -> Iterator[OwnRedis]:
    made = OwnRedis(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def rep(live) -> Person:
    return rep_of_new_world(live)


@pytest.fixture
def calling(live, redis) -> Database:
    """The database whose commits are called out over this Redis."""
    sessions = tenant_bound(sessionmaker(live.engine, expire_on_commit=False))
    call_after_commit(sessions, Caller(redis.url).call)
    return replace(live, sessions=sessions)


@pytest.fixture
def app(live, settings, redis) -> Flask:
    return create_app(replace(settings, redis_url=redis.url), live)


def touch(database: Database, tenant_id: int, kind: str, row_id) -> int:
    with unit_of_work(database, tenant_id) as session:
        feed.touch(session, kind, row_id)
    with unit_of_work(database, tenant_id) as session:
        return feed.current_seq(session)


def asked(app: Flask, rep: Person, since: int, wait: int) -> dict:
    answer = app.test_client().get(f"/api/v1/sync/poke?since={since}&wait={wait}", headers=rep.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json


def waiting_in(app: Flask) -> Callable[[], bool]:
    """Whether somebody waits in the process of the application."""

    def somebody() -> bool:
        found = app.extensions.get("tuyen-waiting")
        return found is not None and bool(found._waiting)  # noqa: SLF001 - nothing else tells

    return somebody


def woken_after(app, rep, since: int, change: Callable[[], object]) -> tuple[dict, float]:
    """Ask, change something once the asker waits, and return the answer and how long it took from the change."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asked, app, rep, since, LONG_S)
        wait_until(waiting_in(app))
        began = time.monotonic()
        change()
        return answer.result(), time.monotonic() - began


@pytest.fixture
def now(live, rep) -> int:
    with unit_of_work(live, rep.actor.tenant_id) as session:
        return feed.current_seq(session)


def test_who_has_seen_less_or_does_not_wait_is_answered_at_once(app, rep, now):
    assert asked(app, rep, 0, LONG_S) == {"seq": now}
    assert asked(app, rep, now, 0) == {"seq": now}
    assert asked(app, rep, now + 100, LONG_S) == {"seq": now}


def test_a_commit_wakes_who_waits(app, calling, rep, now):
    tenant_id = rep.actor.tenant_id
    answer, _ = woken_after(app, rep, now, lambda: touch(calling, tenant_id, "employee", rep.actor.employee_id))
    assert answer == {"seq": now + 1}


def test_without_redis_it_takes_longer_and_still_happens(app, live, rep, now, redis):
    redis.kill()
    tenant_id = rep.actor.tenant_id
    answer, _ = woken_after(app, rep, now, lambda: touch(live, tenant_id, "employee", rep.actor.employee_id))
    assert answer == {"seq": now + 1}


def test_what_one_cannot_see_wakes_nobody(app, calling, rep, now):
    """A row of no scope at all moves the clock; the answer comes with the end of the time."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asked, app, rep, now, 2)
        wait_until(waiting_in(app))
        seq = touch(calling, rep.actor.tenant_id, "notification", rep.actor.device_id)
        assert answer.result() == {"seq": seq}


def test_who_waits_holds_no_connection(app, live, rep, now):
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asked, app, rep, now, 2)
        wait_until(waiting_in(app))
        wait_until(lambda: live.engine.pool.checkedout() == 0)
        assert not answer.done()


def test_when_too_many_wait_the_next_is_answered_at_once(app, rep, now, monkeypatch):
    monkeypatch.setattr(poke.Waiting.__init__, "__defaults__", (1,))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(asked, app, rep, now, 2)
        wait_until(waiting_in(app))
        assert asked(app, rep, now, LONG_S) == {"seq": now, "retry_after_s": poke.LATER_S}
        assert first.result() == {"seq": now}
    assert asked(app, rep, now, 1) == {"seq": now}


def test_the_thread_ends_when_nobody_waits_and_comes_again(live, redis, rep, now):
    waiting = Waiting(live, redis.url)
    for _ in range(2):
        assert waiting.wait(rep.actor.tenant_id, now, 0.2, lambda _: True) == now
        wait_until(lambda: "poke" not in {thread.name for thread in threading.enumerate()})


def test_a_commit_that_moves_no_clock_calls_nobody(live, rep):
    called: list[int] = []
    sessions = tenant_bound(sessionmaker(live.engine, expire_on_commit=False))
    call_after_commit(sessions, called.append)
    calling = replace(live, sessions=sessions)
    with unit_of_work(calling, rep.actor.tenant_id) as session:
        feed.current_seq(session)
    assert called == []
    touch(calling, rep.actor.tenant_id, "employee", rep.actor.employee_id)
    assert called == [rep.actor.tenant_id]
