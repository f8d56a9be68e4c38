"""A history where commits are commits, and somebody who can change it behind everybody's back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from server.accounts.service import found_organisation
from server.audit import service as audit
from server.audit.jobs import Sealer
from server.audit.rules import Anchor, Block
from server.core.database import Database
from server.core.ids import new_id
from server.core.registry import Registry
from server.core.unit_of_work import unit_of_work


@dataclass
class History:
    """An organisation's history; `superuser` knows no row-level security."""

    database: Database
    superuser: Engine
    tenant_id: int

    @classmethod
    def on(cls, database: Database, superuser: Engine) -> "History":
        quiet = Database(database.sessions, Registry(database.registry.datasets, before_commit=audit.write))
        with unit_of_work(quiet) as session:
            return cls(quiet, superuser, found_organisation(session, "Sổ").id)

    def begin(self):
        return unit_of_work(self.database, self.tenant_id)

    def write(self, *actions: str) -> None:
        """Note something in one transaction, with a detail each."""
        with self.begin() as session:
            for action in actions:
                audit.record(session, None, action, "customer", new_id(), detail={"after": {"name": action}})

    def seal(self) -> Block | None:
        with self.begin() as session:
            return audit.seal(session)

    def sealer(self, anchors=None) -> Sealer:
        return Sealer(self.database, lambda _: [self.tenant_id], anchors)

    def tick(self, anchors=None) -> None:
        self.sealer(anchors).tick(threading.Event())

    def verdict(self, *anchors: Anchor) -> audit.Verdict:
        with self.begin() as session:
            return audit.verify(session, anchors)

    @contextmanager
    def behind_its_back(self) -> Iterator[Connection]:
        """Yield a superuser's connection for which no trigger runs; commits at the end."""
        with self.superuser.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection

    def tamper(self, statement: str, **values: object) -> None:
        """Run a statement as somebody who may do anything; `:t` is the organisation."""
        with self.behind_its_back() as connection:
            connection.execute(text(statement), {"t": self.tenant_id, **values})
