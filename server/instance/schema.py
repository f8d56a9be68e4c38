"""Bringing a database to the newest schema, with the reference data that every organisation needs."""

from alembic import command
from alembic.config import Config

from server import wiring
from server.accounts.queries import tenants
from server.core.database import connect
from server.core.unit_of_work import unit_of_work
from server.forms.service import publish_shipped
from server.geography.service import load_units
from server.instance.environment import ROOT

HEAD = "head"


def upgrade(url: str, revision: str = HEAD) -> None:
    """Run the migrations up to `revision` on the database at `url`.

    The newest one has administrative units too, and every organisation the forms that Tuyen ships.
    """
    config = Config()
    config.set_main_option("script_location", str(ROOT / "server/migrations"))
    config.attributes["url"] = url
    command.upgrade(config, revision)
    if revision == HEAD:
        _load_reference_data(url)


def _load_reference_data(url: str) -> None:
    database = wiring.database(connect(url), ROOT / ".tuyen")
    try:
        with unit_of_work(database) as session:
            load_units(session)
            numbers = [number for number, _ in tenants(session)]
        for number in numbers:
            with unit_of_work(database, number) as session:
                publish_shipped(session)
    finally:
        database.engine.dispose()
