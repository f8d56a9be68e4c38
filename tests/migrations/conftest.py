"""A database with nothing in it, for migrations to go up and down."""

from collections.abc import Iterator

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from server import settings
from tests.kit.databases import drop

NAME = "tuyen_test_migrations"


@pytest.fixture(scope="module")
def empty(worker_id: str) -> Iterator[str]:
    """The address of a database with nothing in it."""
    server, name = settings.load().owner_url, f"{NAME}_{worker_id}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    drop(name)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    drop(name)
