"""The migrations and the models say the same, there and back again."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from server import migrations, wiring
from server.core.database import Base

OF_POSTGIS = {"spatial_ref_sys"}
OF_ALEMBIC = {"alembic_version"}
WITHOUT_TENANT = {
    "organisation": "is the tenant; its own number is the key",
    "administrative_unit": "Vietnam's provinces and wards, the same for all",
    "administrative_unit_mapping": "from the units before July 2025 to those since, the same for all",
}


def snapshot(address: str) -> dict[str, list[str]]:
    """What the schema holds, as sorted text."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return {name: sorted(str(row) for row in connection.execute(text(query))) for name, query in CATALOGUE.items()}


CATALOGUE = {
    "columns": """SELECT table_name, column_name, data_type, is_nullable, column_default, is_generated
                  FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
                      WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'",
    "functions": """SELECT pg_get_functiondef(p.oid) FROM pg_proc p
                    LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
                    WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL""",
}


def test_the_schema_goes_up_down_to_nothing_and_up_again(empty):
    migrations.migrate(empty)
    first = snapshot(empty)
    migrations.downgrade(empty, "base")
    left = snapshot(empty)
    migrations.migrate(empty)
    assert snapshot(empty) == first
    assert tables(left) <= OF_POSTGIS | OF_ALEMBIC | VIEWS_OF_POSTGIS
    assert left["functions"] == []


VIEWS_OF_POSTGIS = {"geometry_columns", "geography_columns"}


def tables(found: dict[str, list[str]]) -> set[str]:
    return {column.split("'")[1] for column in found["columns"]}


def test_every_migration_goes_down_by_itself(empty):
    """A release that has to be taken back takes back its own migration, not the data of all others."""
    migrations.migrate(empty)
    before = snapshot(empty)
    migrations.downgrade(empty, "-1")
    assert snapshot(empty) != before
    migrations.migrate(empty)
    assert snapshot(empty) == before


@pytest.fixture
def migrated(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


def compared(kind: str, name: str | None, reflected: bool) -> bool:
    """Leave out what the models do not speak of.

    Foreign keys and checks are the database's own business. Indexes are written for the planner, many of them over
    expressions or partial, which alembic cannot compare. PostGIS keeps a table of its own.
    """
    if kind == "table":
        return not (reflected and name in OF_POSTGIS | OF_ALEMBIC)
    return kind not in {"index", "foreign_key_constraint", "unique_constraint"}


def test_the_models_are_the_schema(migrated, tmp_path):
    wiring.registry(wiring.LocalStorage(tmp_path))  # every area's models are imported by now
    context = MigrationContext.configure(
        migrated,
        opts={
            "compare_type": True,
            "compare_server_default": False,
            "include_object": lambda _, name, kind, reflected, __: compared(kind, name, reflected),
        },
    )
    assert compare_metadata(context, Base.metadata) == []


def test_every_table_of_the_schema_has_a_model(migrated):
    found = set(migrated.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    assert found - OF_POSTGIS - OF_ALEMBIC == set(Base.metadata.tables)


def test_the_tenant_leads_every_key(migrated):
    leads = {row.table: row.first for row in migrated.execute(text(FIRST_OF_KEY))}
    assert len(leads) > 20
    without = {table for table, first in leads.items() if first != "tenant_id"}
    assert without == set(WITHOUT_TENANT) | OF_POSTGIS | OF_ALEMBIC


FIRST_OF_KEY = """
SELECT c.relname AS table, a.attname AS first
FROM pg_class c
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""


def test_every_index_of_a_tenants_table_begins_with_the_tenant(migrated):
    """Any other index mixes organisations in one page and one plan; each exception has a reason."""
    found = {row.index for row in migrated.execute(text(INDEXES_WITHOUT_TENANT))}
    assert found == set(ACROSS_TENANTS)


ACROSS_TENANTS = {
    "account_login_key": "sign-in knows no organisation yet",
    "outbox_due_idx": "the relay looks for work of all",
    "customer_search_idx": "trigrams: GIN, narrowed by the tenant afterwards",
}

INDEXES_WITHOUT_TENANT = """
SELECT x.relname AS index FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
WHERE c.relnamespace = 'public'::regnamespace AND i.indkey[0] <> t.attnum
"""


def test_every_foreign_key_stays_inside_its_organisation(migrated):
    """A key that does not carry the tenant could point into another one's rows."""
    across = migrated.execute(text(FOREIGN_KEYS_WITHOUT_TENANT)).all()
    assert [(row.table, row.key) for row in across] == []


FOREIGN_KEYS_WITHOUT_TENANT = """
SELECT c.conrelid::regclass::text AS table, pg_get_constraintdef(c.oid) AS key FROM pg_constraint c
JOIN pg_attribute t ON t.attrelid = c.conrelid AND t.attname = 'tenant_id'
WHERE c.contype = 'f' AND NOT t.attnum = ANY(c.conkey)
"""
