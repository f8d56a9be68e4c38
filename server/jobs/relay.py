"""The watchman: rings for rows that nobody rang for, and does the work itself while Redis is away."""

import threading
import time
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from server.jobs.doorbell import RedisDoorbell
from server.jobs.runner import RENEW_SECONDS, Runner

log = structlog.get_logger()
TICK_SECONDS = 1.0
BATCH = 200
LOW = 20  # with so many rings unheard the workers have enough to do
PATIENCE_SECONDS = 5.0  # how long after a ring the same row is not rung for again


class Relay:
    """Looks every second for due rows: delayed ones, those of a lost Redis, those of a worker that died."""

    def __init__(self, runner: Runner, doorbell: RedisDoorbell, stop: threading.Event) -> None:
        self._runner = runner
        self._doorbell = doorbell
        self._stop = stop
        self._rung: dict[tuple[int, UUID], float] = {}

    def tick(self) -> None:
        """Ring for what waits; do the oldest of it here when Redis is away."""
        backlog = self._doorbell.backlog()
        if backlog is not None and backlog > LOW:
            return
        waiting = self._runner.due(BATCH)
        if backlog is None or not self._ring(waiting):
            self._work(waiting)

    def _work(self, waiting: list[tuple[int, UUID]]) -> None:
        for tenant_id, row_id in waiting:
            if self._stop.is_set():
                return
            self._runner.run(tenant_id, row_id)

    def _ring(self, waiting: list[tuple[int, UUID]]) -> bool:
        moment = time.monotonic()
        self._rung = {row: at for row, at in self._rung.items() if moment - at < PATIENCE_SECONDS}
        fresh = [row for row in waiting if row not in self._rung]
        if not fresh:
            return True
        self._rung.update(dict.fromkeys(fresh, moment))
        return self._doorbell.ring_all(fresh)


def watch(relay: Relay, stop: threading.Event) -> None:
    """Tick every second until told to stop; a database that is away is no reason to end."""
    while not stop.wait(TICK_SECONDS):
        try:
            relay.tick()
        except SQLAlchemyError as error:
            log.warning("database_away", error=type(error).__name__)


def keep_leases(runner: Runner, stop: threading.Event) -> None:
    """Prolong the leases of running work until told to stop."""
    while not stop.wait(RENEW_SECONDS):
        try:
            runner.renew()
        except SQLAlchemyError as error:
            log.warning("database_away", error=type(error).__name__)
