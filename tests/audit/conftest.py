"""What the history says, read behind the product's endpoints."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from server import wiring
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.settings import Settings
from tests.audit.live import History
from tests.kit.databases import all_seeing, own_database
from tests.kit.world import World


@dataclass(frozen=True)
class Line:
    """An entry with its detail."""

    n: int
    action: str
    kind: str | None
    record_id: str | None
    customer_id: str | None
    employee_id: str | None
    device_id: str | None
    ip: str | None
    detail: Any


READ = text("""
SELECT n, action, kind, record_id::text, customer_id::text, employee_id::text, device_id::text, ip, body
FROM audit_entry LEFT JOIN audit_detail USING (tenant_id, n) WHERE tenant_id = :tenant_id ORDER BY n
""")


@pytest.fixture
def lines(database: Database, world: World) -> Callable[[str], list[Line]]:
    """Return a function that lists the entries whose action begins so."""

    def read(action: str = "") -> list[Line]:
        with unit_of_work(database, world.tenant_id) as session:
            rows = session.execute(READ, {"tenant_id": world.tenant_id}).all()
        found = [Line(*row[:-1], json.loads(row.body) if row.body else None) for row in rows]
        return [line for line in found if line.action.startswith(action)]

    return read


@pytest.fixture(scope="module")
def live_address(worker_id: str) -> Iterator[str]:
    with own_database(f"{worker_id}_audit") as address:
        yield address


@pytest.fixture(scope="module")
def live(live_address: str, settings: Settings) -> Iterator[Database]:
    made = wiring.database(connect(live_address, pool_size=20), settings.media_dir)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def superuser(live_address: str) -> Iterator[Engine]:
    made = create_engine(all_seeing(live_address), poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def history(live: Database, superuser: Engine) -> History:
    return History.on(live, superuser)
