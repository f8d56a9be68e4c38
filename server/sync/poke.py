"""Waiting for news: who asks is answered when his organisation's clock has moved, or when he has waited enough.

After each commit that moved the clock, its organisation's number is called out over Redis. One thread in each web
process hears it, reads the clock and wakes those who wait; they hold no connection to the database meanwhile. Redis
may lose what is called out, or be away: then the thread looks at the clocks by itself every other second.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from redis import Redis, RedisError
from redis.client import PubSub
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.sql.elements import TextClause

from server.core import feed
from server.core.actor import Actor
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.jobs.queue import connect

log = structlog.get_logger()
CHANNEL = "tuyen:moved"
LONGEST_S = 55
WAITERS = 4
"""So many of a web process's threads may wait at a time; others are answered at once."""
LATER_S = 20
PAUSE_S = 1.0
LOOK_EVERY_S = 2.0  # without Redis
LOOK_ANYWAY_S = 20.0  # with it, for what it may have lost
SULK_S = 3.0


NEWS = text("""
SELECT EXISTS (
  SELECT FROM feed_member WHERE tenant_id = :tenant_id AND employee_id = :employee_id
    AND (granted_seq > :since OR revoked_seq > :since)
) OR EXISTS (
  SELECT FROM feed_member m JOIN feed_entry e ON e.tenant_id = m.tenant_id AND e.scope = m.scope AND e.seq > :since
  WHERE m.tenant_id = :tenant_id AND m.employee_id = :employee_id AND m.revoked_seq IS NULL
)
""")


def is_news(session: Session, actor: Actor, since: int) -> bool:
    """Tell whether anything that the person's phones hold, or may see, changed after the number `since`."""
    values = {"tenant_id": actor.tenant_id, "employee_id": actor.employee_id, "since": since}
    return bool(session.scalar(NEWS, values))


class Caller:
    """Calls out which organisation's clock has moved; never raises and never keeps anybody waiting for long."""

    def __init__(self, url: str) -> None:
        self._redis = connect(url)
        self._quiet_until = 0.0

    def call(self, tenant_id: int) -> None:
        """Tell all web processes that the organisation's clock has moved."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._redis.publish(CHANNEL, str(tenant_id))
        except (RedisError, OSError) as error:
            self._quiet_until = time.monotonic() + SULK_S
            log.warning("caller_away", error=type(error).__name__)


def call_after_commit(sessions: sessionmaker[Session], call: Callable[[int], None]) -> None:
    """Let `call(tenant_id)` happen after every commit of these sessions that moved an organisation's clock."""

    def notice(state: ORMExecuteState) -> None:
        if isinstance(state.statement, TextClause) and state.statement.text.startswith("UPDATE tenant_clock SET seq"):
            state.session.info["clock_moved"] = True

    def committed(session: Session) -> None:
        if not session.in_nested_transaction() and session.info.pop("clock_moved", False):
            call(session.info["tenant_id"])

    event.listen(sessions, "do_orm_execute", notice)
    event.listen(sessions, "after_commit", committed)


class Waiting:
    """Those who wait in this process, by organisation, and the thread that wakes them while there are any."""

    def __init__(self, database: Database, redis_url: str, most: int = WAITERS) -> None:
        self._database = database
        self._redis = connect(redis_url)
        self._places = threading.BoundedSemaphore(most)
        self._changed = threading.Condition()
        self._waiting: Counter[int] = Counter()
        self._clocks: dict[int, int] = {}
        self._thread: threading.Thread | None = None

    def wait(self, tenant_id: int, since: int, seconds: float, matters: Callable[[int], bool]) -> int | None:
        """Return the organisation's number once it is above `since` and what is new matters, or after so many seconds.

        `matters(since)` tells whether the asker wants to know what came after `since`. Returns None at once when too
        many wait here already.
        """
        if not self._places.acquire(blocking=False):
            return None
        try:
            with self._listed(tenant_id):
                self._look(tenant_id)  # what was committed before this one was listed
                return self._wait(tenant_id, since, time.monotonic() + seconds, matters)
        finally:
            self._places.release()

    def _wait(self, tenant_id: int, since: int, until: float, matters: Callable[[int], bool]) -> int:
        while (reached := self._beyond(tenant_id, since, until - time.monotonic())) is not None:
            if matters(since):
                return reached
            since = reached
            time.sleep(max(0.0, min(PAUSE_S, until - time.monotonic())))  # others' work is not looked at without end
        return since

    def _beyond(self, tenant_id: int, since: int, seconds: float) -> int | None:
        with self._changed:
            self._changed.wait_for(lambda: self._clocks.get(tenant_id, 0) > since, seconds)
            reached = self._clocks.get(tenant_id, 0)
        return reached if reached > since and seconds > 0 else None

    @contextmanager
    def _listed(self, tenant_id: int) -> Iterator[None]:
        with self._changed:
            self._waiting[tenant_id] += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="poke", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._changed:
                self._waiting[tenant_id] -= 1
                if not self._waiting[tenant_id]:
                    del self._waiting[tenant_id]
                    self._clocks.pop(tenant_id, None)

    def _look(self, *tenant_ids: int) -> None:
        """Read the clocks, one short transaction each, and wake whoever waits for them."""
        for tenant_id in tenant_ids:
            with unit_of_work(self._database, tenant_id) as session:
                seq = feed.current_seq(session)
            with self._changed:
                self._clocks[tenant_id] = max(seq, self._clocks.get(tenant_id, 0))
                self._changed.notify_all()

    def _listen(self) -> None:
        """Hear what is called out while anybody waits; a failure of Redis or the database only makes it slower."""
        calls = _Calls(self._redis)
        try:
            while self._busy():
                self._hear(calls)
        finally:
            calls.close()

    def _busy(self) -> bool:
        with self._changed:
            if not self._waiting:
                self._thread = None
            return bool(self._waiting)

    def _hear(self, calls: "_Calls") -> None:
        called = calls.next()
        with self._changed:
            listed = list(self._waiting)
        try:
            self._look(*(listed if called is None else [one for one in listed if one == called]))
        except SQLAlchemyError as error:
            log.warning("poke_database_away", error=type(error).__name__)
            time.sleep(LOOK_EVERY_S)


class _Calls:
    """The calls over Redis, as far as it is there."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._heard: PubSub | None = None
        self._look_at = 0.0

    def next(self) -> int | None:
        """Return the organisation that was called; None when it is time to look at all."""
        try:
            return self._listen()
        except (RedisError, OSError) as error:
            log.warning("calls_away", error=type(error).__name__)
            self.close()
            time.sleep(LOOK_EVERY_S)
            return None

    def _listen(self) -> int | None:
        if self._heard is None:
            self._heard = self._redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
            self._heard.subscribe(CHANNEL)
            self._look_at = 0.0  # what was called before we listened
        left = self._look_at - time.monotonic()
        message = self._heard.get_message(timeout=min(1.0, max(0.0, left))) if left > 0 else None
        if message is not None:
            return int(message["data"])
        if left > 0:
            return 0  # nobody's number: somebody may have stopped waiting
        self._look_at = time.monotonic() + LOOK_ANYWAY_S
        return None

    def close(self) -> None:
        """Stop listening."""
        if self._heard is not None:
            self._heard.close()
            self._heard = None
