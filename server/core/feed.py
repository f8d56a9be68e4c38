"""The change feed: one number per organisation, handed out in commit order.

Every transaction that changed something that phones hold locks its organisation's clock as its last act and stamps
the rows with consecutive numbers. Whoever reads up to number n has seen every commit up to n: no commit can appear
behind a reader's back. Rows keep only their newest number, so a first sync and a delta are the same index scan.
"""

from collections.abc import Collection
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core import sql
from server.core.database import Base, pending, registry_of, tenant_of
from server.core.merge import GONE
from server.core.pending import FieldStamps, RowKey
from server.core.registry import Dataset


class TenantClock(Base):
    """The organisation's counters, of changes and of audit entries; a restored backup gets a new `epoch`."""

    __tablename__ = "tenant_clock"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    audited: Mapped[int] = mapped_column(BigInteger, default=0)
    epoch: Mapped[UUID]


class FeedRow(Base):
    """The newest projection of one row, and for each field who wrote it last."""

    __tablename__ = "feed_row"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[Any | None] = mapped_column(JSON)
    scopes: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    field_stamps: Mapped[dict[str, Any]] = mapped_column(JSONB)


class FeedEntry(Base):
    """Exactly one entry per scope and row; a change moves it to a new number, `gone` says that it left the scope."""

    __tablename__ = "feed_entry"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    scope: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    gone: Mapped[bool]

    __table_args__ = (Index("feed_entry_seq_idx", "tenant_id", "scope", "seq", "kind", "id", unique=True),)


class FeedMember(Base):
    """Who reads a scope, since which number and until which."""

    __tablename__ = "feed_member"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    scope: Mapped[UUID] = mapped_column(primary_key=True)
    granted_seq: Mapped[int] = mapped_column(BigInteger)
    revoked_seq: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (Index("feed_member_scope_idx", "tenant_id", "scope"),)


def touch(session: Session, kind: str, row_id: UUID, fields: FieldStamps | None = None) -> None:
    """Say that the row changed; `fields` maps each written field to who wrote it (its number is added at commit)."""
    waiting = pending(session)
    waiting.touched.setdefault((kind, row_id), {}).update(fields or {})
    if not fields or GONE in fields:
        waiting.moved.add((kind, row_id))


def join_scope(session: Session, employee_id: UUID, scope: UUID) -> None:
    """Let the employee read the scope; what is in it reaches his phones with their next pull."""
    pending(session).memberships[(employee_id, scope)] = True


def leave_scope(session: Session, employee_id: UUID, scope: UUID) -> None:
    """Take the scope from the employee; what he sees by no other scope leaves his phones with their next pull."""
    pending(session).memberships[(employee_id, scope)] = False


_STAMPS = "SELECT id, field_stamps FROM feed_row WHERE tenant_id = :tenant_id AND kind = :kind AND id = ANY(:ids)"


def field_stamps(session: Session, kind: str, ids: Collection[UUID]) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Return by row who wrote each field last, what this transaction wrote included (that has no `seq` yet).

    The caller holds the locks of the domain rows, so no other transaction is about to stamp them.
    """
    values = {"tenant_id": tenant_of(session), "kind": kind, "ids": list(ids)}
    stored = {row.id: row.field_stamps for row in sql.run(session, _STAMPS, values)} if ids else {}
    touched = pending(session).touched
    return {row_id: {**stored.get(row_id, {}), **touched.get((kind, row_id), {})} for row_id in ids}


def epoch(session: Session) -> UUID:
    """Return the organisation's epoch: another one says that a backup was put back."""
    found: UUID = sql.run(session, _EPOCH, {"t": tenant_of(session)})[0].epoch
    return found


_EPOCH = "SELECT epoch FROM tenant_clock WHERE tenant_id = :t"


def current_seq(session: Session) -> int:
    """Return the number of the organisation's newest visible commit."""
    return int(
        session.scalar(text("SELECT seq FROM tenant_clock WHERE tenant_id = :t"), {"t": tenant_of(session)}) or 0
    )


def stamp(session: Session) -> dict[RowKey, int]:
    """Project and number what this transaction touched; return the number of each row.

    Feed rows are held in the order of their keys before they are projected: a second transaction that touched the same
    row waits here and then projects what the first one committed. The clock comes last; what is written under it stays
    in the database.
    """
    session.flush()
    waiting = pending(session)
    _take_along(session)
    keys = sorted(waiting.touched, key=lambda key: (key[0], key[1].hex))
    if not keys and not waiting.memberships:
        return {}
    _hold(session, keys)
    last = _advance(session, len(keys) + len(waiting.memberships))
    first = last - len(keys) - len(waiting.memberships) + 1
    numbers = {key: first + place for place, key in enumerate(keys)}
    for kind, rows in groupby(numbers.items(), key=lambda pair: pair[0][0]):
        _write_rows(session, registry_of(session).datasets[kind], [(key[1], seq) for key, seq in rows])
    _write_memberships(session, first + len(keys))
    waiting.touched, waiting.memberships, waiting.moved = {}, {}, set()
    return numbers


