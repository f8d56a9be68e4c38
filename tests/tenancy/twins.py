"""A second organisation that is the first one's double, down to every id."""

from dataclasses import replace

from sqlalchemy import Connection, text

from server.core.database import Base
from tests.kit.world import Member, World

SECRET = "SECRET-OF-THE-FIRST"
MADE_BY_TRIGGERS = {"customer_cell", "customer_recency", "customer_tally", "customer_value"}
TEXTS = {
    "branch": "name", "customer_set": "name", "department": "name", "employee": "name", "pool": "name", "route": "name",
    "team": "name", "title": "name", "notification": "body", "quarantine": "reason", "visit": "note",
}  # fmt: skip
DOCUMENTS = {"customer": "fields", "submission": "answers"}


def work_for(connection: Connection, tenant_id: int) -> None:
    connection.execute(text("SELECT set_config('app.tenant', :t, true)"), {"t": str(tenant_id)})


def double(connection: Connection, world: World) -> World:
    """Copy every row of the organisation under another number; its people sign in as `twin.…`."""
    number = int(connection.scalar(text("SELECT nextval('organisation_id_seq')")))
    for name, columns in _columns(connection).items():
        work_for(connection, world.tenant_id)
        connection.execute(text(f"CREATE TEMPORARY TABLE twin_{name} ON COMMIT DROP AS SELECT * FROM {name}"))  # noqa: S608
        _adapt(connection, name, number)
        work_for(connection, number)
        listed = ", ".join(columns)
        connection.execute(text(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM twin_{name}"))  # noqa: S608
    people = {part: _twin(member) for part, member in vars(world).items() if isinstance(member, Member)}
    return replace(world, tenant_id=number, **people)


def _columns(connection: Connection) -> dict[str, list[str]]:
    """The columns that are written, by table, each table after those that it refers to."""
    statement = (
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = :name AND is_generated = 'NEVER' AND identity_generation IS DISTINCT FROM 'ALWAYS'"
    )
    tables = ["organisation", *(t.name for t in _in_order() if t.name != "organisation" and "tenant_id" in t.columns)]
    chosen = [name for name in tables if name not in MADE_BY_TRIGGERS]
    return {name: list(connection.scalars(text(statement), {"name": name})) for name in chosen}


def _in_order():
    """Every table, referred ones first: the models of some do not name their keys, so by hand."""
    first = ["organisation", "branch", "department", "title", "employee", "account", "device", "team", "pool"]
    then = ["customer", "customer_set", "submission", "media_object", "route", "oidc_provider"]
    tables = Base.metadata.tables
    named = [tables[name] for name in (*first, *then)]
    return [*named, *(table for table in tables.values() if table not in named)]


def _adapt(connection: Connection, name: str, number: int) -> None:
    if name == "organisation":
        values = f"id = {number}, uuid = gen_random_uuid()"
    else:
        values = f"tenant_id = {number}" + (", login = 'twin.' || login" if name == "account" else "")
    connection.execute(text(f"UPDATE twin_{name} SET {values}"))  # noqa: S608


def _twin(member: Member) -> Member:
    return replace(member, login=f"twin.{member.login}")


def mark(connection: Connection, tenant_id: int) -> None:
    """Write a secret into every text of the organisation that people read."""
    work_for(connection, tenant_id)
    for table, column in TEXTS.items():
        connection.execute(text(f"UPDATE {table} SET {column} = '{SECRET} ' || id"))  # noqa: S608
    for table, column in DOCUMENTS.items():
        written = f"{column} || jsonb_build_object('full_name', '{SECRET}', 'note', '{SECRET}')"
        connection.execute(text(f"UPDATE {table} SET {column} = {written}"))  # noqa: S608
    kept = f"jsonb_set(kept, '{{value}}', to_jsonb('{SECRET}'::text))"
    connection.execute(text(f"UPDATE conflict SET kept = {kept} WHERE field = 'full_name'"))  # noqa: S608
    projected = f"json_build_object('name', '{SECRET}', 'fields', json_build_object('full_name', '{SECRET}'))"
    connection.execute(text(f"UPDATE feed_row SET data = {projected}"))  # noqa: S608
