"""The customers of the demo organisation and the routes round them, made from a seeded generator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from server.demo import words
from server.demo.places import Point, Ward, choose_wards, districts, round_trip, spot
from server.demo.staff import City
from server.demo.words import Rng

KINDS = {"shop": 74, "household": 10, "organisation": 8, "person": 8}  # per cent
ROUTES_PER_REP = 2
STOPS = 30


@dataclass(frozen=True)
class Profile:
    """A customer to be: `rep` is the post that looks after him; telephone as ten digits, place in degrees."""

    id: UUID
    kind: str
    name: str
    phone: str
    province_code: str
    ward_code: str
    house_number: str
    lat: float
    lon: float
    rep: str

    @property
    def point(self) -> Point:
        """Where he is."""
        return self.lat, self.lon


@dataclass(frozen=True)
class Tour:
    """A route to be: its stops in the order of visiting."""

    name: str
    rep: str
    stops: tuple[Profile, ...]


def new_uuid(rng: Rng) -> UUID:
    """Return a random UUID (version 4) as a phone makes them, the same for the same generator."""
    return UUID(int=rng.getrandbits(128), version=4)


def profiles(rng: Rng, city: City, wards: Sequence[Ward], reps: Sequence[str], phones: Sequence[str]) -> list[Profile]:
    """Return one customer of the city for each telephone number, each rep's in one part of the city."""
    drawn = choose_wards(rng, wards, (city.lat, city.lon), len(phones))
    places = [(spot(rng, ward), ward) for ward in drawn]
    parts = districts(places, len(reps))
    placed = [(rep, point, ward) for rep, part in zip(reps, parts, strict=True) for point, ward in part]
    kinds = rng.choices(list(KINDS), list(KINDS.values()), k=len(placed))
    streets = [words.street(rng, city.province_code) for _ in placed]
    names = words.distinct([words.customer(rng, kind) for kind in kinds], streets)
    return [
        Profile(
            new_uuid(rng), kind, name, phone, city.province_code, ward.code,
            words.house_number(rng, city.province_code, street), point[0], point[1], rep,
        )
        for (rep, point, ward), kind, street, name, phone in zip(
            placed, kinds, streets, names, phones, strict=True
        )
    ]  # fmt: skip


def tours(mine: Sequence[Profile], ward_names: Mapping[str, str]) -> list[Tour]:
    """Return a rep's two routes over his shops and firms, each in one half of his part of the city."""
    worth = [(profile.point, profile) for profile in mine if profile.kind in {"shop", "organisation"}]
    halves = districts(worth, ROUTES_PER_REP)
    found = []
    for days, half in zip(("T2-4-6", "T3-5-7"), halves, strict=True):
        stops = [profile for _, profile in round_trip(half[:STOPS])]
        codes = [profile.ward_code for profile in stops]
        ward = ward_names[max(codes, key=codes.count)]
        found.append(Tour(f"Tuyến {ward} {days}", stops[0].rep, tuple(stops)))
    return found
