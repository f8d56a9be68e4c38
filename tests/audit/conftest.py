"""What the history says, read behind the product's endpoints."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from server.core.database import Database
from server.core.unit_of_work import unit_of_work
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
