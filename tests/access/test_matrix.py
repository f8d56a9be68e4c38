"""Every operation, asked by twelve principals: the answers are a table, and a refusal leaves nothing behind."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from server.core.database import Base
from tests.access.bodies import body_of
from tests.access.ground import Ground, lay
from tests.access.principals import all_of
from tests.kit.world import make_world

TABLE = Path(__file__).with_name("expected.csv")
ACTUAL = Path(__file__).parents[2] / ".tuyen/access.csv"
API = "/api/v1"
REFUSALS = {401, 403, 404}
QUERIES = {
    "/customers/points": "?bbox=102,8,110,24",
    "/enrolment-codes": "?employee_id={employee_id}",
    "/geography/search": "?q=hai+chau",
    "/geography/settle": "?ward=20194",
    "/tasks/calendar": "?from=2030-01-01&to=2030-01-31",
}


def operations(app: Flask) -> Iterator[tuple[str, Any]]:
    """Every method of every rule of the interface, in the order of their addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.rule.startswith(API) and "openapi" not in rule.rule:
            yield from ((method, rule) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


WRITES = text("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")


class Digest:
    """The content of every table, of both organisations, as one text."""

    def __init__(self, connection: Connection, tenants: list[int]) -> None:
        one = "SELECT '{0}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM {0} t"
        owned = (name for name, table in Base.metadata.tables.items() if "tenant_id" in table.columns)
        parts = [one.format(name) for name in sorted({*owned, "organisation"})]
        self.connection, self.tenants = connection, tenants
        self.statement = text(" UNION ALL ".join(parts))

    def writes(self) -> int:
        """Return how many rows this transaction has written so far, those of broken-off parts too."""
        return int(self.connection.execute(WRITES).scalar_one())

    def take(self) -> list[Any]:
        found = []
        for tenant in self.tenants:
            self.connection.execute(text("SELECT set_config('app.tenant', :t, true)"), {"t": str(tenant)})
            found.append(self.connection.execute(self.statement).all())
        return found


@pytest.fixture
def ground(app, database, world) -> Ground:
    return lay(app, database, world)


def outcome(answer: Any) -> str:
    """`ok`, or the code of the refusal."""
    if answer.status_code < 400:
        return "ok"
    assert answer.status_code < 500, answer.text
    told = answer.get_json(silent=True) or {}
    return str(told.get("code", answer.status_code))


@pytest.mark.covers("RB-16", "RB-17", "RB-29")
def test_every_operation_answers_each_principal_as_the_table_says(app, database, world, ground):
    connection = database.sessions.kw["bind"]
    other = make_world(database, "b")
    principals = all_of(app, database, world, other)
    digest = Digest(connection, [world.tenant_id, other.tenant_id])
    before, changed, found = digest.take(), [], {}
    for method, rule in operations(app):
        body = body_of(ground, method, rule.rule)
        address = ground.address(rule) + QUERIES.get(rule.rule.removeprefix(API), "").format(**ground.ids)
        for name, principal in principals.items():
            with connection.begin_nested() as cell:
                written = digest.writes()
                answer = principal.ask(method, address, body)
                found[method, rule.rule, name] = outcome(answer)
                suspect = answer.status_code in REFUSALS and digest.writes() != written
                if suspect and digest.take() != before:
                    changed.append((method, rule.rule, name))
                cell.rollback()
    assert changed == []
    write(found, list(principals))
    table = expected()
    assert {key: code for key, code in found.items() if table.get(key) != code} == {}
    assert set(table) == set(found)


def write(found: dict[tuple[str, str, str], str], names: list[str]) -> None:
    """Write what was answered where a person can compare it with the table."""
    rows = sorted({(rule, method) for method, rule, _ in found})
    with ACTUAL.open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["method", "operation", *names])
        out.writerows([method, rule, *(found[method, rule, name] for name in names)] for rule, method in rows)


def expected() -> dict[tuple[str, str, str], str]:
    """Return the table of the repository: (method, operation, principal) to outcome."""
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["method"], row["operation"], name): code
        for row in rows
        for name, code in row.items()
        if name not in {"method", "operation"}
    }


def test_the_table_speaks_of_twelve_principals_and_every_cell_is_filled():
    table = expected()
    assert len({name for _, _, name in table}) == 12
    assert len(table) > 1000
    assert all(table.values())
