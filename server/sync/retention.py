"""How long the feed remembers what is gone, and who has to start again because of it.

Numbers have no time, so twice a day each organisation's clock is written down with the moment (a *mark*). What the
newest mark of 90 days ago covers is old: tombstones and ended memberships up to its number, the *floor*, are dropped.
Whoever read last below the floor may hold a row whose tombstone is no more; he is told to start again.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core import clock
from server.core.database import Base, Database, tenant_of
from server.core.unit_of_work import unit_of_work
from server.sync.cursor import Cursor
from server.sync.errors import CursorResetError

KEPT = timedelta(days=90)
MARK_EVERY = timedelta(hours=12)
EVERY_S = 3600.0
CHUNK = 2000
CHUNKS = 50
"""Rows that one transaction drops, and transactions for one organisation before the next has its turn."""


class FeedMark(Base):
    """At the moment `at` the organisation's clock stood at `seq`."""

    __tablename__ = "feed_mark"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)


class FeedFloor(Base):
    """Tombstones up to `seq` may have been dropped."""

    __tablename__ = "feed_floor"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)


MARK = text("""
INSERT INTO feed_mark (tenant_id, at, seq)
SELECT tenant_id, :now, seq FROM tenant_clock
WHERE tenant_id = :t AND NOT EXISTS (SELECT FROM feed_mark WHERE tenant_id = :t AND at > :lately)
ON CONFLICT DO NOTHING
""")

RAISE = text("""
WITH old AS (
  SELECT at, seq FROM feed_mark WHERE tenant_id = :t AND at <= :old ORDER BY at DESC LIMIT 1
), dropped AS (
  DELETE FROM feed_mark m USING old WHERE m.tenant_id = :t AND m.at < old.at
)
INSERT INTO feed_floor AS f (tenant_id, seq) SELECT :t, seq FROM old
ON CONFLICT (tenant_id) DO UPDATE SET seq = greatest(f.seq, excluded.seq)
""")

FLOOR = text("SELECT seq FROM feed_floor WHERE tenant_id = :t")

# Rows with field stamps stay: they tell a late edit that the record was taken away.
PURGES = tuple(
    text(f"""
    DELETE FROM {table} WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM {table} WHERE tenant_id = :t AND {old} LIMIT :chunk FOR UPDATE SKIP LOCKED))
    AND tenant_id = :t AND {old}
    """)  # noqa: S608 - ours
    for table, old in (
        ("feed_entry", "gone AND seq <= :floor"),
        ("feed_member", "revoked_seq <= :floor"),
        ("feed_row", "data IS NULL AND field_stamps = '{}' AND seq <= :floor"),
    )
)


def raise_floor(session: Session) -> None:
    """Write down where the organisation's clock stands, and lift the floor to where it stood KEPT ago."""
    moment = clock.now()
    values = {"t": tenant_of(session), "now": moment, "lately": moment - MARK_EVERY, "old": moment - KEPT}
    session.execute(MARK, values)
    session.execute(RAISE, values)


def purge(session: Session) -> int:
    """Drop at most CHUNK rows of each kind that lie below the floor; return how many were dropped.

    The floor was lifted in an earlier transaction, so that no reader misses a tombstone and knows nothing of the floor.
    """
    floor = session.scalar(FLOOR, {"t": tenant_of(session)})
    if floor is None:
        return 0
    values = {"t": tenant_of(session), "floor": floor, "chunk": CHUNK}
    return sum(session.execute(statement, values).rowcount for statement in PURGES)  # type: ignore[attr-defined]


def refuse_forgotten(cursor: Cursor, floor: int) -> None:
    """Raise CursorResetError when a tombstone that the cursor's bearer waits for may have been dropped.

    Who reads for the first time waits only for what has gone since he began.
    """
    since = cursor.horizon if cursor.empty else cursor.m
    if since is not None and since < floor:
        raise CursorResetError(reason="retention")


class Keeper:
    """Lets the feed of every organisation forget what is old; any number of workers may have one.

    `tenants` lists the organisations.
    """

    def __init__(self, database: Database, tenants: Callable[[Session], Iterable[int]]) -> None:
        self._database = database
        self._tenants = tenants

    def tick(self, stop: threading.Event) -> None:
        """Take one organisation after the other, in small transactions, until told to stop."""
        with unit_of_work(self._database) as session:
            tenants = list(self._tenants(session))
        for tenant_id in tenants:
            with unit_of_work(self._database, tenant_id) as session:
                raise_floor(session)
            self._purge(tenant_id, stop)

    def _purge(self, tenant_id: int, stop: threading.Event) -> None:
        for _ in range(CHUNKS):
            if stop.is_set():
                return
            with unit_of_work(self._database, tenant_id) as session:
                if not purge(session):
                    return
