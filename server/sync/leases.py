"""Blocks of numbers that a phone may give to documents by itself, without a network and without a double."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core import clock
from server.core.database import Base, tenant_of

BLOCKS: Mapping[str, int] = {"order": 100}
"""Size of a block of each series that is lent."""
LENT_FOR = timedelta(days=30)


class NumberLease(Base):
    """The numbers from `first` to `last` of a series belong to one phone; it gives none out after `expires_at`."""

    __tablename__ = "number_lease"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
    device_id: Mapped[UUID]
    leased_at: Mapped[datetime]
    expires_at: Mapped[datetime]


# The office takes its numbers from the same row, so that no number is given twice.
TAKE = text("""
INSERT INTO number_series AS s (tenant_id, series, next) VALUES (:t, :series, 1 + :size)
ON CONFLICT (tenant_id, series) DO UPDATE SET next = s.next + :size RETURNING next
""")


def lend(session: Session, device_id: UUID, held: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return a new block of each series of which the phone holds less than half a block; it is the phone's for ever.

    `held` says how many numbers it has left of each series that it wants; series that are not lent are left out.
    """
    wanted = [series for series, left in sorted(held.items()) if left < BLOCKS.get(series, 0) / 2]
    return [_block(session, device_id, series) for series in wanted]


def _block(session: Session, device_id: UUID, series: str) -> dict[str, Any]:
    size, moment = BLOCKS[series], clock.now()
    following = session.execute(TAKE, {"t": tenant_of(session), "series": series, "size": size}).scalar_one()
    lease = NumberLease(
        tenant_id=tenant_of(session),
        series=series,
        first=following - size,
        last=following - 1,
        device_id=device_id,
        leased_at=moment,
        expires_at=moment + LENT_FOR,
    )
    session.add(lease)
    return {"series": series, "from": lease.first, "to": lease.last, "exp": lease.expires_at.isoformat()}
