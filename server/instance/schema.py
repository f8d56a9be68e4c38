"""Bringing a database to the newest schema, with the reference data that every organisation needs."""

from alembic import command
from alembic.config import Config

from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.geography.service import load_units
from server.instance.environment import ROOT

HEAD = "head"


def upgrade(url: str, revision: str = HEAD) -> None:
    """Run the migrations up to `revision` on the database at `url`; the newest one has administrative units too."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "server/migrations"))
    config.attributes["url"] = url
    command.upgrade(config, revision)
    if revision == HEAD:
        _load_units(url)


def _load_units(url: str) -> None:
    database = Database(connect(url))
    try:
        with unit_of_work(database) as session:
            load_units(session)
    finally:
        database.engine.dispose()