def _take_along(session: Session) -> None:
    """Touch what goes to whoever holds a row that may have moved to others."""
    moved = pending(session).moved
    if not moved:
        return
    for dataset in registry_of(session).datasets.values():
        leaders = [row_id for kind, row_id in moved if dataset.follows and kind == dataset.follows.kind]
        if dataset.follows and leaders:
            values = {"tenant_id": tenant_of(session), "ids": leaders}
            for row in sql.run(session, dataset.follows.statement, values):
                pending(session).touched.setdefault((dataset.kind, row.id), {})


_HOLD = """
SELECT 1 FROM feed_row r JOIN unnest(CAST(:kinds AS text[]), CAST(:ids AS uuid[])) AS t(kind, id) USING (kind, id)
WHERE r.tenant_id = :tenant_id ORDER BY r.kind, r.id FOR UPDATE OF r
"""


def _hold(session: Session, keys: list[RowKey]) -> None:
    values = {"tenant_id": tenant_of(session), "kinds": [kind for kind, _ in keys], "ids": [row for _, row in keys]}
    sql.run(session, _HOLD, values)


_ADVANCE = text("UPDATE tenant_clock SET seq = seq + :n WHERE tenant_id = :t RETURNING seq")


def _advance(session: Session, count: int) -> int:
    return int(session.execute(_ADVANCE, {"n": count, "t": tenant_of(session)}).scalar_one())


@cache
def _write_of(projection: str) -> str:
    """Return the statement that projects rows of one kind and writes them under their numbers, scopes and all."""
    return f"""
WITH numbered AS (
  SELECT id, seq, stamps FROM json_to_recordset(CAST(:rows AS json)) AS t(id uuid, seq bigint, stamps jsonb)
), fresh AS MATERIALIZED (
  SELECT n.id, n.seq, n.stamps, p.data, coalesce(p.scopes, '{{}}') AS scopes
  FROM numbered n LEFT JOIN ({projection}) p ON p.id = n.id
), old AS (
  SELECT r.id, r.scopes FROM feed_row r WHERE r.tenant_id = :tenant_id AND r.kind = :kind AND r.id = ANY(:ids)
), written AS (
  INSERT INTO feed_row (tenant_id, kind, id, seq, data, scopes, field_stamps)
  SELECT :tenant_id, :kind, id, seq, data, scopes, stamps FROM fresh
  ON CONFLICT (tenant_id, kind, id) DO UPDATE SET seq = excluded.seq, data = excluded.data,
    scopes = excluded.scopes, field_stamps = feed_row.field_stamps || excluded.field_stamps
), placed AS (
  SELECT DISTINCT f.id, f.seq, s.scope, s.scope = ANY(f.scopes) AS inside
  FROM fresh f LEFT JOIN old o USING (id), LATERAL unnest(f.scopes || coalesce(o.scopes, '{{}}')) AS s(scope)
)
INSERT INTO feed_entry (tenant_id, scope, kind, id, seq, gone)
SELECT :tenant_id, scope, :kind, id, seq, NOT inside FROM placed
ON CONFLICT (tenant_id, scope, kind, id) DO UPDATE SET seq = excluded.seq, gone = excluded.gone
"""  # noqa: S608 - projections are ours


def _write_rows(session: Session, dataset: Dataset, rows: list[tuple[UUID, int]]) -> None:
    touched = pending(session).touched
    numbered = [
        {
            "id": row_id,
            "seq": seq,
            "stamps": {name: {**stamp, "seq": seq} for name, stamp in touched[dataset.kind, row_id].items()},
        }
        for row_id, seq in rows
    ]
    values = {"tenant_id": tenant_of(session), "kind": dataset.kind, "ids": [row_id for row_id, _ in rows]}
    sql.run(session, _write_of(dataset.projection), {**values, "rows": msgspec.json.encode(numbered).decode()})


GRANT = text("""
INSERT INTO feed_member (tenant_id, employee_id, scope, granted_seq)
SELECT :tenant_id, employee, scope, seq
FROM unnest(CAST(:employees AS uuid[]), CAST(:scopes AS uuid[]), CAST(:seqs AS bigint[])) AS t(employee, scope, seq)
ON CONFLICT (tenant_id, employee_id, scope) DO UPDATE SET revoked_seq = NULL,
  granted_seq = CASE WHEN feed_member.revoked_seq IS NULL THEN feed_member.granted_seq ELSE excluded.granted_seq END
""")

REVOKE = text("""
UPDATE feed_member m SET revoked_seq = t.seq
FROM unnest(CAST(:employees AS uuid[]), CAST(:scopes AS uuid[]), CAST(:seqs AS bigint[])) AS t(employee, scope, seq)
WHERE m.tenant_id = :tenant_id AND m.employee_id = t.employee AND m.scope = t.scope AND m.revoked_seq IS NULL
""")


def _write_memberships(session: Session, first: int) -> None:
    changes = sorted(pending(session).memberships.items())
    for statement, joins in ((GRANT, True), (REVOKE, False)):
        chosen = [(*pair, first + place) for place, (pair, joined) in enumerate(changes) if joined is joins]
        if chosen:
            employees, scopes, seqs = (list(column) for column in zip(*chosen, strict=True))
            values = {"tenant_id": tenant_of(session), "employees": employees, "scopes": scopes, "seqs": seqs}
            session.execute(statement, values)
