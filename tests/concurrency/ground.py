"""The feed with one small kind of its own: rows that are whatever a table `thing` says."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from server.accounts.service import found_organisation
from server.core import feed
from server.core.actor import Actor
from server.core.database import Database, tenant_of
from server.core.ids import new_id
from server.core.registry import Dataset, Registry
from server.core.unit_of_work import unit_of_work
from server.sync import pull
from server.sync.cursor import Cursor

THING = Dataset(
    "thing",
    """
    SELECT id, scopes, json_build_object('value', value) AS data FROM thing
    WHERE tenant_id = :tenant_id AND id = ANY(:ids)
    """,
)
ORGANISATION = Dataset(
    "organisation",
    "SELECT uuid AS id, ARRAY[]::uuid[] AS scopes, '{}'::json AS data FROM organisation"
    " WHERE id = :tenant_id AND uuid = ANY(:ids)",
)
TABLE = """
CREATE TABLE IF NOT EXISTS thing (
  tenant_id bigint NOT NULL, id uuid NOT NULL, value integer NOT NULL, scopes uuid[] NOT NULL,
  updated_at timestamptz NOT NULL, serial bigserial, PRIMARY KEY (tenant_id, id));
GRANT ALL ON thing TO tuyen_app;
GRANT ALL ON SEQUENCE thing_serial_seq TO tuyen_app;
"""


def lay_ground(address: str) -> None:
    """Make the table, as the owner of the schema."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(TABLE))


@dataclass
class Ground:
    """An organisation with one reader and as many scopes as wanted."""

    database: Database
    tenant_id: int
    reader: UUID = field(default_factory=new_id)

    @classmethod
    def on(cls, live: Database) -> "Ground":
        registry = Registry(datasets={"thing": THING, "organisation": ORGANISATION})
        database = Database(live.sessions, registry)
        with unit_of_work(database) as session:
            return cls(database, found_organisation(session, "Đồng ruộng").id)

    def begin(self):
        return unit_of_work(self.database, self.tenant_id)

    @property
    def actor(self) -> Actor:
        nobody = UUID(int=0)
        return Actor(self.tenant_id, nobody, nobody, self.reader)


def put(session: Session, thing_id: UUID, value: int, scopes: list[UUID]) -> None:
    """Write a thing and touch it."""
    session.execute(
        text(
            "INSERT INTO thing VALUES (:t, :id, :value, CAST(:scopes AS uuid[]), clock_timestamp())"
            " ON CONFLICT (tenant_id, id) DO UPDATE SET value = excluded.value, scopes = excluded.scopes,"
            " updated_at = excluded.updated_at"
        ),
        {"t": tenant_of(session), "id": thing_id, "value": value, "scopes": scopes},
    )
    feed.touch(session, "thing", thing_id)


def delete(session: Session, thing_id: UUID) -> None:
    """Delete a thing and touch it."""
    session.execute(
        text("DELETE FROM thing WHERE tenant_id = :t AND id = :id"), {"t": tenant_of(session), "id": thing_id}
    )
    feed.touch(session, "thing", thing_id)


@dataclass
class Handset:
    """A phone that keeps the contract: pages are staged and count together when the last has come."""

    ground: Ground
    sessions: sessionmaker[Session]
    rows: dict[str, int] = field(default_factory=dict)
    cursor: Cursor = field(default_factory=Cursor)
    staged: dict[str, int] | None = None

    def pull_page(self, limit: int) -> bool:
        """Pull one page; True when it completed the pass."""
        with self.sessions() as session:
            session.info["tenant_id"] = self.ground.tenant_id
            found = pull.page(session, self.ground.actor, self.cursor, limit)
        if self.staged is None:
            self.staged = {} if self.cursor == Cursor() else dict(self.rows)
        for row_id in found.removed.get("thing", []):
            self.staged.pop(row_id, None)
        for change in found.changes:
            row_id, value = read_change(change)
            self.staged[row_id] = value
        self.cursor = found.cursor
        if found.complete:
            self.rows, self.staged = self.staged, None
        return found.complete

    def pull(self, limit: int) -> None:
        while not self.pull_page(limit):
            pass

    def restart(self) -> None:
        """Begin again from nothing, as after `cursor_reset`; what is shown stays until the pass is complete."""
        self.cursor, self.staged = Cursor(), None


def read_change(change: str) -> tuple[str, int]:

    row = json.loads(change)
    return row["id"], row["d"]["value"]
