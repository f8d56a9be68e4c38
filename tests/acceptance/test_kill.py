"""Nothing that was acknowledged is ever lost: web, worker and PostgreSQL die by SIGKILL in the middle of pushes."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, text

from server.instance.postgres import SUPERUSER
from tests.acceptance.journal import Journal
from tests.acceptance.product_that_dies import Mortal, running_product
from tests.kit.world import make_world

PARTS = ("web", "postgres", "worker")
KILLS = 6
BATCHES, SIZE = 8, 4
SETTLED_WITHIN_S = 120


@pytest.fixture(scope="module")
def aftermath():
    """Four phones send while the parts are killed in turn, each kill waiting for new acknowledgements."""
    with running_product() as product:
        world = make_world(product.database, uuid4().hex[:8])
        progress = threading.Semaphore(0)
        members = (world.rep1, world.rep2, world.rep3, world.supervisor)
        journals = [Journal(product.address, member, progress.release) for member in members]
        with ThreadPoolExecutor(len(journals)) as pool:
            sending = [pool.submit(journal.work, BATCHES, SIZE) for journal in journals]
            for kill in range(KILLS):
                assert progress.acquire(timeout=120)
                product.kill(PARTS[kill % len(PARTS)])
            for sent in sending:
                sent.result(timeout=240)
        yield product, journals


@pytest.mark.slow
def test_every_acknowledged_submission_is_there_exactly_once_as_it_was_sent(aftermath):
    product, journals = aftermath
    sent = {key: operation["answers"] for journal in journals for key, operation in journal.sent.items()}
    assert len(sent) == len(journals) * BATCHES * SIZE
    assert {key for journal in journals for key in journal.acknowledged} == set(sent)
    stored = rows(product, "SELECT id::text, answers FROM submission")
    assert len(stored) == len(sent)
    assert {row.id: row.answers for row in stored} == sent


@pytest.mark.slow
def test_every_operation_has_one_receipt_and_made_one_customer(aftermath):
    product, journals = aftermath
    told = [status for journal in journals for status in journal.acknowledged.values()]
    assert set(told) == {"applied"}
    assert rows(product, "SELECT count(*) AS n FROM receipt")[0].n == len(told)
    assert rows(product, "SELECT count(*) AS n FROM customer")[0].n == len(told)


@pytest.mark.slow
def test_every_confirmed_photograph_is_stored_exactly_and_processed(aftermath):
    product, journals = aftermath
    confirmed = {key: shot.sha256 for journal in journals for key, shot in journal.photographs.items()}
    assert len(confirmed) == len(journals) * BATCHES
    query = "SELECT id::text, sha256, state FROM media_object"
    wait_until(lambda: all(row.state == "ready" for row in rows(product, query)))
    assert {row.id: digest(row.sha256) for row in rows(product, query)} == confirmed


@pytest.mark.slow
def test_the_feed_shows_every_customer_and_no_work_is_left_undone(aftermath):
    product, journals = aftermath
    undone = (
        "SELECT task, attempts, lease_until, run_after, last_error FROM outbox"
        " WHERE done_at IS NULL AND (attempts > 0 OR run_after < now())"
    )
    wait_until(lambda: rows(product, undone) == [], lambda: rows(product, undone))
    fed = rows(product, "SELECT count(*) AS n FROM feed_row WHERE kind = 'customer' AND data IS NOT NULL")
    assert fed[0].n == sum(len(journal.sent) for journal in journals)


def rows(product: Mortal, statement: str):
    with create_engine(product.cluster.url(user=SUPERUSER), poolclass=NullPool).connect() as connection:
        return connection.execute(text(statement)).all()


def digest(value) -> str:
    return value if isinstance(value, str) else bytes(value).hex()


def wait_until(condition, tell=lambda: "did not settle") -> None:
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while not condition():
        assert time.monotonic() < deadline, tell()
        threading.Event().wait(0.2)
