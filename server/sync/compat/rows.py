"""Reading the feed for foreign clients: pages put together to one snapshot, and rows as they stand."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import tenant_of
from server.sync.compat.columns import Columns, flat
from server.sync.cursor import Cursor
from server.sync.pull import PAGE_ROWS, Page, Wish, page

Key = tuple[str, str]


@dataclass
class Gathered:
    """What several pages say together: for each (kind, id) its newest columns, or None where it left."""

    rows: dict[Key, Columns | None] = field(default_factory=dict)

    def add(self, found: Page) -> None:
        """Lay a page over what the pages before it said."""
        for kind, ids in found.removed.items():
            self.rows.update({(kind, row_id): None for row_id in ids})
        for change in map(msgspec.json.decode, found.changes):
            content = None if change.get("x") else {"id": change["id"], "v": change["v"], **flat(change["d"])}
            self.rows[change["k"], change["id"]] = content


def snapshot(session: Session, actor: Actor, since: Cursor, wish: Wish) -> tuple[Gathered, int]:
    """Return all that changed since a cursor and the number up to which it is complete.

    Pages follow each other until rows and memberships stand at one number: whoever reads on from it misses nothing.
    """
    gathered, cursor, complete = Gathered(), since, False
    while not complete:
        found = page(session, actor, cursor, PAGE_ROWS, wish)
        gathered.add(found)
        cursor, complete = found.cursor, found.complete
    return gathered, cursor.r


def batch(session: Session, actor: Actor, since: Cursor, wish: Wish, size: int) -> tuple[Gathered, Cursor]:
    """Return at least `size` rows after a cursor, fewer only where there are no more, and where the next begin."""
    gathered, cursor, complete = Gathered(), since, False
    while not complete and len(gathered.rows) < size:
        found = page(session, actor, cursor, size, wish)
        gathered.add(found)
        cursor, complete = found.cursor, found.complete
    return gathered, cursor


STANDING = text("""
SELECT f.kind, f.id::text AS id, f.seq, f.data::text AS data FROM feed_row f
WHERE f.tenant_id = :tenant_id AND f.kind = :kind AND f.id = ANY(CAST(:ids AS uuid[])) AND f.data IS NOT NULL
  AND EXISTS (SELECT FROM feed_entry e
              JOIN feed_member m ON m.tenant_id = e.tenant_id AND m.scope = e.scope
              WHERE e.tenant_id = f.tenant_id AND e.kind = f.kind AND e.id = f.id AND NOT e.gone
                AND m.employee_id = :employee_id AND m.revoked_seq IS NULL)
""")


def standing(session: Session, actor: Actor, kind: str, ids: Collection[str]) -> dict[str, Columns]:
    """Return the rows of a kind that the actor's phones hold, among `ids`, as they stand in this transaction."""
    values = {"tenant_id": actor.tenant_id, "employee_id": actor.employee_id, "kind": kind, "ids": uuids(ids)}
    found = session.execute(STANDING, values)
    return {row.id: {"id": row.id, "v": row.seq, **flat(msgspec.json.decode(row.data))} for row in found}


def types(session: Session, kind: str, ids: Collection[str]) -> dict[str, Any]:
    """Return the `type` of each record of a kind that exists, among `ids`, whoever may see it."""
    statement = text(
        "SELECT id::text, data ->> 'type' FROM feed_row WHERE tenant_id = :tenant_id AND kind = :kind"
        " AND id = ANY(CAST(:ids AS uuid[])) AND data IS NOT NULL"
    )
    values = {"tenant_id": tenant_of(session), "kind": kind, "ids": uuids(ids)}
    return {row[0]: row[1] for row in session.execute(statement, values)}


def uuids(ids: Collection[str]) -> list[str]:
    """Return those texts that are UUIDs, as PostgreSQL writes them."""
    return sorted({str(found) for found in map(_uuid, ids) if found})


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
