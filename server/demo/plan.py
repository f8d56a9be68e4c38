"""Everything that will have happened in the small demo organisation, before a row of it is written. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from server.demo import customers, itinerary, words
from server.demo.customers import Profile, Tour, new_uuid
from server.demo.itinerary import Call, Handover
from server.demo.pictures import Snapshot
from server.demo.places import Ward
from server.demo.staff import CITIES, City, Post, posts
from server.demo.words import Rng

DAYS = 60
CALLS_A_DAY = 4
SET_UP = timedelta(days=78)  # the customers are entered from here on, the routes begin with the sixty days
ON_PHONES = timedelta(days=4)  # from here on visits go through the phones' own door; older ones are written in bulk
FOUND_EACH = 2  # customers that each rep finds on the way in these last days
SILENT_REP, SILENT_FOR = "hcm.rep5", timedelta(days=3)


@dataclass(frozen=True)
class Shift:
    """What a rep's phone hands in at one time: visits, pictures by visit, and customers that he found on the way."""

    rep: str
    handover: Handover
    photos: Mapping[UUID, tuple[UUID, ...]]
    found: tuple[Profile, ...]


@dataclass(frozen=True)
class Plan:
    """The organisation to be: people, customers known from the start by rep, routes, shifts by time, pictures."""

    posts: Sequence[Post]
    known: Mapping[str, Sequence[Profile]]
    tours: Sequence[Tour]
    shifts: Sequence[Shift]
    signs: Mapping[UUID, UUID]
    shots: Sequence[tuple[UUID, Snapshot]]


def plan(rng: Rng, now: datetime, wards: Mapping[str, Sequence[Ward]], cities: Sequence[City] = CITIES) -> Plan:
    """Return the plan for a time; `wards` are those in force by province code."""
    staff = posts(rng, cities)
    phones = words.phones(rng, sum(city.customers for city in cities))
    everybody: dict[str, list[Profile]] = {}
    for city in cities:
        everybody |= _customers_of(rng, city, staff, wards[city.province_code], phones)
    names = {ward.code: ward.name for some in wards.values() for ward in some}
    tours = _renamed([tour for mine in everybody.values() for tour in customers.tours(mine, names)], staff)
    signs = {tour.stops[0].id: new_uuid(rng) for tour in tours}
    shifts = sorted(_shifts(rng, now, tours, everybody), key=lambda shift: shift.handover.at)
    found = {profile.id for shift in shifts for profile in shift.found}
    known = {rep: [profile for profile in mine if profile.id not in found] for rep, mine in everybody.items()}
    return Plan(staff, known, tours, shifts, signs, [*_sign_shots(rng, now, tours, signs), *_shots(rng, shifts)])


def _customers_of(
    rng: Rng, city: City, staff: Sequence[Post], wards: Sequence[Ward], phones: list[str]
) -> dict[str, list[Profile]]:
    reps = [post.key for post in staff if post.role == "rep" and post.city == city.name]
    numbers = [phones.pop() for _ in range(city.customers)]
    found: dict[str, list[Profile]] = {rep: [] for rep in reps}
    for profile in customers.profiles(rng, city, wards, reps, numbers):
        found[profile.rep].append(profile)
    return found


def _renamed(tours: Sequence[Tour], staff: Sequence[Post]) -> list[Tour]:
    """Return the tours with names that differ, since no two routes in use may be called alike."""
    person = {post.key: post.name for post in staff}
    names = words.distinct([tour.name for tour in tours], [person[tour.rep] for tour in tours])
    return [replace(tour, name=name) for tour, name in zip(tours, names, strict=True)]


def _shifts(
    rng: Rng, now: datetime, tours: Sequence[Tour], everybody: Mapping[str, Sequence[Profile]]
) -> Iterator[Shift]:
    for rep, mine in everybody.items():
        ways = [tour for tour in tours if tour.rep == rep]
        handed = itinerary.handovers(rng, itinerary.calls(rng, ways, now, days=DAYS, a_day=CALLS_A_DAY), now)
        if rep == SILENT_REP:
            handed = [handover for handover in handed if now - handover.at > SILENT_FOR]
        off_route = [profile for profile in mine if not any(profile in tour.stops for tour in ways)]
        late = [place for place, handover in enumerate(handed) if now - handover.at < ON_PHONES]
        chosen = dict(zip(rng.sample(late, min(len(late), FOUND_EACH)), off_route, strict=False))
        for place, handover in enumerate(handed):
            found = (chosen[place],) if place in chosen else ()
            yield Shift(rep, handover, {c.id: _ids(rng, c) for c in handover.calls if c.photos}, found)


def _ids(rng: Rng, call: Call) -> tuple[UUID, ...]:
    return tuple(new_uuid(rng) for _ in range(call.photos))


def _sign_shots(
    rng: Rng, now: datetime, tours: Sequence[Tour], signs: Mapping[UUID, UUID]
) -> list[tuple[UUID, Snapshot]]:
    stops = [tour.stops[0] for tour in tours]
    return [(signs[stop.id], _snapshot(rng, "front", stop, stop.point, now - SET_UP)) for stop in stops]


def _shots(rng: Rng, shifts: Sequence[Shift]) -> list[tuple[UUID, Snapshot]]:
    found = []
    for shift in shifts:
        for call in shift.handover.calls:
            for number, media_id in enumerate(shift.photos.get(call.id, ())):
                subject = "shelf" if number else rng.choice(("front", "front", "shelf"))
                at = call.arrived_at + timedelta(minutes=1 + number, seconds=rng.randint(0, 50))
                found.append((media_id, _snapshot(rng, subject, call.profile, (call.lat, call.lon), at)))
    return found


def _snapshot(rng: Rng, subject: str, profile: Profile, place: tuple[float, float], at: datetime) -> Snapshot:
    digits = profile.phone
    written = f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return Snapshot(rng.getrandbits(48), subject, profile.name, written, *place, at)
