"""Writing many rows of one table in one statement: they travel as one JSON text that the database takes apart.

A row costs a few microseconds here and some tens in the database; through the mapped classes it costs ten times that.
Whatever a handful of rows needs is better written with the mapped classes.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from server.core import sql
from server.core.database import Base, tenant_of

Rows = Sequence[Mapping[str, Any]]


def insert(session: Session, table: type[Base], rows: Rows) -> None:
    """Insert rows of the organisation at hand: column → value, all rows with the same columns, without `tenant_id`.

    Values are what JSON can say, UUIDs and times included; bytes go through `bytea`, places through `point`.
    """
    if rows:
        statement = _insert(table.__table__.name, tuple(rows[0]))  # type: ignore[attr-defined]
        sql.run(session, statement, {"tenant_id": tenant_of(session), "rows": as_json(rows)})


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(columns)
    return (
        f"INSERT INTO {table} (tenant_id, {names})"  # noqa: S608 - names of our own tables and columns
        f" SELECT :tenant_id, {names} FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
    )


def as_json(rows: Rows) -> str:
    """Return the rows as the JSON text that `json_to_recordset` takes apart."""
    return msgspec.json.encode(rows).decode()


def bytea(value: bytes) -> str:
    """Return bytes as PostgreSQL reads them from text."""
    return f"\\x{value.hex()}"


def point(lat: float, lon: float) -> str:
    """Return a place in degrees as PostGIS reads it from text."""
    return f"SRID=4326;POINT({lon!r} {lat!r})"
