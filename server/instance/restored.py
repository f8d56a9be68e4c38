"""`./tuyen restored`: what has to be said after a backup was put back, before phones are let in again."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from server import wiring
from server.accounts.queries import tenants
from server.core.database import Database, connect, tenant_of
from server.core.unit_of_work import unit_of_work
from server.settings import Settings
from server.sync.leases import BLOCKS

LEAP = 10_000
"""So many numbers are left out of each series that is lent: some of them were lent after the backup was made."""

CLOCK_LEAP = 1_000_000_000
"""Numbers of the lost time stand in edits that phones still hold, as what was seen: none is given out twice."""

EPOCH = text("UPDATE tenant_clock SET epoch = gen_random_uuid(), seq = seq + :leap WHERE tenant_id = :t")
SKIP = text("""
INSERT INTO number_series AS s (tenant_id, series, next)
SELECT :t, series, 1 + :leap FROM unnest(CAST(:series AS text[])) AS series
ON CONFLICT (tenant_id, series) DO UPDATE SET next = s.next + :leap
""")


def begin_epoch(session: Session) -> None:
    """Give the session's organisation a new epoch: every phone reads from the start and hands in again what it kept."""
    session.execute(EPOCH, {"t": tenant_of(session), "leap": CLOCK_LEAP})
    session.execute(SKIP, {"t": tenant_of(session), "leap": LEAP, "series": list(BLOCKS)})


def announce_restored(settings: Settings) -> int:
    """Begin a new epoch in every organisation; return how many there are."""
    database = wiring.database(connect(settings.database_url, pool_size=1), settings.media_dir)
    try:
        return _begin_all(database)
    finally:
        database.engine.dispose()


def _begin_all(database: Database) -> int:
    with unit_of_work(database) as session:
        numbers = [number for number, _ in tenants(session)]
    for number in numbers:
        with unit_of_work(database, number) as session:
            begin_epoch(session)
    return len(numbers)
