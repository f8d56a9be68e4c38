"""What a phone should hold at its cursor, as one hash for each kind: how a phone finds out that it does not."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.sync.cursor import Cursor, refuse_foreign
from server.sync.retention import refuse_forgotten

# A live entry bears its row's number, so that the rows themselves are not read.
DIGEST = text("""
WITH clock AS (
  SELECT (SELECT CAST(epoch AS text) FROM tenant_clock WHERE tenant_id = :tenant_id) AS epoch,
         coalesce((SELECT seq FROM feed_floor WHERE tenant_id = :tenant_id), 0) AS floor,
         CAST(:under_way AS boolean) OR EXISTS (
           SELECT FROM feed_member m WHERE m.tenant_id = :tenant_id AND m.employee_id = :employee_id
             AND (m.granted_seq > :m OR m.revoked_seq > :m)
         ) OR EXISTS (
           SELECT FROM feed_member m JOIN feed_entry e ON e.tenant_id = m.tenant_id AND e.scope = m.scope
           WHERE m.tenant_id = :tenant_id AND m.employee_id = :employee_id AND m.revoked_seq IS NULL
             AND e.seq > :r AND e.kind = ANY (CAST(:kinds AS text[]))
         ) AS stale
), held AS (
  SELECT e.kind, e.id, max(e.seq) AS seq
  FROM clock JOIN feed_member m ON NOT clock.stale AND m.tenant_id = :tenant_id AND m.employee_id = :employee_id
    AND m.revoked_seq IS NULL
  JOIN feed_entry e ON e.tenant_id = :tenant_id AND e.scope = m.scope AND NOT e.gone
    AND e.kind = ANY (CAST(:kinds AS text[]))
  GROUP BY e.kind, e.id
), summed AS (
  SELECT kind, count(*) AS count,
         encode(sha256(convert_to(string_agg(id || ':' || seq || chr(10), '' ORDER BY id), 'UTF8')), 'hex') AS sha256
  FROM held GROUP BY kind
)
SELECT clock.epoch, clock.floor, clock.stale, s.kind, s.count, s.sha256 FROM clock LEFT JOIN summed s ON true
""")
EMPTY = {"count": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
"""Of no rows: the SHA-256 of nothing."""


def digest(session: Session, actor: Actor, cursor: Cursor) -> dict[str, Any]:
    """Return by kind of the cursor how many rows its bearer holds and the SHA-256 of their `id:v` lines, by id.

    One statement, so one moment. `stale` says that there is something to pull first; the kinds are empty then. Raises
    CursorResetError for a cursor that is too old, or of another epoch.
    """
    kinds = cursor.kinds or {}
    values = {
        "tenant_id": actor.tenant_id,
        "employee_id": actor.employee_id,
        "r": cursor.r,
        "m": cursor.m,
        "under_way": cursor.under_way or cursor.kinds is None,
        "kinds": sorted(kinds),
    }
    found = session.execute(DIGEST, values).all()
    refuse_foreign(cursor, found[0].epoch)
    refuse_forgotten(cursor, found[0].floor)
    if found[0].stale:
        return {"stale": True, "kinds": {}}
    summed = {row.kind: {"count": row.count, "sha256": row.sha256} for row in found if row.kind}
    return {"stale": False, "kinds": {kind: summed.get(kind, EMPTY) for kind in sorted(kinds)}}
