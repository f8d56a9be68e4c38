"""The history cannot be changed: by no endpoint, not by the product's role, not by the owner of the tables."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

import server
from server.core.unit_of_work import unit_of_work
from tests.kit.addresses import example
from tests.kit.console import UNSAFE
from tests.kit.databases import as_owner

API = "/api/v1"
TABLES = ("audit_entry", "audit_detail", "audit_block")
MODELS = {"AuditEntry", "AuditDetail", "AuditBlock"}
WRITERS = {"recording.py", "sealing.py"}
CHANGES = {
    "UPDATE": "UPDATE {} SET tenant_id = tenant_id",
    "DELETE": "DELETE FROM {}",
    "TRUNCATE": "TRUNCATE {} CASCADE",
}
ENDS_THE_SESSION = ("/session", "/sessions")


def refused(address: str, statement: str) -> str:
    """Return the SQLSTATE with which a statement is refused, empty when it is not."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            return str(error.orig.sqlstate)
    return ""


@pytest.mark.covers("TM-22")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_products_role_may_only_add_and_read(database_url, table, change):
    assert refused(database_url, CHANGES[change].format(table)) == "42501"  # insufficient privilege


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_owner_of_the_tables_can_change_them(database_url, table, change):
    assert refused(as_owner(database_url), CHANGES[change].format(table)) == "23001"  # the trigger's own


def test_the_products_role_cannot_switch_the_triggers_off(database_url):
    for statement in ("SET session_replication_role = replica", "ALTER TABLE audit_entry DISABLE TRIGGER ALL"):
        assert refused(database_url, statement) == "42501"


def test_only_recording_and_sealing_name_the_tables_to_write_them():
    sources = Path(server.__file__).parent.rglob("*.py")
    writing = {
        path.name
        for path in sources
        if "migrations" not in path.parts and any(map(writes_history, ast.walk(ast.parse(path.read_text()))))
    }
    assert writing == WRITERS


def writes_history(node: ast.AST) -> bool:
    """Tell whether a piece of source writes a table of the history: by SQL, or by a statement on its model."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return any(f"{verb} {table}" in node.value for verb in ("INTO", "UPDATE", "FROM ONLY") for table in TABLES)
    if isinstance(node, ast.Call):
        called, of = ast.unparse(node.func), [ast.unparse(argument) for argument in node.args]
        model = any(name.split("(")[0] in MODELS for name in of)
        return (called in {"insert", "update", "delete", "session.add"} and model) or called in MODELS
    return False


def requests(app):
    """Every endpoint with every method that it takes, those that end the session last."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule.endswith(ENDS_THE_SESSION), rule.rule)):
        if rule.rule.startswith(API):
            yield from ((method, example(rule)) for method in sorted((rule.methods or set()) - {"OPTIONS"}))


UNKNOWN = "01920000-0000-7000-8000-000000000001"


@pytest.mark.covers("G-40")
def test_no_endpoint_writes_the_history_other_than_by_adding_to_it(app, console, world, lines, count_queries):
    admin = console(world.admin)
    before = lines()
    with count_queries() as statements:
        for method, path in requests(app):
            admin.client.open(path, method=method, json={}, headers=UNSAFE)
    after = lines()
    assert after[: len(before)] == before
    assert [line.n for line in after] == list(range(1, len(after) + 1))
    touching = {statement for statement in statements.texts if any(table in statement for table in TABLES)}
    writing = {statement for statement in touching if not statement.lstrip().startswith("SELECT")}
    assert len(writing) == 1
    assert writing.pop().lstrip().startswith("WITH noted AS")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_history_has_no_door_to_write_by(console, world, method):
    admin = console(world.admin)
    for path in ("/history", "/history/1", f"/customers/{UNKNOWN}/history"):
        answer = admin.client.open(f"{API}{path}", method=method, json={}, headers=UNSAFE)
        assert answer.status_code in {404, 405}


def test_one_organisation_does_not_see_the_others_history(database, world):
    with unit_of_work(database, world.tenant_id + 1) as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entry")) == 0
