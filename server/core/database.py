"""The connection to PostgreSQL and the one place that commits.

A `Database` knows the engine, what the areas contribute and the doorbell of the outbox; the composition roots make
one each. `unit_of_work` is the only committer of the product.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import DateTime, Engine, MetaData, Text, create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from server.core.pending import Pending
from server.core.registry import Registry

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


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
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )
    return sessionmaker(engine, expire_on_commit=False)


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
