"""Writes the large demo organisation in bulk: for measuring, with the shapes and sizes of a national sales force."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.accounts.passwords import hash_password
from server.accounts.service import Hire, add_branch, found_organisation, hire, open_account, shipped_title
from server.core import clock
from server.core.database import Database, tenant_of
from server.core.unit_of_work import unit_of_work
from server.demo import answers, customers, history, words
from server.demo.album import Picture, develop
from server.demo.bygone import reserve_codes
from server.demo.crew import PASSWORD
from server.demo.customers import Profile, new_uuid
from server.demo.ground import wards
from server.demo.history import OldCustomer
from server.demo.itinerary import NOTES, ZONE, working_days
from server.demo.pictures import Snapshot
from server.demo.staff import CITIES, City
from server.demo.words import Rng, generator
from server.forms.service import publish_shipped

NAME = "Tập đoàn Bán lẻ Trường Sơn"
HOTLINE = "1900 633 999"
LOGINS = ("giamdoc@lon.demo.tuyen.vn", "giamsat@lon.demo.tuyen.vn", "nhanvien@lon.demo.tuyen.vn")
SEED = 1975
DAYS, TEAM, AREA = 60, 10, 8
PICTURES, PICTURED_VISITS = 8, 400
CHUNK = 5_000
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Extent:
    """How large the organisation becomes, and on how many connections it is written at once."""

    employees: int = 2_000
    customers: int = 100_000
    visits_each: int = 10
    connections: int = 2


@dataclass(frozen=True)
class Rep:
    """A rep and his supervisor."""

    id: UUID
    supervisor_id: UUID


@dataclass
class Site:
    """What the steps share."""

    database: Database
    tenant_id: int
    extent: Extent
    rng: Rng
    now: datetime
    progress: Progress


def write(database: Database, media_dir: Path, progress: Progress, name: str, extent: Extent = Extent()) -> int:
    """Write the organisation under `name`; return its tenant number."""
    now = clock.now()
    with clock.at(now - timedelta(days=DAYS + 30)), unit_of_work(database) as session:
        tenant_id = found_organisation(session, name, HOTLINE).id
        publish_shipped(session)
    site = Site(database, tenant_id, extent, generator(SEED), now, progress)
    reps = _hire_all(site)
    ids = _write_customers(site, reps)
    _write_visits(site, ids)
    _attach_pictures(site, _shoot(site, media_dir))
    return tenant_id


def _hire_all(site: Site) -> dict[str, list[Rep]]:
    """Take everybody on: director, branches, area managers, supervisors, reps; return the reps by city."""
    password_hash = hash_password(PASSWORD)
    with unit_of_work(site.database, site.tenant_id) as session:
        director = _hire(site, session, ("Giám đốc kinh doanh", "supervisor", None, None))
        open_account(session, director, LOGINS[0], password_hash=password_hash)
    left = site.extent.employees - 1
    reps: dict[str, list[Rep]] = {}
    for number, city in enumerate(CITIES):
        share = left // (len(CITIES) - number)
        left -= share
        reps[city.name] = []
        for made, found in _hire_branch(site, city, director, share):
            reps[city.name] += found
            site.progress("Tuyển nhân sự", 0.1 * (number + made / share) / len(CITIES))
    shown = reps[CITIES[1].name][0]
    with unit_of_work(site.database, site.tenant_id) as session:
        open_account(session, shown.supervisor_id, LOGINS[1], password_hash=password_hash)
        open_account(session, shown.id, LOGINS[2], password_hash=password_hash)
    return reps


def _hire_branch(site: Site, city: City, director: UUID, share: int) -> Iterator[tuple[int, list[Rep]]]:
    """Hire a team at a time; yield how many are there and the team's reps."""
    with unit_of_work(site.database, site.tenant_id) as session:
        branch = add_branch(session, city.name).id
        chief = area = _hire(site, session, ("Giám đốc chi nhánh", "supervisor", director, branch))
    made, teams = 1, 0
    while made < share:
        with unit_of_work(site.database, site.tenant_id) as session:
            if teams % AREA == 0:
                area = _hire(site, session, ("Giám sát vùng", "supervisor", chief, branch))
                made += 1
            supervisor = _hire(site, session, ("Giám sát bán hàng", "supervisor", area, branch))
            size = max(1, min(TEAM, share - made - 1))
            team = [_hire(site, session, ("Nhân viên bán hàng", "rep", supervisor, branch)) for _ in range(size)]
        made, teams = made + 1 + size, teams + 1
        yield made, [Rep(one, supervisor) for one in team]


