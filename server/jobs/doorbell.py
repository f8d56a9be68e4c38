"""The doorbell of web servers, commands and the relay."""

import time
from uuid import UUID

import structlog
from redis import RedisError

from server.jobs.queue import connect, enqueue, queue

log = structlog.get_logger()
SULK_SECONDS = 3.0  # after a failure nobody is kept waiting for Redis again for so long


class RedisDoorbell:
    """Rings by Redis; when Redis is away it forgets, and the relay finds the rows."""

    def __init__(self, url: str) -> None:
        self._queue = queue(connect(url))
        self._quiet_until = 0.0

    def ring(self, tenant_id: int, row_ids: list[UUID]) -> None:
        """Announce the rows; never raises."""
        self.ring_all([(tenant_id, row_id) for row_id in row_ids])

    def ring_all(self, rows: list[tuple[int, UUID]]) -> bool:
        """Announce rows of several organisations; tell whether Redis took the news."""
        if time.monotonic() < self._quiet_until:
            return False
        try:
            enqueue(self._queue, [(tenant_id, str(row_id)) for tenant_id, row_id in rows])
        except (RedisError, OSError) as error:
            self._fail(error)
            return False
        return True

    def backlog(self) -> int | None:
        """Return how many rings wait to be heard, None when Redis is away."""
        if time.monotonic() < self._quiet_until:
            return None
        try:
            return int(self._queue.count)
        except (RedisError, OSError) as error:
            self._fail(error)
            return None

    def _fail(self, error: Exception) -> None:
        self._quiet_until = time.monotonic() + SULK_SECONDS
        log.warning("doorbell_away", error=type(error).__name__)
