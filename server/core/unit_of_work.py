"""The one committer: stamp the feed, commit, ring the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from server.core import feed
from server.core.database import Database, pending
from server.core.pending import Pending


@contextmanager
def unit_of_work(database: Database, tenant_id: int | None = None) -> Iterator[Session]:
    """Yield a session; at the end stamp what was touched, commit, and tell the workers.

    `tenant_id` may be set later by `work_for` (sign-in finds it out). The clock row of the
    organisation is locked by the stamp, as the last act before the commit, so that commits become visible in the
    order of their numbers.
    """
    with database.sessions() as session:
        session.info["pending"] = Pending()
        session.info["registry"] = database.registry
        if tenant_id is not None:
            session.info["tenant_id"] = tenant_id
        yield session
        feed.stamp(session)
        database.registry.before_commit(session)
        announced = pending(session).announced
        session.commit()
    if announced:
        database.doorbell.ring(session.info["tenant_id"], announced)
