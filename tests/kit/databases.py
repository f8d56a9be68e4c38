"""A migrated template, and a database of one's own for each test process, made from it in a fraction of a second."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from server import migrations, settings
from server.core.database import connect
from server.geography.service import load_units

LOCK = 7_475_796
TEMPLATE = "tuyen_template"


@contextmanager
def own_database(worker: str) -> Iterator[str]:
    """Yield the address of a fresh migrated database for the test process `worker`; it is dropped at the end."""
    server = settings.load().owner_url
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = f"tuyen_test_{worker}"
    _make_template(engine, server)
    drop(name)
    _create(engine, name)
    yield _address(settings.load().database_url, name)
    drop(name)


def as_owner(address: str) -> str:
    """Return the address as the role that owns the tables."""
    return _address_of(address, make_url(settings.load().owner_url).username)


def all_seeing(address: str) -> str:
    """Return the address as the superuser, whom no row-level security binds: for looking behind the product."""
    return _address_of(address, "postgres")


def _address_of(address: str, user: str | None) -> str:
    return make_url(address).set(username=user).render_as_string(hide_password=False)


def _address(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _make_template(engine: Engine, server: str) -> None:
    """Migrate the template once, whichever process comes first; an older one is made anew."""
    address = _address(server, TEMPLATE)
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        if not _is_current(connection, address):
            drop(TEMPLATE)
            connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
            migrations.migrate(address)
            _load_reference_data(address)
            connection.execute(text(f"COMMENT ON DATABASE {TEMPLATE} IS '{migrations.fingerprint()}'"))
        connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))


def _is_current(connection, address: str) -> bool:
    del address
    comment = text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :name")
    return connection.scalar(comment, {"name": TEMPLATE}) == migrations.fingerprint()


def _load_reference_data(address: str) -> None:
    sessions = connect(address)
    with sessions() as session:
        load_units(session)
        session.commit()
    sessions.kw["bind"].dispose()


def _create(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
        connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))


def drop(name: str) -> None:
    """Drop the database as the superuser: the owner may end neither lingering connections nor autovacuum."""
    engine = create_engine(all_seeing(settings.load().owner_url), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
