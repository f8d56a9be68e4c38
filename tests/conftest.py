"""Fixtures: a database of one's own, rolled back after each test; an application on it; an organisation."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from server import logs, wiring
from server.app import create_app
from server.core.database import Database, tenant_bound
from server.core.unit_of_work import unit_of_work
from server.settings import Settings
from tests.kit.console import Console
from tests.kit.counting import counting
from tests.kit.databases import as_owner, own_database
from tests.kit.people import code_for
from tests.kit.phone import Phone
from tests.kit.world import Member, World, make_world

logs.configure(sys.__stderr__, logging.ERROR)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")  # noqa: TID251 - xdist tells it so
    with own_database(worker) as address:
        yield address


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    made = create_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Settings:
    return Settings(
        database_url=database_url,
        owner_url=as_owner(database_url),
        redis_url="redis://127.0.0.1:1/0",
        secret="x" * 32,
        media_dir=tmp_path_factory.mktemp("media"),
        public_url="http://localhost",
        tiles_url=None,
        tiles_attribution=None,
        certificate_authority=None,
    )


@pytest.fixture(scope="session")
def joined_sessions() -> sessionmaker[Session]:
    return tenant_bound(sessionmaker(expire_on_commit=False, join_transaction_mode="create_savepoint"))


@pytest.fixture(scope="session")
def joined_database(joined_sessions: sessionmaker[Session], settings: Settings) -> Database:
    return wiring.database(joined_sessions, settings.media_dir)


@pytest.fixture(scope="session")
def whole_app(settings: Settings, joined_database: Database) -> Flask:
    return create_app(settings, joined_database)


@pytest.fixture
def database(engine: Engine, joined_sessions: sessionmaker[Session], joined_database: Database) -> Iterator[Database]:
    """The product's database inside one transaction that is rolled back after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        joined_sessions.configure(bind=connection)
        yield joined_database
        outer.rollback()


@pytest.fixture
def app(whole_app: Flask, database: Database) -> Flask:
    del database
    whole_app.extensions["tuyen"].limiter.forget_all()
    return whole_app


@pytest.fixture
def client(app: Flask):
    return app.test_client()


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


@pytest.fixture
def session(database: Database, world: World) -> Iterator[Session]:
    """A unit of work of the world's organisation, open for the test."""
    with unit_of_work(database, world.tenant_id) as opened:
        yield opened


@pytest.fixture
def phone(app: Flask, database: Database, world: World):
    """Enrol a phone for a member: `phone(world.rep1)`."""
    del world

    def enrol(member: Member) -> Phone:
        with unit_of_work(database) as session:
            code = code_for(session, member)
        return Phone.enrol_by_code(app.test_client(), code)

    return enrol


@pytest.fixture
def console(app: Flask, world: World):
    """Sign a member in: `console(world.supervisor)`."""
    del world

    def sign_in(member: Member) -> Console:
        return Console.sign_in(app, member)

    return sign_in


@pytest.fixture
def count_queries(engine: Engine):
    """Count the statements that reach the database inside a `with` block."""
    return lambda: counting(engine)


@pytest.fixture
def media_dir(settings: Settings) -> Path:
    return settings.media_dir
