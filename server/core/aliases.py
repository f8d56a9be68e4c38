"""Records that were merged into another: the id that somebody still holds leads to the one that stands.

An alias points at a record that stands, never at another alias: merging A into B and then B into C moves A's alias to
C. Reading is one look-up, however often a record was merged.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core import clock, sql
from server.core.database import Base, tenant_of


class RecordAlias(Base):
    """The record `id` was merged into `into_id` of the same kind."""

    __tablename__ = "record_alias"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    into_id: Mapped[UUID]
    at: Mapped[datetime]

    __table_args__ = (Index("record_alias_into_idx", "tenant_id", "kind", "into_id"),)


def add(session: Session, kind: str, loser: UUID, into: UUID) -> UUID:
    """Let the loser's id lead to the record `into`, or to where that went itself; return the id that stands.

    The caller holds both records' locks and touches the loser, whose projection must be empty from now on. Merging a
    record into itself, or back into one that was merged into it, raises ValueError.
    """
    standing = resolve(session, kind, [into]).get(into, into)
    if standing == loser:
        raise ValueError(f"{kind} {loser} cannot be merged into itself")
    session.execute(
        update(RecordAlias)
        .where(RecordAlias.tenant_id == tenant_of(session), RecordAlias.kind == kind, RecordAlias.into_id == loser)
        .values(into_id=standing)
    )
    values = {"tenant_id": tenant_of(session), "kind": kind, "id": loser, "into_id": standing, "at": clock.now()}
    session.execute(
        insert(RecordAlias)
        .values(**values)
        .on_conflict_do_update(index_elements=["tenant_id", "kind", "id"], set_={"into_id": standing})
    )
    return standing


_RESOLVE = "SELECT id, into_id FROM record_alias WHERE tenant_id = :tenant_id AND kind = :kind AND id = ANY(:ids)"


def resolve(session: Session, kind: str, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, for those of the ids that were merged away, the id of the record that stands; others are left out."""
    if not ids:
        return {}
    values = {"tenant_id": tenant_of(session), "kind": kind, "ids": list(ids)}
    return {row.id: row.into_id for row in sql.run(session, _RESOLVE, values)}
