"""Bringing a database to the newest schema."""

from alembic import command
from alembic.config import Config

from server.instance.environment import ROOT


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations up to `revision` on the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "server/migrations"))
    config.attributes["url"] = url
    command.upgrade(config, revision)
