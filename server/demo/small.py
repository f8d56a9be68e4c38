"""Writes the small demo organisation through the product's own doors, as phones and desks would have."""

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.accounts.service import found_organisation
from server.core import clock, feed
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.demo import answers, reviews
from server.demo.album import shoot
from server.demo.bygone import write_old_customers, write_old_visits
from server.demo.contacts import write_contacts
from server.demo.crew import take_on
from server.demo.customers import Profile, new_uuid
from server.demo.ground import wards
from server.demo.itinerary import ZONE
from server.demo.phone import Entry
from server.demo.plan import DAYS, SET_UP, Shift, plan
from server.demo.records import write_records
from server.demo.selling import write_selling
from server.demo.staff import CITIES, City
from server.demo.stage import Progress, Stage, Telling
from server.demo.trouble import make_trouble
from server.demo.words import generator
from server.forms.service import Verdict, publish_shipped, review
from server.routes.service import NewAssignment, NewRoute, assign, create

NAME = "Công ty Phân phối Sông Hàn"
HOTLINE = "02363 888 999"
HELP = {
    "hotlines": [
        {
            "label": "Tổng đài",
            "phone": "0236 3888 999",
            "opens": "07:00",
            "closes": "22:00",
            "days": [1, 2, 3, 4, 5, 6, 7],
        }
    ],
    "guides": [
        {"title": "Hướng dẫn sử dụng", "url": "https://example.com/huong-dan", "kind": "guide"},
        {"title": "Câu hỏi thường gặp", "url": "https://example.com/hoi-dap", "kind": "faq"},
        {"title": "Video: một ngày đi tuyến", "url": "https://example.com/video", "kind": "video"},
    ],
    "channels": [
        {"kind": "zalo", "label": "Zalo OA Sông Hàn", "url": "https://example.com/zalo"},
        {"kind": "email", "label": "hotro@example.com", "url": "mailto:hotro@example.com"},
    ],
}
SEED = 2026
PROCESSES = 2
SHIFTS_A_TRANSACTION = 8
READ_AFTER = timedelta(days=3)


def write(database: Database, media_dir: Path, progress: Progress, name: str, cities: Sequence[City] = CITIES) -> int:
    """Write the organisation under `name`; return its tenant number."""
    now, rng = clock.now(), generator(SEED)
    tell = Telling(progress)
    tell("Lập kế hoạch tuyến và khách hàng", 0.0)
    with unit_of_work(database) as session:
        planned = plan(rng, now, wards(session, cities), cities)
    with _pool() as pool:
        with clock.at(now - SET_UP), unit_of_work(database) as session:
            organisation = found_organisation(session, name, HOTLINE)
            organisation.help, tenant_id = HELP, organisation.id
            publish_shipped(session)
            crew = take_on(session, rng, planned.posts)
        album = shoot(pool, media_dir, tenant_id, planned.shots, tell.again)
        stage = Stage(database, tenant_id, planned, crew, album, rng, now, tell)
        write_old_customers(stage)
        write_old_visits(stage, _write_routes(stage))
        _write_shifts(stage)
        _read_old_notices(stage)
        make_trouble(stage.work, rng, planned, crew, now)
        write_contacts(stage)
        write_selling(stage)
        write_records(stage)
    return tenant_id


@contextmanager
def _pool() -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _new_customer(stage: Stage, profile: Profile, at: datetime) -> Entry:
    told = answers.new_customer(stage.rng, profile, at)
    return Entry(
        id=new_uuid(stage.rng),
        form=f"customer.{profile.kind}",
        occurred_at=at,
        gps=told["gps"],
        answers=told,
        record=("customer", profile.id, None),
    )


def _write_routes(stage: Stage) -> dict[UUID, UUID]:
    """Let the supervisors set up the routes and give them to their reps; return the route of each stop."""
    begin = stage.now - timedelta(days=DAYS)
    first = begin.astimezone(ZONE).date()
    routes: dict[UUID, UUID] = {}
    for number, tour in enumerate(stage.plan.tours):
        stage.progress("Lập tuyến và giao tuyến", 0.18 + 0.04 * number / len(stage.plan.tours))
        boss = stage.boss_of(tour.rep)
        with clock.at(begin - timedelta(days=1)), stage.work() as session:
            route = create(session, boss, NewRoute(tour.name, [stop.id for stop in tour.stops]))
            assign(session, boss, route.id, NewAssignment(stage.crew.ids[tour.rep], first))
        routes.update((stop.id, route.id) for stop in tour.stops)
    return routes


def _write_shifts(stage: Stage) -> None:
    shifts = [shift for shift in stage.plan.shifts if shift.handover.at >= stage.recent_from]
    total, done = sum(len(shift.handover.calls) for shift in shifts), 0
    for some in _chunks(shifts):
        stage.progress("Ghi lượt ghé thăm và ảnh", 0.35 + 0.6 * done / total)
        with stage.work() as session:
            for shift in some:
                _hand_in(stage, session, shift)
        done += sum(len(shift.handover.calls) for shift in some)


def _chunks(shifts: Iterable[Shift]) -> Iterator[list[Shift]]:
    waiting = iter(shifts)
    while some := list(islice(waiting, SHIFTS_A_TRANSACTION)):
        yield some


def _hand_in(stage: Stage, session: Session, shift: Shift) -> None:
    at, calls = shift.handover.at, shift.handover.calls
    newcomers = [_new_customer(stage, p, calls[0].arrived_at - timedelta(minutes=9)) for p in shift.found]
    visits = [_visit(stage, shift, place) for place in range(len(calls))]
    stage.crew.phones[shift.rep].hand_in(session, [*newcomers, *visits], at)
    boss = stage.boss_of(shift.rep)
    for call in calls:
        decision = reviews.decide(stage.rng, call, at, stage.now)
        if decision:
            with clock.at(decision.at):
                review(session, boss, call.id, Verdict(decision.state, decision.comment))


def _visit(stage: Stage, shift: Shift, place: int) -> Entry:
    call = shift.handover.calls[place]
    photos = shift.photos.get(call.id, ())
    told = answers.visit(stage.rng, call, [str(photo) for photo in photos], _notified(stage, shift, place))
    return Entry(
        id=call.id,
        form="interaction.f2f",
        occurred_at=call.arrived_at,
        gps=told["gps"],
        answers=told,
        pictures=[("photos", stage.album[photo]) for photo in photos],
    )


def _notified(stage: Stage, shift: Shift, place: int) -> list[str]:
    """Return whom a rep lets know: now and then his supervisor, and once in a while the director too."""
    call = shift.handover.calls[place]
    fresh = stage.now - call.arrived_at < timedelta(days=6)
    if not (fresh and call.note) or stage.rng.random() > 0.06:  # noqa: PLR2004 - share of visits worth a notice
        return []
    posts = [stage.crew.bosses[shift.rep], *(["director"] if stage.rng.random() < 0.4 else [])]  # noqa: PLR2004
    return [str(stage.crew.ids[post]) for post in posts]


def _read_old_notices(stage: Stage) -> None:
    """Mark as read what came more than three days ago."""
    stage.progress("Hoàn tất", 0.97)
    with stage.work() as session:
        old = session.execute(
            text(
                "UPDATE notification SET read_at = at + interval '5 hours'"
                " WHERE tenant_id = :tenant_id AND at < :before RETURNING id"
            ),
            {"tenant_id": stage.tenant_id, "before": stage.now - READ_AFTER},
        )
        for row in old:
            feed.touch(session, "notification", row.id)
