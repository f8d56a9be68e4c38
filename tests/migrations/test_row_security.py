"""Row-level security lies under every table, for every role that the product runs as."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from server.migrations.guard import APPLICATION
from tests.kit.databases import all_seeing

NOT_OURS = {"spatial_ref_sys", "alembic_version"}
REFERENCE = {"administrative_unit", "administrative_unit_mapping"}
DOORS = {("account", "named_login", "SELECT"), ("outbox", "relay", "SELECT"), ("organisation", "operator", "SELECT")}
TABLES = """
SELECT c.relname AS name, c.relrowsecurity AS on, c.relforcerowsecurity AS forced, r.rolname AS owner
FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""


@pytest.fixture
def behind(database_url: str) -> Iterator[Connection]:
    engine = create_engine(all_seeing(database_url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_every_table_has_it_on_and_forced_and_belongs_to_another_role(behind):
    found = [row for row in behind.execute(text(TABLES)) if row.name not in NOT_OURS]
    assert len(found) > 50
    assert {row.name for row in found if not (row.on and row.forced)} == set()
    assert APPLICATION not in {row.owner for row in found}


def test_every_table_of_an_organisation_is_bound_for_reading_and_for_writing(behind):
    statement = "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
    policies = behind.execute(text(statement)).all()
    bound = {
        p.tablename for p in policies if p.cmd == "ALL" and "app.tenant" in (p.qual or "") and p.with_check == p.qual
    }
    every = {row.name for row in behind.execute(text(TABLES))} - NOT_OURS
    assert every - bound == REFERENCE
    assert {
        (p.tablename, p.policyname, p.cmd) for p in policies if p.policyname not in {"tenant", "reference"}
    } == DOORS


def test_the_role_of_the_product_can_neither_pass_by_nor_make_anything(behind):
    role = behind.execute(text("SELECT * FROM pg_roles WHERE rolname = :name"), {"name": APPLICATION}).one()
    assert {role.rolsuper, role.rolbypassrls, role.rolcreatedb, role.rolcreaterole} == {False}
    assert not behind.scalar(text("SELECT has_schema_privilege(:name, 'public', 'CREATE')"), {"name": APPLICATION})


def test_no_function_runs_with_the_rights_of_its_owner(behind):
    statement = """
    SELECT p.proname FROM pg_proc p LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
    WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL AND p.prosecdef
    """
    assert behind.execute(text(statement)).all() == []


@pytest.mark.parametrize("tenant", ["", "0", "987654321"])
def test_without_its_number_every_table_of_an_organisation_is_empty(session, behind, tenant):
    """Of the whole catalogue, in the transaction that wrote the rows."""
    names = [row.name for row in behind.execute(text(TABLES)) if row.name not in NOT_OURS | REFERENCE]
    filled = {name for name in names if session.scalar(text(f"SELECT count(*) FROM {name}"))}  # noqa: S608
    assert len(filled) > 10
    session.execute(text("SELECT set_config('app.tenant', :tenant, true)"), {"tenant": tenant})
    assert {name for name in names if session.scalar(text(f"SELECT count(*) FROM {name}"))} == set()  # noqa: S608
    session.rollback()


def test_a_row_of_another_organisation_can_be_neither_written_nor_moved_there(session, world):
    for statement in (
        "INSERT INTO branch (tenant_id, id, name) VALUES (:other, gen_random_uuid(), 'x')",
        "UPDATE branch SET tenant_id = :other",
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), session.begin_nested():
            session.execute(text(statement), {"other": world.tenant_id + 1})


@pytest.mark.parametrize("table", ["audit_entry", "audit_detail", "audit_block"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET tenant_id = tenant_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_history_cannot_be_changed_by_the_product(session, table, deed):
    with pytest.raises(ProgrammingError, match="permission denied"), session.begin_nested():
        session.execute(text(deed.format(table)))
