"""Claiming, doing, failing, giving up: one piece of work at a time, in this process."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from server.core import clock, outbox
from server.core.feed import TenantClock
from server.core.outbox import MAX_ATTEMPTS
from server.core.registry import Registry
from server.jobs import runner as runner_module
from server.jobs.doorbell import RedisDoorbell
from server.jobs.relay import LOW, Relay
from server.jobs.runner import Runner


class Tasks:
    """Tasks that a test watches: each leaves a mark in the database, and fails or waits as told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.errors: list[Exception] = []
        self.inside = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def count(self, session, args) -> None:
        self.calls.append(args["name"])
        row = session.get_one(TenantClock, session.info["tenant_id"], with_for_update=True)
        row.seq += 1
        self.inside.set()
        assert self.go_on.wait(20)
        if self.errors:
            raise self.errors.pop()


@pytest.fixture
def tasks() -> Tasks:
    return Tasks()


@pytest.fixture
def database(live_database, tasks):
    return replace(live_database, registry=Registry(tasks={"test.count": tasks.count}))


@pytest.fixture
def runner(database) -> Runner:
    return Runner(database)


@pytest.fixture
def send(work):
    def run(task="test.count", **options):
        with work.begin() as session:
            return outbox.send(session, task, {"name": str(uuid4())}, **options)

    return run


@pytest.fixture
def effects(work):
    """Return a function that tells how often tasks have taken effect since now."""

    def seq():
        with work.begin() as session:
            return session.get_one(TenantClock, work.tenant_id).seq

    before = seq()
    return lambda: seq() - before


def test_work_takes_effect_once(runner, send, work, tasks, effects):
    row_id = send()
    assert runner.run(work.tenant_id, row_id) is True
    assert runner.run(work.tenant_id, row_id) is False
    assert (len(tasks.calls), effects(), work.is_done(row_id)) == (1, 1, True)


def test_a_failure_leaves_nothing_behind_but_its_reason(runner, send, work, tasks, effects):
    row_id = send()
    tasks.errors.append(RuntimeError("không được"))
    assert runner.run(work.tenant_id, row_id) is True
    row = work.row(row_id)
    assert (row.last_error, row.attempts, row.done_at) == ("RuntimeError: không được", 1, None)
    assert row.run_after > clock.now()
    assert row.lease_until is None
    assert effects() == 0


def test_it_is_tried_again_later_and_not_before(runner, send, work, tasks, monkeypatch):
    row_id = send()
    tasks.errors.append(RuntimeError())
    runner.run(work.tenant_id, row_id)
    assert runner.run(work.tenant_id, row_id) is False
    later = clock.now() + timedelta(seconds=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert runner.run(work.tenant_id, row_id) is True
    assert work.is_done(row_id)
    assert work.row(row_id).last_error is None


def test_it_is_given_up_in_the_end_with_its_last_error(runner, send, work, tasks, monkeypatch):
    row_id = send()
    moment = clock.now()
    for attempt in range(MAX_ATTEMPTS + 2):
        tasks.errors[:] = [RuntimeError(str(attempt))]
        monkeypatch.setattr(clock, "now", lambda attempt=attempt: moment + timedelta(hours=attempt + 1))
        runner.run(work.tenant_id, row_id)
    row = work.row(row_id)
    assert len(tasks.calls) == row.attempts == MAX_ATTEMPTS
    assert row.failed_at
    assert row.last_error == f"RuntimeError: {MAX_ATTEMPTS - 1}"


def test_work_that_kills_its_worker_is_given_up_too(runner, send, work, tasks, monkeypatch):
    row_id = send()
    moment = clock.now()
    for attempt in range(MAX_ATTEMPTS):  # claimed, and then the process was gone
        monkeypatch.setattr(clock, "now", lambda attempt=attempt: moment + timedelta(hours=attempt + 1))
        with work.begin() as session:
            assert outbox.claim(session, row_id)
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(days=2))
    assert runner.run(work.tenant_id, row_id) is False
    assert work.row(row_id).failed_at
    assert tasks.calls == []


