"""What does not go smoothly in the demo: edits that meet, and an operation that cannot be applied."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.core import feed
from server.demo.answers import position
from server.demo.crew import Crew
from server.demo.customers import Profile, new_uuid
from server.demo.phone import Entry
from server.demo.places import shifted
from server.demo.plan import Plan
from server.demo.words import Rng

Work = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Clash:
    """Two people's values for one field of the same customer, the rep's first."""

    rep: str
    field: str
    first: Callable[[Profile, datetime], Any]
    second: Callable[[Profile, datetime], Any]


CLASHES = (
    Clash("danang.rep", "phone", lambda *_: "0905 334 118", lambda *_: "0935 772 046"),
    Clash(
        "danang.rep2",
        "gps",
        lambda p, at: position(*shifted(p.point, 310, 120), 9.0, at),
        lambda p, at: position(*shifted(p.point, -280, -350), 12.0, at),
    ),
    Clash("hcm.rep", "opening_hours", lambda *_: "06:30 - 21:30", lambda *_: "08:00 - 20:00"),
)


def make_trouble(work: Work, rng: Rng, plan: Plan, crew: Crew, now: datetime) -> None:
    """Let reps and supervisors edit the same customers out of each other's sight, and send an unknown form."""
    for number, clash in enumerate(CLASHES):
        _edit_twice(work, rng, plan, crew, clash, now - timedelta(hours=5 - number))
    _send_unknown(work, rng, crew, now - timedelta(hours=1))


def _edit_twice(work: Work, rng: Rng, plan: Plan, crew: Crew, clash: Clash, at: datetime) -> None:
    profile = _shop_of(plan, clash.rep)
    with work() as session:
        base = feed.current_seq(session)
    for post, made in ((clash.rep, clash.first), (crew.bosses[clash.rep], clash.second)):
        entry = Entry(
            id=new_uuid(rng),
            form="customer.shop",
            occurred_at=at,
            gps=position(profile.lat, profile.lon, 10.0, at),
            answers={clash.field: made(profile, at)},
            record=("customer", profile.id, base),
        )
        at += timedelta(minutes=11)
        with work() as session:
            crew.phones[post].hand_in(session, [entry], at)


def _shop_of(plan: Plan, rep: str) -> Profile:
    tour = next(tour for tour in plan.tours if tour.rep == rep)
    return next(stop for stop in tour.stops[1:] if stop.kind == "shop")


def _send_unknown(work: Work, rng: Rng, crew: Crew, at: datetime) -> None:
    entry = Entry(new_uuid(rng), "interaction.f2f", at, None, {"note": "Biểu mẫu thử nghiệm"}, version=99)
    with work() as session:
        crew.phones["hanoi.rep"].hand_in(session, [entry], at, refused=True)
