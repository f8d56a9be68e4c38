"""Schema migrations: raw SQL, no model imports, each in one transaction with lock and statement timeouts."""

from hashlib import sha256
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

FOLDER = Path(__file__).parent


def config(database_url: str) -> Config:
    """Return alembic's configuration for a database address."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["url"] = database_url
    return made


def migrate(database_url: str, revision: str = "head") -> None:
    """Bring the database's schema to the revision."""
    command.upgrade(config(database_url), revision)


def downgrade(database_url: str, revision: str) -> None:
    """Take the database's schema back to the revision."""
    command.downgrade(config(database_url), revision)


def head() -> str | None:
    """Return the newest revision that this code knows."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def at_head(database_url: str) -> bool:
    """Tell whether the database's schema is the one that this code knows."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        made = connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
        now = connection.scalar(text("SELECT version_num FROM alembic_version")) if made else None
    engine.dispose()
    return now == head()


def fingerprint() -> str:
    """Return a digest of every migration's text: it changes when any of them does."""
    digest = sha256()
    for path in sorted((FOLDER / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