def test_a_task_that_nobody_knows_keeps_its_row(runner, send, work):
    row_id = send("of.a.newer.release")
    runner.run(work.tenant_id, row_id)
    assert "of.a.newer.release" in work.row(row_id).last_error
    assert work.row(row_id).done_at is None


def test_delayed_work_waits(runner, send, work, monkeypatch):
    row_id = send(delay_s=60)
    assert runner.run(work.tenant_id, row_id) is False
    assert (work.tenant_id, row_id) not in runner.due(500)
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (work.tenant_id, row_id) in runner.due(500)
    assert runner.run(work.tenant_id, row_id) is True


def test_two_workers_do_not_do_the_same_work(database, send, work, tasks, effects):
    row_id, answers = send(), []
    start = threading.Barrier(4)

    def contend():
        start.wait()
        answers.append(Runner(database).run(work.tenant_id, row_id))

    threads = [threading.Thread(target=contend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]
    assert (len(tasks.calls), effects()) == (1, 1)


def test_a_worker_that_was_thought_dead_takes_its_effects_back(runner, send, work, tasks, effects):
    """It slept past its lease, another one has claimed the row: only that one's work counts."""
    row_id = send()
    tasks.go_on.clear()
    sleeper = threading.Thread(target=runner.run, args=(work.tenant_id, row_id))
    sleeper.start()
    assert tasks.inside.wait(20)
    work.let_lease_run_out(row_id)
    with work.begin() as session:
        assert outbox.claim(session, row_id)
    tasks.go_on.set()
    sleeper.join()
    assert effects() == 0
    assert not work.is_done(row_id)
    work.let_lease_run_out(row_id)
    runner.run(work.tenant_id, row_id)
    assert (effects(), work.is_done(row_id)) == (1, True)


def test_leases_last_as_long_as_the_work(runner, send, work, tasks, monkeypatch):
    row_id = send()
    tasks.go_on.clear()
    worker = threading.Thread(target=runner.run, args=(work.tenant_id, row_id))
    worker.start()
    assert tasks.inside.wait(20)
    before = work.row(row_id).lease_until
    assert before < clock.now() + runner_module.LEASE + timedelta(seconds=1)
    later = clock.now() + timedelta(seconds=30)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "now", lambda: later)
        runner.renew()
    assert work.row(row_id).lease_until > before
    tasks.go_on.set()
    worker.join()
    runner.renew()
    assert work.row(row_id).lease_until is None


def test_a_task_inherits_the_requests_id(database, work):
    seen = []
    registry = Registry(tasks={"test.see": lambda session, _: seen.append(session.info["request_id"])})
    with work.begin() as session:
        session.info["request_id"] = "from-the-phone"
        row_id = outbox.send(session, "test.see", {})
    Runner(replace(database, registry=registry)).run(work.tenant_id, row_id)
    assert seen == ["from-the-phone"]


def test_the_relay_does_the_work_itself_when_redis_is_away(runner, send, work, tmp_path):
    row_id = send()
    Relay(runner, RedisDoorbell(f"unix://{tmp_path}/nobody.sock"), threading.Event()).tick()
    assert work.is_done(row_id)


def test_the_relay_rings_once_for_what_waits(runner, send, redis):
    send()
    doorbell = RedisDoorbell(redis.url)
    relay = Relay(runner, doorbell, threading.Event())
    relay.tick()
    rung = doorbell.backlog()
    assert rung
    relay.tick()
    assert doorbell.backlog() == rung


def test_the_relay_leaves_workers_alone_that_have_enough_to_do(runner, send, work, redis):
    doorbell = RedisDoorbell(redis.url)
    doorbell.ring(work.tenant_id, [uuid4() for _ in range(LOW + 1)])
    send()
    Relay(runner, doorbell, threading.Event()).tick()
    assert doorbell.backlog() == LOW + 1


def test_a_ring_without_redis_costs_next_to_nothing(tmp_path):
    doorbell = RedisDoorbell(f"unix://{tmp_path}/nobody.sock")
    for _ in range(3):
        assert doorbell.ring(1, [uuid4()]) is None
    assert doorbell.backlog() is None
