"""The worker as a process: what it does when Redis forgets, when Redis is away, when it is killed."""

import signal
import time
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from rq import Callback, Queue
from rq.serializers import JSONSerializer

from server.jobs.doorbell import RedisDoorbell
from server.jobs.queue import NAME, OutboxJob
from server.media.renditions import SIDES
from tests.kit.pictures import Shot, new_shot
from tests.worker.conftest import wait_until

pytestmark = pytest.mark.slow


def slow_shot() -> Shot:
    """A picture of 25 million pixels, whose renditions take about a second."""
    out = BytesIO()
    Image.linear_gradient("L").resize((6000, 4200)).save(out, "PNG", compress_level=1)
    return Shot(out.getvalue() + uuid4().bytes, str(uuid4()), "image/png")


def renditions(storage, work, shot) -> list[Path]:
    return [storage.fetch(work.tenant_id, shot.sha256, name) for name in SIDES]


def test_work_is_done_and_logged_with_the_requests_id(work, start_worker, storage):
    worker, shot = start_worker(), new_shot()
    row_id = work.upload(shot)
    wait_until(lambda: work.is_done(row_id))
    assert work.states(shot) == {"ready"}
    assert all(renditions(storage, work, shot))
    (line,) = [line for line in worker.said("task_done") if line["row"] == str(row_id)]
    assert (line["task"], line["attempt"]) == ("media.process", 1)


def test_a_ring_is_heard_at_once(work, start_worker, redis):
    start_worker()
    row_id = work.upload(new_shot())
    RedisDoorbell(redis.url).ring(work.tenant_id, [row_id])
    wait_until(lambda: work.is_done(row_id), 20)
    assert redis.client().llen(f"rq:queue:{NAME}") == 0


def test_nothing_is_lost_when_redis_forgets_everything(work, start_worker, redis):
    """FLUSHALL while rows are written, rung for and done."""
    start_worker()
    doorbell, client, rows, shots = RedisDoorbell(redis.url), redis.client(), [], []
    for _ in range(12):
        shots.append(new_shot())
        rows.append(work.upload(shots[-1]))
        doorbell.ring(work.tenant_id, [rows[-1]])
        client.flushall()
    wait_until(lambda: work.is_done(*rows))
    assert work.states(*shots) == {"ready"}
    assert {work.row(row_id).attempts for row_id in rows} == {1}


def test_work_goes_on_without_redis_and_with_it_again(work, start_worker, redis):
    redis.kill()
    worker = start_worker()
    without = work.upload(new_shot())
    wait_until(lambda: work.is_done(without))
    redis.start()
    wait_until(lambda: redis.client().keys("rq:worker:*"))
    redis.kill()
    again_without = work.upload(new_shot())
    wait_until(lambda: work.is_done(again_without))
    redis.start()
    wait_until(lambda: redis.client().keys("rq:worker:*"))
    heard = work.upload(new_shot())
    RedisDoorbell(redis.url).ring(work.tenant_id, [heard])
    wait_until(lambda: work.is_done(heard))
    assert worker.process.poll() is None


def test_work_cut_off_by_a_kill_is_done_once_by_the_next_worker(work, start_worker, storage):
    first, shot = start_worker(), slow_shot()
    row_id = work.upload(shot)
    wait_until(lambda: work.row(row_id).lease_until)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    assert not work.is_done(row_id)
    second = start_worker()
    work.let_lease_run_out(row_id)
    wait_until(lambda: work.is_done(row_id))
    assert work.states(shot) == {"ready"}
    assert work.row(row_id).attempts == 2
    assert all(renditions(storage, work, shot))
    assert len(first.said("task_done") + second.said("task_done")) == 1


def test_sigterm_lets_the_piece_at_hand_end(work, start_worker):
    worker, shot = start_worker(), slow_shot()
    row_id = work.upload(shot)
    wait_until(lambda: work.row(row_id).lease_until)
    assert worker.end(signal.SIGTERM) == 0
    assert work.is_done(row_id)
    assert work.row(row_id).attempts == 1
    assert worker.said("worker_stopped")


def test_sigterm_ends_an_idle_worker_soon(start_worker):
    worker = start_worker()
    began = time.monotonic()
    assert worker.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 5


def test_whoever_writes_to_redis_cannot_make_the_worker_run_things(work, start_worker, redis, tmp_path):
    """Functions, callbacks and webhooks by name, in JSON and in pickle."""
    worker = start_worker()
    marks = [tmp_path / name for name in ("json", "pickle", "success", "failure", "method")]
    client = redis.client()
    honest = Queue(NAME, connection=client, serializer=JSONSerializer)
    honest.enqueue("os.mkdir", str(marks[0]))
    Queue(NAME, connection=client).enqueue("os.mkdir", str(marks[1]))
    bell = ("server.worker.run_outbox", str(uuid4()), work.tenant_id)
    honest.enqueue(*bell, on_success=Callback("tests.worker.test_process.leave_a_mark"))
    honest.enqueue("no.such", on_failure=Callback("tests.worker.test_process.leave_a_mark"))
    row_id = work.upload(new_shot())
    RedisDoorbell(redis.url).ring(work.tenant_id, [row_id])
    wait_until(lambda: work.is_done(row_id))
    wait_until(lambda: client.llen(f"rq:queue:{NAME}") == 0)
    assert not [mark for mark in marks if mark.exists()]
    assert not MARK.exists()
    assert worker.process.poll() is None


MARK = Path(__file__).with_name("a-mark-that-must-not-be")


def leave_a_mark(*_: object) -> None:
    MARK.touch()


def test_only_what_a_doorbell_needs_is_read_from_a_job(redis):
    client = redis.client()
    queue = Queue(NAME, connection=client, serializer=JSONSerializer)
    made = queue.enqueue("server.worker.run_outbox", on_success=Callback("os.getcwd"), meta={"a": 1})
    read = OutboxJob.fetch(made.id, connection=client, serializer=JSONSerializer)
    assert read.func_name == "server.worker.run_outbox"
    assert read.success_callback is None
    assert read.meta == {}
