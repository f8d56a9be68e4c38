"""The worker, `python -m server.worker`: does the work of the outbox until SIGTERM ends it between two."""

import signal
import threading
from collections.abc import Sequence
from types import FrameType
from uuid import UUID

import structlog
from redis import RedisError
from rq import SimpleWorker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

from server import logs, settings, wiring
from server.core.database import connect as connect_database
from server.jobs.doorbell import RedisDoorbell
from server.jobs.periodic import Chore, repeat
from server.jobs.queue import OutboxJob, connect, queue
from server.jobs.relay import Relay, keep_leases, watch
from server.jobs.runner import Runner
from server.notifications.mail import SmtpPost
from server.sync.poke import Caller, call_after_commit

log = structlog.get_logger()


class Worker(SimpleWorker):
    """Hears doorbells, nothing else, in this very process: work that may crash runs in children of its own.

    RQ gives up on most troubles with Redis; `serve` then makes a new worker.
    """

    max_connection_wait_time = 5.0

    def __init__(self, stop: threading.Event, url: str) -> None:
        connection = connect(url)
        super().__init__(
            [queue(connection)],
            connection=connection,
            job_class=OutboxJob,
            serializer=JSONSerializer,
            maintenance_interval=30,
            job_monitoring_interval=5,
            log_job_description=False,
        )
        self._stop = stop

    def _install_signal_handlers(self) -> None:
        """Take over the signals; one that came while this worker was being made counts too."""
        super()._install_signal_handlers()  # type: ignore[no-untyped-call]
        if self._stop.is_set():
            raise StopRequested

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Finish the current piece of work, then end."""
        self._stop.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


def serve(runner: Runner, doorbell: RedisDoorbell, url: str, chores: Sequence[Chore] = ()) -> None:
    """Work until SIGTERM or SIGINT, with Redis or without; do the chores beside it."""

    def run_outbox(row_id: str, tenant_id: int) -> None:
        runner.run(tenant_id, UUID(row_id))

    OutboxJob.run = run_outbox
    stop = threading.Event()
    _end_on_signals(stop)  # before any thread: a signal may come at once
    threads = [
        threading.Thread(target=watch, args=(Relay(runner, doorbell, stop), stop), name="relay"),
        threading.Thread(target=keep_leases, args=(runner, stop), name="leases"),
        *(threading.Thread(target=repeat, args=(chore, stop), name=chore.name) for chore in chores),
    ]
    for thread in threads:
        thread.start()
    while not stop.is_set():
        _hear(stop, url)
        stop.wait(1.0)
    for thread in threads:
        thread.join()


def _end_on_signals(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def _hear(stop: threading.Event, url: str) -> None:
    """Hear doorbells until a signal or until Redis is in trouble."""
    _end_on_signals(stop)
    try:
        Worker(stop, url).work(logging_level="WARNING")
    except StopRequested:
        return
    except (RedisError, OSError) as error:
        log.warning("doorbell_away", error=type(error).__name__)


def main() -> None:
    """Work with the settings of the environment."""
    logs.configure()
    given = settings.load()
    doorbell = RedisDoorbell(given.redis_url)
    post = SmtpPost(given.smtp_url, given.mail_from, given.public_url) if given.smtp_url else None
    database = wiring.database(connect_database(given.database_url), given.media_dir, doorbell, post)
    call_after_commit(database.sessions, Caller(given.redis_url).call)
    log.info("worker_started", tasks=sorted(database.registry.tasks))
    serve(Runner(database), doorbell, given.redis_url, wiring.chores(database, given.audit_anchors))
    log.info("worker_stopped")


if __name__ == "__main__":
    main()
