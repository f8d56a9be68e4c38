"""Running plain statements with as little as there can be between them and the database.

By the session's `execute` a small statement costs about three times as much processor as the database driver takes for
it, and a push runs thirty. What is not on the way of every push or pull is better asked by the session.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Executable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Compiled
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Values = Mapping[str, Any]
_PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")
_DIALECT = PGDialect_psycopg(paramstyle="pyformat")  # type: ignore[no-untyped-call]


def run(session: Session, statement: str, values: Values) -> list[Any]:
    """Run a statement with `:name` parameters in the session's transaction; return its rows, fields by name.

    The session is not flushed first. Errors are those that the session itself would raise.
    """
    return _run(session.connection(), _pyformat(statement), values)


def plan_by_values(session: Session) -> None:
    """Let each statement be planned for its own values, as long as the transaction lasts.

    After five times a statement's plan is one for average values; where some values are a thousand times as common as
    others, that is the wrong one for most.
    """
    run(session, "SET LOCAL plan_cache_mode = force_custom_plan", {})


def compiled(statement: Executable) -> Compiled:
    """Return a statement in the database's words, for `run_compiled`: made once, it need not be looked at again."""
    return statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined, no-any-return]


def run_compiled(session: Session, statement: Compiled, values: Values) -> list[Any]:
    """Run a compiled statement as `run` does; parameters that make their own value (`statements.now`) do so now."""
    return _run(session.connection(), str(statement), statement.construct_params(dict(values)) or {})


@cache
def _pyformat(statement: str) -> str:
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))


def _run(connection: Connection, statement: str, values: Values) -> list[Any]:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - the only driver that the product runs on
    cursor = raw.cursor(row_factory=namedtuple_row)
    for told in connection.dispatch.before_cursor_execute:  # what watches the session's statements sees these too
        told(connection, cursor, statement, values, None, False)
    try:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, dict(values), error, psycopg.Error, dialect=connection.dialect) from error
