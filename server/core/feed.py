"""The change feed: one number per organisation, handed out in commit order.

Every transaction that changed something that phones hold locks its organisation's clock as its last act and stamps
the rows with consecutive numbers. Whoever reads up to number n has seen every commit up to n: no commit can appear
behind a reader's back. Rows keep only their newest number, so a first sync and a delta are the same index scan.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core.database import Base, pending, registry_of, tenant_of
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


@dataclass(frozen=True)
class _Projected:
    key: RowKey
    scopes: list[str]
    data: str | None


def touch(session: Session, kind: str, row_id: UUID, fields: FieldStamps | None = None) -> None:
    """Say that the row changed; `fields` maps each written field to who wrote it (its number is added at commit)."""
    pending(session).touched.setdefault((kind, row_id), {}).update(fields or {})


def join_scope(session: Session, employee_id: UUID, scope: UUID) -> None:
    """Let the employee read the scope; what is in it reaches his phones with their next pull."""
    pending(session).memberships[(employee_id, scope)] = True


def leave_scope(session: Session, employee_id: UUID, scope: UUID) -> None:
    """Take the scope from the employee; what he sees by no other scope leaves his phones with their next pull."""
    pending(session).memberships[(employee_id, scope)] = False


_STAMPS = text("SELECT id, field_stamps FROM feed_row WHERE tenant_id = :tenant_id AND kind = :kind AND id = ANY(:ids)")


def field_stamps(session: Session, kind: str, ids: Collection[UUID]) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Return by row who wrote each field last, what this transaction wrote included (that has no `seq` yet).

    The caller holds the locks of the domain rows, so no other transaction is about to stamp them.
    """
    values = {"tenant_id": tenant_of(session), "kind": kind, "ids": list(ids)}
    stored = {row.id: row.field_stamps for row in session.execute(_STAMPS, values)} if ids else {}
    touched = pending(session).touched
    return {row_id: {**stored.get(row_id, {}), **touched.get((kind, row_id), {})} for row_id in ids}


def current_seq(session: Session) -> int:
    """Return the number of the organisation's newest visible commit."""
    return int(
        session.scalar(text("SELECT seq FROM tenant_clock WHERE tenant_id = :t"), {"t": tenant_of(session)}) or 0
    )


def stamp(session: Session) -> dict[RowKey, int]:
    """Project and number what this transaction touched; return the number of each row.

    Feed rows are locked in the order of their keys before they are projected: a second transaction that touched the
    same row waits here and then projects what the first one committed. The clock comes last.
    """
    session.flush()
    waiting = pending(session)
    if not waiting.touched and not waiting.memberships:
        return {}
    rows = _project(session, sorted(waiting.touched, key=lambda key: (key[0], key[1].hex)))
    last = _advance(session, len(rows) + len(waiting.memberships))
    first = last - len(rows) - len(waiting.memberships) + 1
    if rows:
        _write_rows(session, rows, first)
    _write_memberships(session, first + len(rows))
    waiting.touched, waiting.memberships = {}, {}
    return {row.key: first + place for place, row in enumerate(rows)}


def _project(session: Session, keys: list[RowKey]) -> list[_Projected]:
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for kind, row_id in keys:
        by_kind[kind].append(row_id)
    datasets = registry_of(session).datasets
    return [row for kind, ids in by_kind.items() for row in _project_kind(session, datasets[kind], ids)]


def _project_kind(session: Session, dataset: Dataset, ids: list[UUID]) -> list[_Projected]:
    values = {"tenant_id": tenant_of(session), "ids": ids, "kind": dataset.kind}
    session.execute(
        text(
            "SELECT 1 FROM feed_row WHERE tenant_id = :tenant_id AND kind = :kind AND id = ANY(:ids)"
            " ORDER BY id FOR UPDATE"
        ),
        values,
    )
    found = {
        row.id: (row.scopes, row.data)
        for row in session.execute(
            text(f"SELECT id, scopes::text[] AS scopes, data::text AS data FROM ({dataset.projection}) p"),  # noqa: S608 - ours
            values,
        )
    }
    return [_Projected((dataset.kind, row_id), *found.get(row_id, ([], None))) for row_id in ids]


def _advance(session: Session, count: int) -> int:
    statement = text("UPDATE tenant_clock SET seq = seq + :n WHERE tenant_id = :t RETURNING seq")
    return int(session.execute(statement, {"n": count, "t": tenant_of(session)}).scalar_one())


WRITE_ROWS = text("""
WITH fresh AS (
  SELECT kind, id, data::json AS data, scopes::uuid[] AS scopes, stamps::jsonb AS stamps, seq
  FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS uuid[]), CAST(:datas AS text[]), CAST(:scopes AS text[]),
              CAST(:stamps AS text[]), CAST(:seqs AS bigint[])) AS t(kind, id, data, scopes, stamps, seq)
), old AS (
  SELECT r.kind, r.id, r.scopes FROM feed_row r JOIN fresh USING (kind, id) WHERE r.tenant_id = :tenant_id
), written AS (
  INSERT INTO feed_row (tenant_id, kind, id, seq, data, scopes, field_stamps)
  SELECT :tenant_id, kind, id, seq, data, scopes, stamps FROM fresh
  ON CONFLICT (tenant_id, kind, id) DO UPDATE SET seq = excluded.seq, data = excluded.data,
    scopes = excluded.scopes, field_stamps = feed_row.field_stamps || excluded.field_stamps
), placed AS (
  SELECT DISTINCT f.kind, f.id, f.seq, s.scope, s.scope = ANY(f.scopes) AS inside
  FROM fresh f LEFT JOIN old o USING (kind, id),
       LATERAL unnest(f.scopes || coalesce(o.scopes, '{}')) AS s(scope)
)
INSERT INTO feed_entry (tenant_id, scope, kind, id, seq, gone)
SELECT :tenant_id, scope, kind, id, seq, NOT inside FROM placed
ON CONFLICT (tenant_id, scope, kind, id) DO UPDATE SET seq = excluded.seq, gone = excluded.gone
""")


def _write_rows(session: Session, rows: list[_Projected], first: int) -> None:
    seqs = range(first, first + len(rows))
    session.execute(
        WRITE_ROWS,
        {
            "tenant_id": tenant_of(session),
            "kinds": [row.key[0] for row in rows],
            "ids": [row.key[1] for row in rows],
            "datas": [row.data for row in rows],
            "scopes": ["{" + ",".join(row.scopes) + "}" for row in rows],
            "stamps": [_numbered(session, row.key, seq) for row, seq in zip(rows, seqs, strict=True)],
            "seqs": list(seqs),
        },
    )


def _numbered(session: Session, key: RowKey, seq: int) -> str:
    stamps = pending(session).touched[key]
    return msgspec.json.encode({name: {**stamp, "seq": seq} for name, stamp in stamps.items()}).decode()


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