def _hire(site: Site, session: Session, post: tuple[str, str, UUID | None, UUID | None]) -> UUID:
    title, part, manager_id, branch_id = post
    title_id = shipped_title(session, part, title)
    return hire(session, Hire(words.person(site.rng), title_id, manager_id, branch_id)).id


def _write_customers(site: Site, reps: dict[str, list[Rep]]) -> list[UUID]:
    """Write the customers with the forms that made them and what phones hold of them; return their ids."""
    with unit_of_work(site.database, site.tenant_id) as session:
        ground = wards(session)
        numbers = count(reserve_codes(session, site.extent.customers))
    phones = words.phones(site.rng, site.extent.customers)
    share = site.extent.customers // len(CITIES)
    written: list[UUID] = []
    for number, city in enumerate(CITIES):
        mine = {str(rep.id): rep for rep in reps[city.name]}
        wanted = (
            phones[number * share :] if number == len(CITIES) - 1 else phones[number * share : (number + 1) * share]
        )
        profiles = customers.profiles(site.rng, city, ground[city.province_code], list(mine), wanted)
        for place in range(0, len(profiles), CHUNK):
            rows = [
                _old(site, profile, mine[profile.rep], next(numbers)) for profile in profiles[place : place + CHUNK]
            ]
            with unit_of_work(site.database, site.tenant_id) as session:
                history.trust(session)
                history.prepare(session)
                history.stage(session, rows, OldCustomer)
                history.write_customers(session, proofs=False)
                history.feed_customers(session)
            written += [row.id for row in rows]
            site.progress("Nhập khách hàng", 0.1 + 0.2 * len(written) / site.extent.customers)
    return written


def _old(site: Site, profile: Profile, rep: Rep, number: int) -> OldCustomer:
    at = site.now - timedelta(days=DAYS + 1 + number % 25, minutes=number % 480)
    return OldCustomer(
        id=profile.id,
        type=profile.kind,
        status=("customer", "customer", "potential", "lead")[number % 4],
        code=f"KH{number:06d}",
        owner_id=rep.id,
        fields=answers.new_customer(site.rng, profile, at),
        submission_id=new_uuid(site.rng),
        device_id=None,
        device_n=None,
        occurred_at=at,
        received_at=at + timedelta(seconds=40),
        media=[],
        reviewer_id=rep.supervisor_id,
        reviewed_at=at + timedelta(hours=9),
    )


# The draws refer to the customer and to `k`, or the planner may make them once for many rows.
VISITS = """
INSERT INTO staged_visit (submission_id, visit_id, activity_id, customer_id, employee_id, occurred_at, received_at,
  answers, media, state, reviewer_id, reviewed_at)
SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), c.id, c.owner_id, v.at,
  v.at + make_interval(secs => 60 + 240 * d.late),
  jsonb_strip_nulls(jsonb_build_object('customer', c.id, 'gps', jsonb_build_object(
      'lat', round((ST_Y(c.location::geometry) + d.north)::numeric, 7), 'lon',
      round((ST_X(c.location::geometry) + d.east)::numeric, 7), 'accuracy_m', round((4 + 24 * d.late)::numeric, 1),
      'fixed_at', to_char(v.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24\\:MI\\:SS"+00\\:00"'),
      'provider', 'gps', 'mock', d.odd < 0.006),
    'tags', CASE WHEN d.late < 0.6 THEN jsonb_build_array((CAST(:tags AS text[]))[1 + floor(d.odd * 5)]) END,
    'note', CASE WHEN d.odd < 0.6
      THEN (CAST(:notes AS text[]))[1 + floor(d.late * cardinality(CAST(:notes AS text[])))] END)),
  '[]', CASE WHEN v.at < :fresh THEN 'approved' ELSE 'received' END,
  CASE WHEN v.at < :fresh THEN e.manager_id END, CASE WHEN v.at < :fresh THEN v.at + interval '20 hours' END
FROM customer c
JOIN employee e ON e.tenant_id = c.tenant_id AND e.id = c.owner_id
CROSS JOIN generate_series(0, :each - 1) AS k
CROSS JOIN LATERAL (
  SELECT random() AS day, 8 * random() AS hour, random() AS late, random() AS odd,
    (random() - 0.5) * CASE WHEN random() < 0.015 THEN 0.03 ELSE 0.0004 END AS north, (random() - 0.5) * 0.0004 AS east
  WHERE k >= 0 AND c.id IS NOT NULL
) d
CROSS JOIN LATERAL (
  SELECT date_trunc('second', (CAST(:days AS timestamptz[]))[
      1 + floor((k + d.day) * cardinality(CAST(:days AS timestamptz[])) / :each)]
    + make_interval(secs => 3600 * (8 + d.hour + CASE WHEN d.hour > 3.75 THEN 1.5 ELSE 0 END))) AS at
) v
WHERE c.tenant_id = :tenant_id AND c.id = ANY(:ids)
"""


