"""Work to be done after the commit, written inside it.

The truth is the row; Redis only carries the news. A worker claims a row with a lease, does the work and marks it done
in one transaction, so the work counts at least once and its effects, keyed by the row, once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BigInteger, Index, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core import clock
from server.core.database import Base, pending, tenant_of
from server.core.ids import derived_id, new_id

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8


class OutboxRow(Base):
    """One piece of work; `key` makes it unique for ever, `lease_until` says that somebody is at it."""

    __tablename__ = "outbox"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    task: Mapped[str]
    args: Mapped[dict[str, object]] = mapped_column(JSONB)
    request_id: Mapped[str | None]
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    __table_args__ = (Index("outbox_due_idx", "run_after", postgresql_where="done_at IS NULL AND failed_at IS NULL"),)


def send(session: Session, task: str, args: dict[str, object], *, key: str | None = None, delay_s: int = 0) -> UUID:
    """Write a piece of work into this transaction; the same `task` and `key` twice is written once.

    Returns the row's id. It is announced to the workers after the commit, unless it is to wait `delay_s` seconds.
    """
    row_id = derived_id("outbox", tenant_of(session), task, key) if key else new_id()
    moment = clock.now()
    session.execute(
        insert(OutboxRow)
        .values(
            tenant_id=tenant_of(session),
            id=row_id,
            task=task,
            args=args,
            request_id=session.info.get("request_id"),
            created_at=moment,
            run_after=moment + timedelta(seconds=delay_s),
            attempts=0,
        )
        .on_conflict_do_nothing()
    )
    if not delay_s:
        pending(session).announced.append(row_id)
    return row_id


def claim(session: Session, row_id: UUID) -> OutboxRow | None:
    """Take the row for a minute, which whoever works on it prolongs.

    Returns None when the row is done, given up, not yet due, or in somebody else's hands.
    """
    moment = clock.now()
    statement = (
        update(OutboxRow)
        .where(
            OutboxRow.tenant_id == tenant_of(session),
            OutboxRow.id == row_id,
            OutboxRow.done_at.is_(None),
            OutboxRow.failed_at.is_(None),
            OutboxRow.run_after <= moment,
            (OutboxRow.lease_until.is_(None)) | (OutboxRow.lease_until < moment),
        )
        .values(lease_until=moment + LEASE, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow)
    )
    return session.scalars(statement).one_or_none()


def finish(session: Session, row_id: UUID) -> None:
    """Mark the row done, in the transaction that did the work."""
    _set(session, row_id, done_at=clock.now(), lease_until=None, last_error=None)


def fail(session: Session, row: OutboxRow, error: str) -> None:
    """Keep the error; try again later (2, 4, 8 … seconds), or give the row up after MAX_ATTEMPTS."""
    if row.attempts >= MAX_ATTEMPTS:
        _set(session, row.id, failed_at=clock.now(), lease_until=None, last_error=error)
        return
    later = clock.now() + timedelta(seconds=2**row.attempts)
    _set(session, row.id, run_after=later, lease_until=None, last_error=error)


def _set(session: Session, row_id: UUID, **values: object) -> None:
    session.execute(
        update(OutboxRow).where(OutboxRow.tenant_id == tenant_of(session), OutboxRow.id == row_id).values(**values)
    )


_OPEN_RELAY_DOOR = text("SELECT set_config('app.relay', 'on', true)")
"""Row-level security lets who hands out work see what is due for all organisations (policy `relay`)."""


def due(session: Session, limit: int = 500) -> list[tuple[int, UUID]]:
    """Return (tenant, row) of work that waits and that nobody has, of all organisations, the oldest first."""
    session.execute(_OPEN_RELAY_DOOR)
    moment = clock.now()
    statement = (
        select(OutboxRow.tenant_id, OutboxRow.id)
        .where(
            OutboxRow.done_at.is_(None),
            OutboxRow.failed_at.is_(None),
            OutboxRow.run_after <= moment,
            (OutboxRow.lease_until.is_(None)) | (OutboxRow.lease_until < moment),
        )
        .order_by(OutboxRow.run_after)
        .limit(limit)
    )
    return [(row.tenant_id, row.id) for row in session.execute(statement)]
