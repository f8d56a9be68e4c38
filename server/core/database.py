"""The connection to PostgreSQL and the one place that commits.

A `Database` knows the engine, what the areas contribute and the doorbell of the outbox; the composition roots make
one each. `unit_of_work` is the only committer of the product.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from select import POLLIN, poll
from typing import Any, Protocol
from uuid import UUID

import msgspec
from psycopg import Connection as PsycopgConnection
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, DateTime, Engine, MetaData, Text, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, sessionmaker

from server.core.pending import Pending
from server.core.registry import Registry

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


_KEPT_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 15_000}
"""A server that vanished without a word is missed within a minute (seconds; the last in milliseconds)."""


class Base(DeclarativeBase):
    """Base of every table; names follow PostgreSQL's own defaults, types are those of the migrations."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy reads it as it is


class Doorbell(Protocol):
    """Tells the workers that outbox rows wait; may fail or forget, since the rows stay."""

    def ring(self, tenant_id: int, row_ids: list[UUID]) -> None:
        """Announce the rows; never raises."""


class SilentDoorbell:
    """The doorbell of commands and tests that run no worker."""

    def ring(self, tenant_id: int, row_ids: list[UUID]) -> None:
        """Announce nothing: a relay finds the rows."""


@dataclass(frozen=True)
class Database:
    """An engine with what a committing transaction needs."""

    sessions: sessionmaker[Session]
    registry: Registry = field(default_factory=Registry)
    doorbell: Doorbell = field(default_factory=SilentDoorbell)

    @property
    def engine(self) -> Engine:
        """The engine behind the sessions."""
        bind = self.sessions.kw["bind"]
        assert isinstance(bind, Engine)  # noqa: S101 - narrows the type; tests bind a connection and never ask
        return bind


def connect(url: str, *, pool_size: int = 8) -> sessionmaker[Session]:
    """Return a session factory on `url` (`postgresql+psycopg://…`); waits 5 s for a connection, then fails."""
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=5,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC", **_KEPT_ALIVE},
        json_deserializer=msgspec.json.decode,
    )
    event.listen(engine, "connect", _read_json_fast)
    event.listen(engine, "checkout", _refuse_closed)
    return tenant_bound(sessionmaker(engine, expire_on_commit=False))


def _read_json_fast(connection: PsycopgConnection[Any], record: object) -> None:
    """Let what plain statements read be decoded by msgspec too: five times as fast as the standard library."""
    del record
    set_json_loads(msgspec.json.decode, connection)


def _refuse_closed(connection: PsycopgConnection[Any], record: object, proxy: object) -> None:
    """Refuse a pooled connection that its server has closed, so that the pool opens another.

    An idle connection says nothing of its own accord: what can be read from it is its end. A question to the server
    would cost each request two ways there and back.
    """
    del record, proxy
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    if waiting.poll(0):
        raise DisconnectionError


def tenant_bound(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Let every transaction of these sessions begin by naming its organisation to row-level security, or none.

    The setting is local to the transaction: one of the connection would pass with it to the pool's next user.
    """
    event.listen(sessions, "after_begin", _name_tenant)
    return sessions


_NAME_TENANT = "SELECT set_config('app.tenant', %(tenant)s, true)"


def _name_tenant(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    tenant = str(session.info.get("tenant_id", ""))
    if not _begun_for(connection, tenant):
        connection.exec_driver_sql(_NAME_TENANT, {"tenant": tenant})


def _begun_for(connection: Connection, tenant: str) -> bool:
    """Begin the transaction and name the organisation in one message; False where it has begun or cannot so."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, PsycopgConnection)  # noqa: S101 - the only driver that the product runs on
    plain = not raw.autocommit and raw.isolation_level is None and raw.read_only is None and raw.deferrable is None
    if not plain or raw.info.transaction_status != TransactionStatus.IDLE or not (tenant.isdigit() or not tenant):
        return False
    begun = raw.pgconn.exec_(f"BEGIN; SELECT set_config('app.tenant', '{tenant}', true)".encode())
    return begun.status == ExecStatus.TUPLES_OK


def work_for(session: Session, tenant_id: int) -> None:
    """Let the session work for the organisation from here on; until now it worked for none."""
    session.info["tenant_id"] = tenant_id
    session.connection().exec_driver_sql(_NAME_TENANT, {"tenant": str(tenant_id)})


def pending(session: Session) -> Pending:
    """Return what this session's transaction still has to stamp and ring."""
    found = session.info["pending"]
    assert isinstance(found, Pending)  # noqa: S101 - a session outside unit_of_work is a fault of ours
    return found


def registry_of(session: Session) -> Registry:
    """Return what the areas contribute."""
    found = session.info["registry"]
    assert isinstance(found, Registry)  # noqa: S101 - a session outside unit_of_work is a fault of ours
    return found


def tenant_of(session: Session) -> int:
    """Return the organisation's number that this session works for."""
    return int(session.info["tenant_id"])


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Run the block so that an error in it takes back its rows, its touches and its outbox, and nothing else."""
    before = copy(pending(session))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        session.info["pending"] = before
        raise
