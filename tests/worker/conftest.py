"""A Redis of one's own, a database that other processes see, and workers as processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis, RedisError
from sqlalchemy import select, update

from server import wiring
from server.core.database import Database, connect
from server.core.outbox import OutboxRow
from server.core.unit_of_work import unit_of_work
from server.media import queries, service
from server.media.rules import read_request
from server.media.storage import LocalStorage
from server.media.uploads import Intake, Uploads
from server.settings import Settings
from tests.kit.databases import own_database
from tests.kit.live import rep_of_new_world
from tests.kit.people import Person
from tests.kit.pictures import Shot

ROOT = Path(__file__).parents[2]
PATIENCE_S = 40


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_S) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


class OwnRedis:
    """A Redis that keeps nothing on the disk and can be killed."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self.url = f"unix://{self._socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", "0", "--unixsocket", str(self._socket), "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self._socket.parent)
        wait_until(self._answers)

    def _answers(self) -> bool:
        with suppress(RedisError):
            return bool(self.client().ping())
        return False

    def client(self) -> Redis:
        return Redis.from_url(self.url)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._socket.unlink(missing_ok=True)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[OwnRedis]:
    made = OwnRedis(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="session")
def live_address(worker_id: str) -> Iterator[str]:
    with own_database(f"{worker_id}_worker") as address:
        yield address


@pytest.fixture(scope="session")
def live_database(live_address: str, settings: Settings) -> Iterator[Database]:
    made = wiring.database(connect(live_address), settings.media_dir)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session")
def rep(live_database: Database) -> Person:
    return rep_of_new_world(live_database)


@pytest.fixture
def storage(settings: Settings) -> LocalStorage:
    return LocalStorage(settings.media_dir)


class Work:
    """The outbox of the test's organisation, seen from outside."""

    def __init__(self, database: Database, person: Person, uploads: Uploads) -> None:
        self.database, self.person, self.uploads = database, person, uploads
        self.tenant_id = person.actor.tenant_id

    def begin(self):
        return unit_of_work(self.database, self.tenant_id)

    def upload(self, shot: Shot) -> UUID:
        """Store a file; returns the id of the row that asks for its renditions."""
        media_id = UUID(shot.media_id)
        with self.begin() as session:
            service.announce(session, self.person.actor, read_request(shot.metadata, str(len(shot.data))))
            self.uploads.storage.begin(self.tenant_id, media_id)
        token = self.uploads.token(self.tenant_id, media_id)
        self.uploads.append(token, Intake(0, BytesIO(shot.data), None, len(shot.data)))
        with self.begin() as session:
            return session.scalars(
                select(OutboxRow.id).where(OutboxRow.args["media_id"].as_string() == shot.media_id)
            ).one()

    def row(self, row_id: UUID) -> OutboxRow:
        with self.begin() as session:
            return session.get_one(OutboxRow, (self.tenant_id, row_id))

    def is_done(self, *row_ids: UUID) -> bool:
        return all(self.row(row_id).done_at for row_id in row_ids)

    def states(self, *shots: Shot) -> set[str]:
        with self.begin() as session:
            ids = [UUID(shot.media_id) for shot in shots]
            return set(queries.state_of(session, self.tenant_id, ids).values())

    def let_lease_run_out(self, row_id: UUID) -> None:
        """Pass the minute after which a dead worker's row is free again."""
        with self.begin() as session:
            session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(lease_until=OutboxRow.created_at))


@pytest.fixture
def work(live_database: Database, rep: Person, storage: LocalStorage, settings: Settings) -> Work:
    def begin(tenant_id: int):
        return unit_of_work(live_database, tenant_id)

    return Work(live_database, rep, Uploads(begin, storage, settings.secret))


class WorkerProcess:
    """`python -m server.worker` with its log."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "server.worker"], env=environment, stdout=output, stderr=output, cwd=ROOT
            )
        wait_until(lambda: self.said("worker_started"))

    def said(self, event: str) -> list[dict[str, object]]:
        lines = self._log.read_text().splitlines()
        read = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in read if line.get("event") == event]

    @property
    def log(self) -> str:
        return self._log.read_text()

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def start_worker(redis: OwnRedis, live_address: str, settings: Settings, tmp_path: Path):
    """Start workers; whatever still runs is killed after the test."""
    running: list[WorkerProcess] = []

    def start() -> WorkerProcess:
        environment = {
            **os.environ,  # noqa: TID251 - a child's
            "DATABASE_URL": live_address,
            "REDIS_URL": redis.url,
            "TUYEN_SECRET": settings.secret,
            "TUYEN_MEDIA_DIR": str(settings.media_dir),
        }
        running.append(WorkerProcess(environment, tmp_path / f"worker-{len(running)}.log"))
        return running[-1]

    yield start
    for worker in running:
        if worker.process.poll() is None:
            worker.end(signal.SIGKILL)


@contextmanager
def stopped(process: subprocess.Popen) -> Iterator[None]:
    process.send_signal(signal.SIGSTOP)
    yield
    process.send_signal(signal.SIGCONT)
