"""One page of what a person's phones should hold. One statement, so one snapshot: nothing leaks between two reads.

A pass has parts, and most have one. A part reads the memberships that held when it began; when others came or went
meanwhile, or the phone asks for other kinds, another part follows in the same pass. So a completed pass is exactly
what its reader might see at its last page, and no phone shows half of what one transaction changed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from server.core import (
    aliases,  # noqa: F401 - its table is joined below
    sql,
)
from server.core.actor import Actor
from server.sync.cursor import Cursor, Versions, refuse_foreign
from server.sync.retention import refuse_forgotten

PAGE_ROWS = 2000
PAGE_BYTES = 4 * 1_048_576

PAGE = """
WITH clock AS (
  SELECT epoch, seq, coalesce(CAST(:horizon AS bigint), seq) AS horizon,
         coalesce((SELECT seq FROM feed_floor WHERE tenant_id = :tenant_id), 0) AS floor,
         EXISTS (SELECT FROM feed_member WHERE tenant_id = :tenant_id AND employee_id = :employee_id
                   AND (granted_seq > CAST(:horizon AS bigint) OR revoked_seq > CAST(:horizon AS bigint))) AS moved
  FROM tenant_clock WHERE tenant_id = :tenant_id
), active AS MATERIALIZED (
  SELECT scope, granted_seq FROM feed_member
  WHERE tenant_id = :tenant_id AND employee_id = :employee_id AND revoked_seq IS NULL
), read AS MATERIALIZED (
  SELECT scope, part.kinds, part.after
  FROM active CROSS JOIN clock CROSS JOIN LATERAL (VALUES
    (CAST(:known AS text[]), CASE WHEN granted_seq > :m THEN CAST(:position AS bigint)
                                  ELSE greatest(CAST(:position AS bigint), CAST(:r AS bigint)) END),
    (CAST(:fresh AS text[]), CAST(:position AS bigint))
  ) part(kinds, after)
  WHERE granted_seq <= horizon AND part.after < clock.seq AND part.kinds IS DISTINCT FROM '{}'
), page AS (
  SELECT e.seq, e.kind, e.id, bool_or(NOT e.gone) AS live
  FROM read CROSS JOIN LATERAL (
    SELECT seq, kind, id, gone FROM feed_entry
    WHERE tenant_id = :tenant_id AND scope = read.scope AND seq > read.after
      AND (read.kinds IS NULL OR kind = ANY (read.kinds))
    ORDER BY seq LIMIT :rows
  ) e
  GROUP BY e.seq, e.kind, e.id ORDER BY e.seq LIMIT :rows
), lost AS (
  SELECT DISTINCT e.kind, e.id
  FROM feed_member g JOIN clock ON true
  JOIN feed_entry e ON e.tenant_id = g.tenant_id AND e.scope = g.scope
  WHERE g.tenant_id = :tenant_id AND g.employee_id = :employee_id AND CAST(:first AS boolean)
    AND g.revoked_seq > :m AND g.revoked_seq <= clock.horizon AND (NOT e.gone OR e.seq > :told)
    AND (CAST(:known AS text[]) IS NULL OR e.kind = ANY (CAST(:known AS text[]) || CAST(:fresh AS text[])))
), wanted AS MATERIALIZED (
  SELECT w.seq, w.kind, w.id, CASE WHEN w.live THEN true ELSE coalesce((
    SELECT true FROM feed_entry e JOIN active a ON a.scope = e.scope  -- a row may have left this scope and not another
    WHERE e.tenant_id = :tenant_id AND e.kind = w.kind AND e.id = w.id AND NOT e.gone LIMIT 1), false) END AS seen
  FROM (SELECT seq, kind, id, live FROM page UNION ALL SELECT NULL, kind, id, false FROM lost) w
)
SELECT clock.seq AS now, clock.horizon, clock.floor, clock.moved, CAST(clock.epoch AS text) AS epoch,
       d.last_n, d.last_pull_at,
       NULL AS seq, NULL AS kind, NULL AS id, NULL AS change, NULL AS seen, NULL AS into_id
FROM clock LEFT JOIN device d ON d.tenant_id = :tenant_id AND d.id = CAST(:device_id AS uuid)
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       w.seq, w.kind, CAST(w.id AS text),
       CASE WHEN w.seen AND w.seq IS NOT NULL THEN
         '{"k":"' || w.kind || '","id":"' || w.id || '","v":' || f.seq || ',"d":' || f.data || '}' END,
       w.seen, CAST(a.into_id AS text)
FROM wanted w
LEFT JOIN LATERAL (
  SELECT r.seq, r.data FROM feed_row r
  WHERE w.seen AND w.seq IS NOT NULL AND r.tenant_id = :tenant_id AND r.kind = w.kind AND r.id = w.id LIMIT 1
) f ON true
LEFT JOIN record_alias a ON NOT w.seen AND a.tenant_id = :tenant_id AND a.kind = w.kind AND a.id = w.id
ORDER BY now, seq NULLS FIRST
"""
"""A row with what holds for the whole page; after it the page's rows, first those that were lost, then by number."""


