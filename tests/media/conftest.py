"""People with phones, files to send, and a database that other threads and processes see."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from server import wiring
from server.app import create_app
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.media.storage import LocalStorage
from server.media.uploads import Uploads
from server.settings import Settings
from tests.kit.databases import own_database
from tests.kit.live import rep_of_new_world, serving
from tests.kit.people import Person, equip
from tests.kit.pictures import Shot, new_shot
from tests.kit.world import World, make_world


@pytest.fixture
def company(database: Database, world: World) -> SimpleNamespace:
    return _equipped(database, world)


@pytest.fixture
def other_company(database: Database) -> SimpleNamespace:
    return _equipped(database, make_world(database, "other"))


def _equipped(database: Database, world: World) -> SimpleNamespace:
    """Give phones: `rep` and `colleague` stand below `supervisor`, `stranger` supervises others."""
    members = {
        "supervisor": world.supervisor,
        "rep": world.rep1,
        "colleague": world.rep2,
        "stranger": world.other,
        "office": world.office,
    }
    with unit_of_work(database, world.tenant_id) as session:
        return SimpleNamespace(**{part: equip(session, member) for part, member in members.items()})


@pytest.fixture
def storage(media_dir: Path) -> LocalStorage:
    return LocalStorage(media_dir)


@pytest.fixture
def work(database: Database) -> Callable[[int], AbstractContextManager[Session]]:
    return lambda tenant_id: unit_of_work(database, tenant_id)


@pytest.fixture
def shot() -> Shot:
    return new_shot()


@pytest.fixture(scope="session")
def live_database(worker_id: str, settings: Settings) -> Iterator[Database]:
    with own_database(f"{worker_id}_live") as address:
        made = wiring.database(connect(address), settings.media_dir)
        yield made
        made.engine.dispose()


@pytest.fixture(scope="session")
def live_rep(live_database: Database) -> Person:
    return rep_of_new_world(live_database)


@pytest.fixture(scope="session")
def address(settings: Settings, live_database: Database) -> Iterator[str]:
    """The endpoints on a real socket."""
    with serving(create_app(settings, live_database)) as base:
        yield base


@pytest.fixture
def live_work(live_database: Database) -> Callable[[int], AbstractContextManager[Session]]:
    return lambda tenant_id: unit_of_work(live_database, tenant_id)


@pytest.fixture
def live_uploads(live_work, storage: LocalStorage, settings: Settings) -> Uploads:
    return Uploads(live_work, storage, settings.secret)
