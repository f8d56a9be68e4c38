"""The tables of records whose truth is what forms wrote (`fields`): read and held, and written back, by the set."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import bulk, clock, feed, sql
from server.core.actor import Actor
from server.core.database import Base, tenant_of
from server.core.errors import NotFoundError
from server.core.merge import Change
from server.core.records import Fields, Record, stamp_of_console

Columns = Callable[[UUID, Fields], Mapping[str, Any]]
"""(record's id, its fields) → the columns that follow from them; the same ones for every record."""


@dataclass(frozen=True)
class RecordTable:
    """Where the records of a kind are: its table has the columns tenant_id, id, fields, created_at and updated_at.

    `may` tells, of some ids, which the actor sees and which he may change.
    """

    kind: str
    model: type[Base]
    may: Callable[[Session, Actor, Collection[UUID]], tuple[Collection[UUID], Collection[UUID]]]

    @property
    def name(self) -> str:
        """Return the table's name."""
        return str(self.model.__tablename__)


def held(session: Session, actor: Actor, table: RecordTable, ids: Collection[UUID]) -> dict[UUID, Record]:
    """Return the records that there are, by id, with who wrote each field; held until the end of the transaction."""
    statement = (
        f"SELECT id, fields FROM {table.name} WHERE tenant_id = :tenant_id AND id = ANY(:ids)"  # noqa: S608 - our own table
        " ORDER BY id FOR NO KEY UPDATE"
    )
    rows = sql.run(session, statement, {"tenant_id": tenant_of(session), "ids": list(ids)}) if ids else []
    if not rows:
        return {}
    found = [row.id for row in rows]
    stamps = feed.field_stamps(session, table.kind, found)
    visible, editable = table.may(session, actor, found)
    return {row.id: Record(row.fields, stamps[row.id], row.id in visible, row.id in editable) for row in rows}


def write(
    session: Session,
    table: RecordTable,
    records: Mapping[UUID, Record],
    derived: Columns,
    made: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> list[UUID]:
    """Write what forms changed in the records, and those that they made; return the ids of both.

    `derived` gives the columns that follow from the fields, `made` by id those that a new record gets once.
    """
    new = [_new(row_id, one, derived, (made or {})[row_id]) for row_id, one in records.items() if one.origin]
    bulk.insert(session, table.model, new)
    changed = [
        {"id": row_id, "fields": one.fields, "updated_at": clock.now(), **derived(row_id, one.fields)}
        for row_id, one in records.items()
        if one.written and not one.origin
    ]
    update(session, table.name, changed)
    touched = [row_id for row_id, one in records.items() if one.written or one.origin]
    for row_id in touched:
        feed.touch(session, table.kind, row_id, records[row_id].written)
    return touched


def _new(row_id: UUID, record: Record, derived: Columns, made: Mapping[str, Any]) -> dict[str, Any]:
    assert record.origin is not None  # noqa: S101 - only of what a form makes
    at = record.origin.received_at
    return {
        "id": row_id,
        "fields": record.fields,
        "created_at": at,
        "updated_at": at,
        **made,
        **derived(row_id, record.fields),
    }


def update(session: Session, table: str, rows: bulk.Rows) -> None:
    """Write columns of rows that there are, all rows with the same columns, `id` among them."""
    if not rows:
        return
    columns = ", ".join(f"{name} = r.{name}" for name in rows[0] if name != "id")
    statement = f"UPDATE {table} t SET {columns} FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json)) r WHERE t.tenant_id = :tenant_id AND t.id = r.id"  # noqa: S608, E501 - our own columns
    sql.run(session, statement, {"tenant_id": tenant_of(session), "rows": bulk.as_json(rows)})


def settle(
    session: Session, actor: Actor, table: RecordTable, record_id: UUID, name: str, value: Any
) -> dict[UUID, Record]:
    """Return the record with the value that a supervisor chose for one field, to be written; none if it stood before.

    Raises NotFoundError when he may not see it or not change it.
    """
    records = held(session, actor, table, [record_id])
    record = records.get(record_id)
    if record is None or not record.editable:
        raise NotFoundError(kind=table.kind, id=str(record_id))
    if record.fields.get(name) == value:
        return {}
    record.put([Change(name, record.fields.get(name), value)], stamp_of_console(actor))
    return records


def lock(table: RecordTable) -> Callable[[Session, list[UUID]], None]:
    """Return what holds records in the order of their ids."""
    wanted = "tenant_id = :tenant_id AND id = ANY(:ids)"
    statement = f"SELECT 1 FROM {table.name} WHERE {wanted} ORDER BY id FOR NO KEY UPDATE"  # noqa: S608 - our own table

    def hold(session: Session, ids: list[UUID]) -> None:
        sql.run(session, statement, {"tenant_id": tenant_of(session), "ids": ids})

    return hold
