"""What happens to tickets by the clock."""

import threading
from collections.abc import Callable

from sqlalchemy.orm import Session

from server.activities.service.tickets import BATCH, tell_of_late
from server.core.database import Database
from server.core.unit_of_work import unit_of_work

EVERY_S = 60.0


class Watch:
    """Tells of tickets past their deadline, each once, of every organisation; several may do it at once."""

    def __init__(self, database: Database, tenants: Callable[[Session], list[int]]) -> None:
        self._database = database
        self._tenants = tenants

    def tick(self, stop: threading.Event) -> None:
        """Tell of what is late by now, a transaction a batch."""
        with unit_of_work(self._database) as session:
            tenants = self._tenants(session)
        for tenant_id in tenants:
            while not stop.is_set():
                with unit_of_work(self._database, tenant_id) as session:
                    told = tell_of_late(session)
                if told < BATCH:
                    break
