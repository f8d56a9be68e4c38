"""What the steps that write the small demo share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.demo.album import Album
from server.demo.crew import Crew
from server.demo.customers import Profile
from server.demo.phone import Named
from server.demo.plan import ON_PHONES, Plan
from server.demo.words import Rng

Progress = Callable[[str, float], None]


class Telling:
    """Tells how far it is; the share never falls."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._last = progress, ("", 0.0)

    def __call__(self, doing: str, share: float) -> None:
        """Tell what is being done and the share that is done."""
        self._last = (doing, max(share, self._last[1]))
        self._progress(*self._last)

    def again(self) -> None:
        """Tell the same once more, as a sign of life."""
        self._progress(*self._last)


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
    progress: "Telling"

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Open a unit of work for the organisation."""
        with unit_of_work(self.database, self.tenant_id) as session:
            yield session

    def boss_of(self, rep: str) -> Actor:
        """Return the rep's supervisor at his desk."""
        return self.crew.desks[self.crew.bosses[rep]]

    def sign_of(self, profile: Profile) -> Named:
        """Return the picture of his shop-front, with its field, for those that have one."""
        media_id = self.plan.signs.get(profile.id)
        field = "sign_photos" if profile.kind == "shop" else "photos"
        return [(field, self.album[media_id])] if media_id else []

    @property
    def recent_from(self) -> datetime:
        """From here on visits go through the phones' own door."""
        return self.now - ON_PHONES
