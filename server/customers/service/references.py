"""What refers to a customer, table by table: so that a merge leads it to the customer that stands.

Areas above name their tables in `REFERENCES` (`server.wiring`); a test compares it with the foreign keys there are.
"""

# ruff: noqa: S608 - the names in these statements are those of our own tables and columns

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from server.core import feed, sql
from server.core.database import tenant_of


@dataclass(frozen=True)
class Reference:
    """Rows of `table` whose `column` is a customer, known by the columns `key`.

    `alone` are the columns that with the customer must be unique (where `when` holds): the winner's like then stays and
    the loser's row is taken out. `touches` is the kind of phones' records that shows it, and the column with its id.
    """

    table: str
    column: str = "customer_id"
    key: tuple[str, ...] = ("id",)
    alone: tuple[str, ...] = ()
    when: str = "tenant_id IS NOT NULL"
    touches: tuple[str, str] | None = None


OWN: tuple[Reference, ...] = (
    Reference("customer_group_member", key=("group_id",), alone=("group_id",)),
    Reference("customer_set_member", key=("set_id",), alone=("set_id",)),
    Reference("share"),
    Reference("customer_file"),
    Reference("customer_email"),
    Reference("customer_change"),
)

REFERENCES: list[Reference] = []
"""The references of the areas above, filled by `server.wiring`."""

EXEMPT = frozenset(
    {
        ("customer_recency", "customer_id"),  # every customer keeps its own
        ("customer_tag", "customer_id"),  # follows the field `tags`
        ("customer", "merged_into"),
        ("customer_merge", "winner_id"),
        ("customer_merge", "loser_id"),
        ("duplicate_pair", "one_id"),
        ("duplicate_pair", "other_id"),
        ("buyer", "customer_id"),  # moved by the merge itself: a customer is one buyer at most
    }
)
"""Foreign keys to a customer that a merge treats by themselves."""


@dataclass(frozen=True)
class Moved:
    """The rows of a reference that were led to the winner (their keys), and those that were taken out (whole)."""

    table: str
    column: str
    keys: list[dict[str, Any]]
    removed: list[dict[str, Any]]


def move(session: Session, loser: UUID, winner: UUID) -> list[Moved]:
    """Lead everything that refers to the loser to the winner; return what was done, for taking it back."""
    return [_move(session, one, loser, winner) for one in (*OWN, *REFERENCES)]


def _move(session: Session, one: Reference, loser: UUID, winner: UUID) -> Moved:
    values = {"tenant_id": tenant_of(session), "loser": loser, "winner": winner}
    removed = _take_out_likes(session, one, values) if one.alone else []
    keys = ", ".join(_text(name) for name in one.key)
    touched = f", {one.touches[1]} AS touched" if one.touches else ""
    rows = sql.run(
        session,
        f"UPDATE {one.table} SET {one.column} = :winner WHERE tenant_id = :tenant_id AND {one.column} = :loser"
        f" RETURNING {keys}{touched}",
        values,
    )
    _touch(session, one, {row.touched for row in rows} if one.touches else set())
    named = [{name: getattr(row, name) for name in one.key} for row in rows]
    return Moved(one.table, one.column, named, removed)


def _text(name: str) -> str:
    return f"CAST({name} AS text) AS {name}"


def _take_out_likes(session: Session, one: Reference, values: dict[str, Any]) -> list[dict[str, Any]]:
    same = " AND ".join(f"w.{name} = l.{name}" for name in one.alone)
    rows = sql.run(
        session,
        f"DELETE FROM {one.table} l WHERE l.tenant_id = :tenant_id AND l.{one.column} = :loser AND (l.{one.when})"
        f" AND EXISTS (SELECT FROM {one.table} w WHERE w.tenant_id = l.tenant_id AND w.{one.column} = :winner"
        f" AND (w.{one.when}) AND {same}) RETURNING to_jsonb(l) AS whole",
        values,
    )
    if one.touches:
        _touch(session, one, {UUID(row.whole[one.touches[1]]) for row in rows})
    return [row.whole for row in rows]


def _touch(session: Session, one: Reference, ids: set[UUID]) -> None:
    for row_id in ids:
        feed.touch(session, one.touches[0] if one.touches else "", row_id)


def move_back(session: Session, done: Sequence[Moved], loser: UUID, winner: UUID) -> None:
    """Lead back what a merge moved and the winner still has, and put back what it took out."""
    known = {(one.table, one.column): one for one in (*OWN, *REFERENCES)}
    for moved in done:
        if (moved.table, moved.column) in known:
            _move_back(session, known[moved.table, moved.column], moved, loser, winner)


def _move_back(session: Session, one: Reference, moved: Moved, loser: UUID, winner: UUID) -> None:
    same = " AND ".join(f"CAST(t.{name} AS text) = k.{name}" for name in one.key)
    columns = ", ".join(f"{name} text" for name in one.key)
    touched = f"t.{one.touches[1]}" if one.touches else "NULL::uuid"
    rows = sql.run(
        session,
        f"UPDATE {one.table} t SET {one.column} = :loser FROM json_to_recordset(CAST(:keys AS json)) AS k({columns})"
        f" WHERE t.tenant_id = :tenant_id AND t.{one.column} = :winner AND {same} RETURNING {touched} AS touched",
        {
            "tenant_id": tenant_of(session),
            "loser": loser,
            "winner": winner,
            "keys": msgspec.json.encode(moved.keys).decode(),
        },
    )
    if moved.removed:
        _put_back(session, one, moved.removed)
    if one.touches:
        _touch(session, one, {row.touched for row in rows} | {UUID(row[one.touches[1]]) for row in moved.removed})


def _put_back(session: Session, one: Reference, rows: list[dict[str, Any]]) -> None:
    sql.run(
        session,
        f"INSERT INTO {one.table} SELECT * FROM json_populate_recordset(NULL::{one.table}, CAST(:rows AS json))"
        " ON CONFLICT DO NOTHING",
        {"rows": msgspec.json.encode(rows).decode()},
    )
