"""Every path by which data leaves, read as a person and compared with what the model lets him see."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask import Flask
from openpyxl import load_workbook

from server.core.database import Database
from server.customers.queries import Filter
from server.customers.service.exporting import export
from server.forms.media import is_visible as sees_file
from tests.visibility.plans import Plan
from tests.visibility.world import World, build, change

COUNTRY = "102,8,110,24"
DETAILS = 40
"""Each viewer asks for the detail of every fortieth thing, another than his neighbour."""
Seen = set[int]


@dataclass(frozen=True)
class Difference:
    """What a path showed and the model does not, or the other way round."""

    path: str
    viewer: int
    wrong: frozenset[int]


@dataclass
class Tally:
    """How many pairs of a viewer and a thing were checked, by path, and every difference."""

    checks: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, path: str, viewer: int, shown: Seen, wanted: Seen, among: Seen) -> None:
        self.checks[path] += len(among)
        if shown != wanted & among:
            self.differences.append(Difference(path, viewer, frozenset(shown ^ (wanted & among))))


def live_through(app: Flask, database: Database, plan: Plan, settle: Callable[[], None] = lambda: None) -> Tally:
    """Build an organisation, let it `settle`, let its changes happen, and read every path afterwards."""
    tally, world = Tally(), build(app, database, plan)
    settle()
    pull_phones(world, tally)
    for what, one, other in plan.changes:
        change(world, what, one, other)
    compare(world, tally)
    return tally


def pull_phones(world: World, tally: Tally) -> None:
    """Pull everybody's phone, so that what comes later has to be taken away again."""
    for viewer in world.model.in_service():
        held = _held(Reader(world, viewer))
        tally.add("phone", viewer, held, world.model.customers_of(viewer), set(world.customers))


def compare(world: World, tally: Tally) -> None:
    """Read every path as everybody in service."""
    for viewer in world.model.in_service():
        customers, people = world.model.customers_of(viewer), world.model.people_of(viewer)
        for path, shown, among in _customers(world, viewer):
            tally.add(path, viewer, shown, customers, among)
        for path, shown, among in _people(world, viewer):
            tally.add(path, viewer, shown, people, among)


class Reader:
    """A person who reads through the interface with his phone's credential."""

    def __init__(self, world: World, viewer: int) -> None:
        self.phone = world.phones[viewer]
        self.customers = {str(uuid): number for number, uuid in world.customers.items()}

    def status(self, path: str) -> int:
        return int(self.phone.client.get(f"/api/v1{path}", headers=self.phone.headers).status_code)

    def items(self, path: str, **query: Any) -> list[Any]:
        answer = self.phone.client.get(f"/api/v1{path}", headers=self.phone.headers, query_string=query)
        if answer.status_code == 403:
            return []
        assert answer.status_code == 200, answer.text
        return list(answer.json["items"])


def _customers(world: World, viewer: int) -> Iterator[tuple[str, Seen, Seen]]:
    """Yield each path that shows customers: the numbers of those it showed, and which there are at all."""
    reader = Reader(world, viewer)
    number, everyone = reader.customers, set(world.customers)
    page = reader.phone.client.get("/api/v1/customers?limit=200", headers=reader.phone.headers).json
    yield "list", {number[item["id"]] for item in page["items"]}, everyone
    assert page["total"] == len(page["items"]), (viewer, page["total"], len(page["items"]))
    yield "search", {number[item["id"]] for item in reader.items("/customers", q="khach", limit=200)}, everyone
    yield "search by code", {number[item["id"]] for item in reader.items("/customers", q="kh000", limit=200)}, everyone
    yield "recent", {number[item["id"]] for item in reader.items("/customers/recent", limit=200)}, everyone
    yield "map", {number[item[0]] for item in reader.items("/customers/points", bbox=COUNTRY)}, everyone
    yield "export", _exported(world, viewer), everyone
    yield "phone", _held(reader), everyone
    asked = {n: uuid for uuid, n in number.items() if (n + viewer) % DETAILS == 0}
    for path in ("", "/why", "/timeline", "/history"):
        shown = {n for n, uuid in asked.items() if reader.status(f"/customers/{uuid}{path}") == 200}
        yield f"detail{path}", shown, set(asked)
    conflicts = {str(uuid): n for n, uuid in world.conflicts.items()}
    if reader.status("/conflicts") == 200:
        shown = {conflicts[item["id"]] for item in reader.items("/conflicts", state="open", limit=200)}
        yield "conflicts", shown, everyone


def _held(reader: Reader) -> Seen:
    reader.phone.pull()
    return {reader.customers[uuid] for uuid in reader.phone.held("customer")}


def _exported(world: World, viewer: int) -> Seen:
    with world.work() as session:
        book = export(session, world.actor(session, viewer), Filter())
    rows = list(load_workbook(BytesIO(book), read_only=True).active.iter_rows(min_row=3, max_col=1, values_only=True))
    return {int(row[0].removeprefix("KH")) for row in rows}


def _people(world: World, viewer: int) -> Iterator[tuple[str, Seen, Seen]]:
    """Yield each path that shows what people made: the numbers of its authors, and whose there are at all."""
    reader = Reader(world, viewer)
    person = {str(uuid): number for number, uuid in world.people.items()}
    visits = {str(uuid): number for number, uuid in world.visits.items()}
    travellers, everybody = set(world.visits), set(world.people)
    yield "submissions", {visits[item["id"]] for item in reader.items("/submissions", limit=200)}, travellers
    asked = {n: uuid for uuid, n in visits.items() if (n + viewer) % DETAILS == 0}
    opened = {n for n, uuid in asked.items() if reader.status(f"/submissions/{uuid}") == 200}
    yield "submission", opened, set(asked)
    shown = reader.items("/visits", limit=200)
    yield "visits", {person[item["employee"]["id"]] for item in shown}, travellers
    staff = set(world.model.in_service())
    yield "employees", {person[item["id"]] for item in reader.items("/employees")}, staff
    if reader.status("/devices") == 200:
        yield "devices", {person[item["employee"]["id"]] for item in reader.items("/devices")}, everybody
    with world.work() as session:
        actor = world.actor(session, viewer)
        yield "files", {n for n, uuid in world.media.items() if sees_file(session, actor, uuid)}, everybody
