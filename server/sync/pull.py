"""One page of what a person's phones should hold. One statement, so one snapshot: nothing leaks between two reads."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core import aliases  # noqa: F401 - its table is joined below
from server.core.actor import Actor
from server.sync.cursor import Cursor

PAGE_ROWS = 2000

PAGE = text("""
WITH clock AS (
  SELECT seq, coalesce(CAST(:horizon AS bigint), seq) AS horizon FROM tenant_clock WHERE tenant_id = :tenant_id
), active AS MATERIALIZED (
  SELECT scope, granted_seq FROM feed_member
  WHERE tenant_id = :tenant_id AND employee_id = :employee_id AND revoked_seq IS NULL
), read AS MATERIALIZED (
  SELECT scope, CASE WHEN granted_seq > :m THEN CAST(:position AS bigint)
                     ELSE greatest(CAST(:position AS bigint), CAST(:r AS bigint)) END AS after
  FROM active, clock WHERE granted_seq <= horizon
), page AS (
  SELECT DISTINCT e.seq, e.kind, e.id
  FROM read CROSS JOIN LATERAL (
    SELECT seq, kind, id FROM feed_entry
    WHERE tenant_id = :tenant_id AND scope = read.scope AND seq > read.after ORDER BY seq LIMIT :rows
  ) e
  ORDER BY e.seq LIMIT :rows
), lost AS (
  SELECT DISTINCT e.kind, e.id
  FROM feed_member g JOIN clock ON true
  JOIN feed_entry e ON e.tenant_id = g.tenant_id AND e.scope = g.scope
  WHERE g.tenant_id = :tenant_id AND g.employee_id = :employee_id AND CAST(:first AS boolean)
    AND g.revoked_seq > :m AND g.revoked_seq <= clock.horizon
), wanted AS (
  SELECT seq, kind, id FROM page UNION ALL SELECT NULL, kind, id FROM lost
)
SELECT clock.seq AS now, clock.horizon, w.seq, w.kind, w.id,
       CASE WHEN v.seen AND w.seq IS NOT NULL THEN
         '{"k":"' || w.kind || '","id":"' || w.id || '","v":' || f.seq || ',"d":' || f.data || '}' END AS change,
       coalesce(v.seen, false) AS seen, a.into_id
FROM clock LEFT JOIN wanted w ON true
LEFT JOIN LATERAL (
  SELECT true AS seen FROM feed_entry e JOIN active a ON a.scope = e.scope
  WHERE e.tenant_id = :tenant_id AND e.kind = w.kind AND e.id = w.id AND NOT e.gone LIMIT 1
) v ON true
LEFT JOIN feed_row f ON f.tenant_id = :tenant_id AND f.kind = w.kind AND f.id = w.id
LEFT JOIN record_alias a ON v.seen IS NULL AND a.tenant_id = :tenant_id AND a.kind = w.kind AND a.id = w.id
ORDER BY w.seq NULLS FIRST
""")


@dataclass(frozen=True)
class Page:
    """A page: `changes` are JSON texts, of rows as the database made them; `removed` names rows to drop by kind."""

    changes: list[str]
    removed: dict[str, list[str]]
    cursor: Cursor
    complete: bool


def page(session: Session, actor: Actor, cursor: Cursor, limit: int) -> Page:
    """Return the next page of at most `limit` rows after the cursor, and where the one after it begins.

    On the first page of a pass it also names the rows of scopes that were lost since the last one and that no other
    scope shows.
    """
    position = cursor.position or 0
    found = session.execute(PAGE, _values(actor, cursor, position, limit)).all()
    now, horizon = found[0].now, found[0].horizon
    rows = [row for row in found if row.seq is not None]
    shown = rows[:limit]
    removed: dict[str, list[str]] = {}
    merged: list[str] = []
    for row in [*(row for row in found if row.seq is None and row.id is not None), *shown]:
        if not row.seen and row.into_id is None:
            removed.setdefault(row.kind, []).append(str(row.id))
        elif not row.seen:
            merged.append(f'{{"k":"{row.kind}","id":"{row.id}","x":1,"into":"{row.into_id}"}}')
    complete = len(rows) <= limit
    following = Cursor(now, horizon) if complete else Cursor(cursor.r, cursor.m, horizon, shown[-1].seq)
    return Page([*merged, *(row.change for row in shown if row.seen)], removed, following, complete)


def _values(actor: Actor, cursor: Cursor, position: int, limit: int) -> dict[str, int | bool | UUID | None]:
    return {
        "tenant_id": actor.tenant_id,
        "employee_id": actor.employee_id,
        "r": cursor.r,
        "m": cursor.m,
        "horizon": cursor.horizon,
        "position": position,
        "first": cursor.position is None,
        "rows": limit + 1,
    }
