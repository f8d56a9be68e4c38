"""Batches of good and bad operations, drawn by number from a seed, handed in by phones of many organisations."""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from tests.fuzz import poison
from tests.fuzz.sender import BrokenPromiseError, Item, Sender
from tests.kit.console import Console
from tests.kit.people import equip
from tests.kit.phone import FIX
from tests.kit.world import World, make_world

BATCHES_A_PHONE = 200
LONGEST_BATCH = 7
GOOD_NAMES = [
    "Tạp hoá Cô Ba",
    "Quán Cà Phê Sông Hàn",
    "Ta\u0323p hoa\u0301 Chú Tư",
    "🏪 Cửa hàng 24/7 👩\u200d👩\u200d👧",
    "\u202eمتجر\u202c",
    "日本\u200bの店",
    "a" * 2000,
    "O'Neil; --",
    '"quoted" \\ back/slash',
    "{braces} %s",
    "=1+1",
]
READ = ["/quarantine", "/submissions", "/customers", "/conflicts"]


@dataclass
class Life:
    """One phone from its enrolment to the end: `shops` is what it must hold, field by field."""

    random: Random
    sender: Sender
    world: World
    shops: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    cursor: str | None = None

    def new_id(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def submit(self, n: int, form: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        body = {"form": form, "version": 1, "occurred_at": now, "answers": answers}
        return {"n": n, "t": "submit", "id": self.new_id(), **body, **more}

    def shop(self, n: int) -> dict[str, Any]:
        name, phone = self.random.choice(GOOD_NAMES), f"0903 {self.random.randrange(10**6):06d}"
        there = self.somewhere()
        answers = {"full_name": name, "phone": phone, "address_province": "48", "address_ward": "20242", "gps": there}
        return self.submit(n, "customer.shop", answers, gps=there)

    def somewhere(self) -> dict[str, Any]:
        """A place of its own: where all shops stood in one, each would be compared and paired with every other."""
        north, east = (round(self.random.uniform(-0.1, 0.1), 6) for _ in "ne")
        return {**FIX, "lat": FIX["lat"] + north, "lon": FIX["lon"] + east}

    def visit(self, n: int) -> dict[str, Any]:
        answers = {"customer": self.random.choice(list(self.shops)), "gps": FIX, "note": "Ghé thăm"}
        return self.submit(n, "interaction.f2f", answers, gps=FIX)

    def edit(self, n: int) -> dict[str, Any]:
        shop = self.random.choice(list(self.versions))
        answers = {self.random.choice(["note", "owner_name", "house_number"]): self.random.choice(GOOD_NAMES)}
        record = {"kind": "customer", "id": shop, "base": self.versions[shop]}
        before = {name: self.shops[shop].get(name) for name in answers}
        return self.submit(n, "customer.shop", answers, record=record, before=before)

    def good(self, n: int) -> Item:
        """An operation that the server has to take; what it writes is expected from now on."""
        makers = [self.shop, self.shop, *([self.visit] if self.shops else []), *([self.edit] if self.versions else [])]
        made = self.random.choice(makers)(n)
        if made["form"] == "customer.shop":
            written = {name: stored(name, value) for name, value in made["answers"].items()}
            self.shops.setdefault(made.get("record", made)["id"], {}).update(written)
        self.used.append(made["id"])
        return Item(n, json.dumps(made, ensure_ascii=self.random.random() < 0.5).encode(), good=True)

    def bad(self, n: int) -> Item:
        if self.random.random() < 0.4:
            shop = self.random.choice(list(self.shops))
            return Item(n, poison.operation(self.random, n, self.random.choice(self.used), shop), good=False)
        makers = [self.shop, self.shop, self.visit, self.victim_edit]
        return Item(n, poison.spoilt(self.random, self.random.choice(makers)(n)), good=False)

    def victim_edit(self, n: int) -> dict[str, Any]:
        """An edit of a customer that is nobody's: what comes of it may not touch the good ones."""
        record = {"kind": "customer", "id": self.new_id(), "base": 1}
        return self.submit(n, "customer.shop", {"note": "x", "photos": []}, record=record, before={"photos": []})

    def batch(self) -> list[Item]:
        first = self.sender.last_n + 1
        if first == 1:
            return [self.good(1)]
        size = self.random.randint(1, LONGEST_BATCH)
        return [(self.good if self.random.random() < 0.45 else self.bad)(n) for n in range(first, first + size)]

    def live(self) -> None:
        """Hand in a batch, perhaps once more, and sometimes look at what the server holds."""
        items = self.batch()
        self.sender.hand_in(items)
        self.sender.tally["drawn"] += 1
        self.sender.tally["operations"] += len(items)
        if self.random.random() < 0.2:
            self.sender.again(items)
        if self.random.random() < 0.1:
            self.pull()

    def among_good_ones(self, bad: list[Callable[[int], bytes]]) -> None:
        """Hand in bad operations, a good one before each and one at the end."""
        n = self.sender.last_n
        items = []
        for make in bad:
            items += [self.good(n + 1), Item(n + 2, make(n + 2), good=False)]
            n += 2
        self.sender.hand_in([*items, self.good(n + 1)])

    def pull(self) -> None:
        """Read to the end: every good value is there as it was sent, and what is there is the sender's own."""
        headers = {"Authorization": f"Bearer {self.sender.token}"}
        complete = False
        while not complete:
            answer = self.sender.client.post("/api/v1/sync/pull", json={"cursor": self.cursor}, headers=headers)
            if answer.status_code != 200:
                raise BrokenPromiseError(f"pull: {answer.status_code} {answer.get_data()[:1000]!r}")
            page = json.loads(answer.get_data())
            complete, self.cursor = page["complete"], page["cursor"]
            for change in page["changes"]:
                self.look_at(change)
        missing = [shop for shop in self.shops if shop not in self.versions]
        if missing:
            raise BrokenPromiseError(f"not in the pull: {missing}")

    def look_at(self, change: dict[str, Any]) -> None:
        if change["k"] != "customer" or "d" not in change:
            return
        fields, row_id = change["d"]["fields"], change["id"]
        if row_id in self.shops:
            self.versions[row_id] = change["v"]
            if change["d"]["owner_id"] != str(self.world.rep1.id):
                raise BrokenPromiseError(f"another owner: {change}")
            wrong = {name: fields.get(name) for name, value in self.shops[row_id].items() if fields.get(name) != value}
            if wrong:
                raise BrokenPromiseError(f"{wrong} instead of {self.shops[row_id]}")


def stored(name: str, value: Any) -> Any:
    """A text as the server stores it; the campaign's own good telephone numbers in E.164."""
    if name == "phone":
        return f"+84{value.replace(' ', '')[1:]}"
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value


@dataclass
class Campaign:
    """The application under fire. `behind` opens sessions that see every organisation's rows."""

    app: Flask
    database: Database
    behind: Any
    seed: int
    tally: Counter[str] = field(default_factory=Counter)

    def life(self, number: int) -> Life:
        """Begin life `number`: a phone of an organisation of its own."""
        random = Random(f"{self.seed}/{number}")  # noqa: S311 - drawn again by the same seed
        world = make_world(self.database, f"{self.seed}.{number}.{self.tally['lives']}")
        with unit_of_work(self.database, world.tenant_id) as session:
            person = equip(session, world.rep1)
        self.tally["lives"] += 1
        return Life(random, Sender(self.app.test_client(), person.token, random, tally=self.tally), world)

    def run(self, number: int, batches: int = BATCHES_A_PHONE) -> None:
        """Live through life `number`; raise BrokenPromiseError with how to draw it again."""
        life = self.life(number)
        try:
            for _ in range(batches):
                life.live()
            self.close(life)
        except BrokenPromiseError as error:
            raise BrokenPromiseError(f"seed {self.seed}, life {number}, n {life.sender.last_n}: {error}") from error

    def close(self, life: Life) -> None:
        """Look at everything that is left of a life."""
        life.pull()
        life.sender.kept_bytes(self.payloads(life.world))
        self.read(life.world)

    def payloads(self, world: World) -> set[bytes]:
        """What the quarantine keeps of the organisation."""
        query = text("SELECT payload FROM quarantine WHERE tenant_id = :t")
        with self.behind.connect() as connection:
            return {bytes(row.payload) for row in connection.execute(query, {"t": world.tenant_id})}

    def read(self, world: World) -> None:
        """Nothing that was stored may bring down those who read it."""
        self.app.extensions["tuyen"].limiter.forget_all()  # one address, many sign-ins
        console = Console.sign_in(self.app, world.supervisor)
        for path in READ:
            answer = console.client.get(f"/api/v1{path}")
            if answer.status_code != 200:
                raise BrokenPromiseError(f"{path}: {answer.status_code} {answer.get_data()[:1000]!r}")
            json.loads(answer.get_data())