@dataclass(frozen=True)
class Wish:
    """What a phone asks for: the kinds that it knows with their versions (None: all), and those it holds no more."""

    kinds: Versions | None = None
    reset: Collection[str] = ()


@dataclass(frozen=True)
class Page:
    """A page: `changes` are JSON texts, of rows as the database made them; `removed` names rows to drop by kind.

    `acked_n` is the last operation of the reading phone that was answered: the page shows everything up to it.
    `last_pull_at` is when that phone was last noted to read.
    """

    changes: list[str]
    removed: dict[str, list[str]]
    cursor: Cursor
    complete: bool
    acked_n: int | None
    last_pull_at: datetime | None


@dataclass(frozen=True)
class _Part:
    """What is read: of `known` kinds what is new, of `fresh` kinds everything; None for `known` means all kinds."""

    reading: Versions | None
    known: list[str] | None
    fresh: list[str]


def page(session: Session, actor: Actor, cursor: Cursor, limit: int, wish: Wish | None = None) -> Page:
    """Return the next page of at most `limit` rows (and about PAGE_BYTES) after the cursor, and where the next begins.

    On the first page of each part it also names the rows of scopes that were lost since the last one and that no other
    scope shows. A wish for other kinds counts from the next part on, `reset` with the first page of a pass. Raises
    CursorResetError for a cursor that is too old, or of another epoch.
    """
    wish = wish or Wish()
    part = _part(cursor, wish)
    head, *found = sql.run(session, PAGE, _values(actor, cursor, part, limit))
    refuse_foreign(cursor, head.epoch)
    refuse_forgotten(cursor, head.floor)
    rows = [row for row in found if row.seq is not None]
    shown = rows[: _fitting(rows, limit)]
    removed, merged = _gone([*found[: len(found) - len(rows)], *shown])
    changes = [*merged, *(row.change for row in shown if row.seen)]
    if len(shown) < len(rows):
        complete, reached = False, _further(cursor, part, head.horizon, shown[-1].seq)
    else:
        complete = not head.moved and part.reading == wish.kinds
        reached = Cursor(head.now, head.horizon, kinds=part.reading, under_way=not complete)
    return Page(changes, removed, replace(reached, epoch=head.epoch), complete, head.last_n, head.last_pull_at)


def _part(cursor: Cursor, wish: Wish) -> _Part:
    """Return what is read: inside a part the kinds that it began with, else those that are wished for."""
    reading = wish.kinds if cursor.position is None else cursor.reading
    if reading is None:
        return _Part(None, None, [])
    reset = () if cursor.under_way else wish.reset
    fresh = {kind for kind in reading if kind in reset or _newer(reading, cursor.kinds, kind)}
    fresh = set() if cursor.empty else fresh
    return _Part(reading, sorted(set(reading) - fresh), sorted(fresh))


def _newer(reading: Versions, had: Versions | None, kind: str) -> bool:
    """Tell whether the phone asks for more of a kind than it has; a cursor that notes none had the first version."""
    return reading[kind] > (1 if had is None else had.get(kind, 0))


def _further(cursor: Cursor, part: _Part, horizon: int, position: int) -> Cursor:
    """Return the cursor of the part's next page; kinds that are fresh stay so until the part is over."""
    had = None if part.reading is None else {kind: part.reading[kind] for kind in part.known or ()}
    return Cursor(cursor.r, cursor.m, horizon, position, had, part.reading, under_way=True)


def _fitting(rows: Sequence[Row[Any]], limit: int) -> int:
    """Return how many of the rows make a page: `limit`, or fewer where their texts are large, but one at least."""
    size = 0
    for place, row in enumerate(rows[:limit]):
        size += len(row.change or "")
        if size > PAGE_BYTES and place:
            return place
    return min(limit, len(rows))


def _gone(rows: Sequence[Row[Any]]) -> tuple[dict[str, list[str]], list[str]]:
    """Return what is to be dropped: by kind, and as changes where a record lives on in another."""
    removed: dict[str, list[str]] = {}
    merged: list[str] = []
    for row in rows:
        if row.seen:
            continue
        if row.into_id is None:
            removed.setdefault(row.kind, []).append(row.id)
        else:
            merged.append(f'{{"k":"{row.kind}","id":"{row.id}","x":1,"into":"{row.into_id}"}}')
    return removed, merged


def _values(actor: Actor, cursor: Cursor, part: _Part, limit: int) -> dict[str, int | bool | UUID | list[str] | None]:
    return {
        "tenant_id": actor.tenant_id,
        "employee_id": actor.employee_id,
        "device_id": actor.device_id,
        "r": cursor.r,
        "m": cursor.m,
        "told": 0 if cursor.under_way else cursor.r,  # an earlier part may have lost the scope before it told
        "horizon": cursor.horizon,
        "position": cursor.position or 0,
        "first": cursor.position is None and not cursor.empty,
        "known": part.known,
        "fresh": part.fresh,
        "rows": limit + 1,
    }
