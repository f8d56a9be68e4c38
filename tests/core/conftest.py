"""The world's organisation with nothing between the test and the units of work."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core.database import Database
from server.core.feed import current_seq
from server.core.unit_of_work import unit_of_work
from tests.kit.world import World


class RecordingDoorbell:
    """Keeps what it was told, and what the database held at that moment."""

    def __init__(self) -> None:
        self.rung: list[tuple[int, list[UUID]]] = []

    def ring(self, tenant_id: int, row_ids: list[UUID]) -> None:
        self.rung.append((tenant_id, row_ids))


@pytest.fixture
def doorbell() -> RecordingDoorbell:
    return RecordingDoorbell()


@pytest.fixture
def begin(
    database: Database, world: World, doorbell: RecordingDoorbell
) -> Callable[[], AbstractContextManager[Session]]:
    """Begin a unit of work of the organisation."""
    heard = replace(database, doorbell=doorbell)
    return lambda: unit_of_work(heard, world.tenant_id)


@pytest.fixture
def seq(begin) -> Callable[[], int]:
    """The organisation's newest number."""

    def read() -> int:
        with begin() as session:
            return current_seq(session)

    return read


@pytest.fixture
def entries(begin) -> Callable[[UUID], list[tuple[str, int, bool]]]:
    """What the feed says of a row: (scope, number, gone)."""

    def read(row_id: UUID) -> list[tuple[str, int, bool]]:
        query = text("SELECT scope, seq, gone FROM feed_entry WHERE id = :id ORDER BY scope")
        with begin() as session:
            return [tuple(row) for row in session.execute(query, {"id": row_id})]

    return read
