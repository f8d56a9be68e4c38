"""A database where commits are commits, an organisation in it, and one that answers fast."""

from collections.abc import Iterator

import pytest

from server import wiring
from server.core.database import Database, connect
from server.settings import Settings
from tests.concurrency.ground import lay_ground
from tests.kit.databases import as_owner, own_database


@pytest.fixture(scope="module")
def live(worker_id: str, settings: Settings) -> Iterator[Database]:
    with own_database(f"{worker_id}_feed") as address:
        lay_ground(as_owner(address))
        made = wiring.database(connect(address, pool_size=20), settings.media_dir)
        yield made
        made.engine.dispose()
