"""What is due again and again is done again and again, whatever happens."""

import threading

from sqlalchemy.exc import OperationalError

from server.jobs.periodic import Chore, repeat
from tests.kit.live import rep_of_new_world
from tests.worker.conftest import wait_until


def test_a_chore_is_done_until_it_is_stopped_whatever_goes_wrong():
    failures = [OperationalError("SELECT 1", {}, Exception()), ValueError("không được")]
    stop, done = threading.Event(), []

    def tick(told_to_stop: threading.Event) -> None:
        done.append(1)
        if failures:
            raise failures.pop()
        told_to_stop.set()

    repeat(Chore("test", 0.001, tick), stop)
    assert len(done) == 3


def test_a_worker_seals_the_history(start_worker, live_database):
    tenant_id = rep_of_new_world(live_database).actor.tenant_id
    worker = start_worker()
    wait_until(lambda: any(line["tenant"] == tenant_id for line in worker.said("audit_sealed")))
