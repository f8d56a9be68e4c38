"""The queue in Redis: what is put there and the little that a worker takes from there.

Whoever can write to Redis must not be able to make a worker run anything: RQ imports functions, callbacks
and webhooks by the names that it finds in a job. So a job here is a doorbell and nothing else. Of what Redis
holds, only the fields in `KEPT` are read, only the one name in `FUNCTION` is accepted, and nothing is ever
imported by name.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

NAME = "tuyen"
FUNCTION = "server.worker.run_outbox"
KEPT = frozenset({"data", "created_at", "enqueued_at", "started_at", "origin", "status", "timeout", "result_ttl"})
JOB_SECONDS = 300
LIFE_SECONDS = 3600  # a bell that nobody heard for so long is rung again by the relay


class RefusedJobError(Exception):
    """Redis holds a job that is no doorbell of ours."""


class OutboxJob(Job):
    """A doorbell: (row id, tenant). `run` is what it rings; the worker sets it."""

    run: ClassVar[Callable[[str, int], None]]

    def restore(self, raw_data: Mapping[Any, Any]) -> Any:
        """Read the job, without callbacks, webhooks, dependencies and whatever else RQ acts on."""
        plain = {key.decode() if isinstance(key, bytes) else key: value for key, value in raw_data.items()}
        return super().restore({key.encode(): value for key, value in plain.items() if key in KEPT})

    @property
    def func(self) -> Callable[[str, int], None]:
        """Return the one function that a job may run."""
        if self.func_name != FUNCTION or self.instance is not None or self.kwargs:
            raise RefusedJobError(str(self.func_name)[:100])
        return type(self).run


def connect(url: str) -> Redis:
    """Return a connection that gives up quickly: nothing waits for Redis."""
    return Redis.from_url(
        url,
        socket_connect_timeout=0.5,
        socket_timeout=2,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=15,
    )


def queue(connection: Redis) -> Queue:
    """Return the queue of doorbells."""
    return Queue(NAME, connection=connection, job_class=OutboxJob, serializer=JSONSerializer)


def enqueue(waiting: Queue, rows: list[tuple[int, str]]) -> None:
    """Ring for rows given as (tenant, row id); raises redis.RedisError."""
    waiting.enqueue_many(
        [
            Queue.prepare_data(
                FUNCTION,
                args=(row_id, tenant_id),
                timeout=JOB_SECONDS,
                result_ttl=0,
                failure_ttl=60,
                ttl=LIFE_SECONDS,
                description="outbox",
                job_id=f"{tenant_id}-{row_id}",
            )
            for tenant_id, row_id in dict.fromkeys(rows)
        ]
    )
