"""What the steps that write the small demo share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.demo.album import Album
from server.demo.crew import Crew
from server.demo.plan import Plan
from server.demo.words import Rng

Progress = Callable[[str, float], None]
RECENT_VISIT_DAYS = 8


@dataclass
class Stage:
    """What the steps share: the plan and who carries it out."""

    database: Database
    tenant_id: int
    plan: Plan
    crew: Crew
    album: Album
    rng: Rng
    now: datetime
    progress: Progress

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Open a unit of work for the organisation."""
        with unit_of_work(self.database, self.tenant_id) as session:
            yield session

    def boss_of(self, rep: str) -> Actor:
        """Return the rep's supervisor at his desk."""
        return self.crew.desks[self.crew.bosses[rep]]

    @property
    def recent_from(self) -> datetime:
        """From here on visits go through the phones' own door; what is older is written in bulk."""
        return self.now - timedelta(days=RECENT_VISIT_DAYS)