def _write_visits(site: Site, ids: Sequence[UUID]) -> None:
    """Write the visits of some customers at a time, spread over the working days until yesterday."""
    yesterday = site.now.astimezone(ZONE).date() - timedelta(days=1)
    values = {
        "days": [datetime.combine(day, time(), ZONE) for day in working_days(yesterday, DAYS)],
        "each": site.extent.visits_each,
        "fresh": site.now - timedelta(days=3),
        "tags": list(answers.TAGS),
        "notes": list(NOTES),
    }
    step = CHUNK // site.extent.visits_each

    def write_some(place: int) -> None:
        with unit_of_work(site.database, site.tenant_id) as session:
            session.execute(text("SELECT setseed(:seed)"), {"seed": place / 2**31})
            history.trust(session)
            history.prepare(session)
            chosen = {"tenant_id": tenant_of(session), "ids": list(ids[place : place + step])}
            session.execute(text(VISITS), values | chosen)
            history.write_visits(session, proofs=False)
            history.feed_submissions(session)

    places = range(0, len(ids), step)
    for done, _ in enumerate(_in_threads(write_some, places, site.extent.connections), 1):
        site.progress("Ghi lượt ghé thăm", 0.3 + 0.68 * done / len(places))


def _in_threads(work: Callable[[int], None], places: Iterable[int], threads: int) -> Iterator[None]:
    """Do the work for each place, in as many threads as there are connections; yield as each is done."""
    if threads == 1:
        yield from map(work, places)
        return
    with ThreadPoolExecutor(threads) as pool:
        for job in as_completed([pool.submit(work, place) for place in places]):
            yield job.result()


def _shoot(site: Site, media_dir: Path) -> list[Picture]:
    """Make a handful of pictures, which many visits will share."""
    place = CITIES[1]
    shots = [
        (
            new_uuid(site.rng),
            Snapshot(number, "shelf", words.customer(site.rng, "shop"), "0905 123 456", place.lat, place.lon, site.now),
        )
        for number in range(PICTURES)
    ]
    return develop(media_dir, site.tenant_id, shots)


PICTURED = """
CREATE TEMP TABLE pictured ON COMMIT DROP AS
SELECT v.submission_id, v.employee_id, v.received_at, gen_random_uuid() AS media_id, p.*
FROM (SELECT *, row_number() OVER (ORDER BY checked_in_at DESC, id) AS place FROM visit WHERE tenant_id = :tenant_id
      ORDER BY checked_in_at DESC, id LIMIT :visits) v
JOIN unnest(CAST(:hashes AS text[]), CAST(:sizes AS bigint[]), CAST(:dhashes AS bigint[])) WITH ORDINALITY
  AS p(sha256, size, dhash, number) ON p.number = 1 + v.place % :pictures
"""
ATTACH = (
    """
    INSERT INTO media_object (tenant_id, id, sha256, type, size, state, width, height, dhash, employee_id, created_at,
      stored_at, processed_at)
    SELECT :tenant_id, media_id, sha256, 'image/jpeg', size, 'ready', 800, 600, dhash, employee_id, received_at,
      received_at, received_at FROM pictured
    """,
    """
    INSERT INTO media_link (tenant_id, submission_id, media_id, field, sha256, employee_id, bound_at)
    SELECT :tenant_id, submission_id, media_id, 'photos', sha256, employee_id, received_at FROM pictured
    """,
    """
    UPDATE submission s SET answers = s.answers || jsonb_build_object('photos', jsonb_build_array(p.media_id)),
      media = jsonb_build_array(jsonb_build_object('media_id', p.media_id, 'field', 'photos', 'sha256', p.sha256,
        'size', p.size, 'type', 'image/jpeg'))
    FROM pictured p WHERE s.tenant_id = :tenant_id AND s.id = p.submission_id
    """,
)


def _attach_pictures(site: Site, pictures: list[Picture]) -> None:
    """Give the newest visits a picture each, out of the few."""
    values = {
        "visits": PICTURED_VISITS,
        "pictures": len(pictures),
        "hashes": [picture.sha256 for picture in pictures],
        "sizes": [picture.size for picture in pictures],
        "dhashes": [picture.signed_hash for picture in pictures],
    }
    with unit_of_work(site.database, site.tenant_id) as session:
        session.execute(text(PICTURED), values | {"tenant_id": site.tenant_id})
        for statement in ATTACH:
            session.execute(text(statement), {"tenant_id": site.tenant_id})
        history.touch_all(session, "submission", "SELECT submission_id FROM pictured")
    site.progress("Gắn ảnh", 0.99)
