"""Makes a demo organisation once."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from sqlalchemy import MetaData, NullPool, create_engine, text
from sqlalchemy.orm import Session

from server import wiring
from server.accounts.queries import open_operators_door
from server.core import feed
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.demo import large, small
from server.settings import Settings

Size = Literal["small", "large"]
Progress = Callable[[str, float], None]
UNFINISHED = " (đang tạo)"
Writer = Callable[[Database, Path, Progress, str], int]
WRITERS: dict[Size, tuple[str, Writer]] = {"small": (small.NAME, small.write), "large": (large.NAME, large.write)}


def seed(settings: Settings, size: Size, progress: Progress) -> None:
    """Make the small organisation (for looking around) or the large one (for measuring) unless it is there.

    `progress` is told what is being done, in Vietnamese, and the share that is done, 0 to 1, about once a second. An
    organisation that an interrupted run left unfinished is removed first, its history aside.
    """
    database = wiring.database(connect(settings.database_url), settings.media_dir)
    name, write = WRITERS[size]
    try:
        with unit_of_work(database) as session:
            if _tenant(session, name) is not None:
                return
        _remove_unfinished(database, name + UNFINISHED)
        tenant_id = write(database, settings.media_dir, progress, name + UNFINISHED)
        _finish(database, tenant_id, name)
        _analyse(settings.owner_url)
        progress("Xong", 1.0)
    finally:
        database.engine.dispose()


def _tenant(session: Session, name: str) -> int | None:
    open_operators_door(session)
    found = session.scalar(text("SELECT id FROM organisation WHERE name = :name"), {"name": name})
    return None if found is None else int(found)


def _finish(database: Database, tenant_id: int, name: str) -> None:
    with unit_of_work(database, tenant_id) as session:
        row = session.execute(
            text("UPDATE organisation SET name = :name WHERE id = :id RETURNING uuid"), {"name": name, "id": tenant_id}
        ).one()
        feed.touch(session, "organisation", row.uuid)


def _analyse(owner_url: str) -> None:
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))


def _remove_unfinished(database: Database, name: str) -> None:
    with unit_of_work(database) as session:
        tenant_id = _tenant(session, name)
    if tenant_id is None:
        return
    tables = MetaData()
    tables.reflect(database.engine)
    with unit_of_work(database, tenant_id) as session:
        for table in reversed(tables.sorted_tables):
            if "tenant_id" in table.columns and not table.name.startswith("audit_"):
                session.execute(table.delete().where(table.c.tenant_id == tenant_id))
        session.execute(text("DELETE FROM organisation WHERE id = :id"), {"id": tenant_id})
