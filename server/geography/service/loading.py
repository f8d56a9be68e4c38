"""Brings the administrative units into the database."""

from psycopg import Cursor
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.geography import queries
from server.geography.service.source import Mapping, Unit, read_mapping, read_units, source_name

# Any constant of our own does; two starting servers must not load at the same time.
LOADING_LOCK = 8_325_000_034

_STAGE = """
CREATE TEMP TABLE staged_unit (LIKE administrative_unit) ON COMMIT DROP;
CREATE TEMP TABLE staged_mapping (LIKE administrative_unit_mapping) ON COMMIT DROP
"""
_COPY_UNITS = f"COPY staged_unit ({', '.join(Unit._fields)}, source) FROM STDIN"
_COPY_MAPPING = f"COPY staged_mapping ({', '.join(Mapping._fields)}) FROM STDIN"
_ASSIGN = ", ".join(f"{name} = excluded.{name}" for name in (*Unit._fields[2:], "source"))
_TAKE = f"""
INSERT INTO administrative_unit SELECT * FROM staged_unit
  ON CONFLICT (system, code) DO UPDATE SET {_ASSIGN};
DELETE FROM administrative_unit_mapping;
INSERT INTO administrative_unit_mapping SELECT * FROM staged_mapping;
DROP TABLE staged_unit, staged_mapping
"""  # noqa: S608 - column names of our own


def load_units(session: Session) -> bool:
    """Make the tables equal the installed data set; return False when that version is loaded already.

    A unit that a newer data set no longer knows stays, since addresses name it. The caller commits.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOADING_LOCK})
    source = source_name()
    if queries.is_loaded(session, source):
        return False
    for statement in _STAGE.split(";"):
        session.execute(text(statement))
    _copy(session, source)
    for statement in _TAKE.split(";"):
        session.execute(text(statement))
    return True


def _copy(session: Session, source: str) -> None:
    cursor = session.connection().connection.cursor()
    assert isinstance(cursor, Cursor)  # noqa: S101 - narrows the type: the product speaks psycopg alone
    with cursor, cursor.copy(_COPY_UNITS) as copy:
        for unit in read_units():
            copy.write_row((*unit, source))
    with (
        session.connection().connection.cursor() as mapping_cursor,
        mapping_cursor.copy(_COPY_MAPPING) as copy,
    ):
        for mapping in read_mapping():
            copy.write_row(mapping)
