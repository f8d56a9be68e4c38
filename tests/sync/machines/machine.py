"""Several phones of several people, an office that moves things about, a server that is restored: the promises hold."""

import copy
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import uuid4

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import Connection, text

from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.forms.library import shipped
from server.forms.service import publish
from server.instance.restored import begin_epoch
from server.jobs.runner import Runner
from tests.kit.console import Console
from tests.kit.people import equip
from tests.kit.pictures import BODY, Shot, new_shot
from tests.kit.world import Member, make_world
from tests.sync.machines.handset import NAMES, Answer, Handset
from tests.sync.machines.looking import BAD, bodies, differing
from tests.sync.machines.truth import Truth, Written

CREW = ("an1", "an2", "binh", "chi", "boss")
phones = st.sampled_from(CREW)
some = st.integers(0, 5)
words = st.sampled_from(["tốt", "xấu", "mới", "cũ"])
SHIPPED = max(form["version"] for form in shipped() if form["key"] == "customer.shop")
"""The newest version of the form that Tuyen ships."""


@dataclass
class Ground:
    """An application on one connection whose transaction is taken back after each life."""

    app: Flask
    database: Database
    connection: Connection


class SyncMachine(RuleBasedStateMachine):
    """`truth` is the model. A completed pass is exactly what its reader may see at its last page."""

    open_ground: ClassVar[Callable[[], tuple[Ground, Callable[[], None]]]]
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.ground, self.close_ground = type(self).open_ground()
        self.world = make_world(self.ground.database, uuid4().hex)
        self.members: dict[str, Member] = {
            "an": self.world.rep1, "binh": self.world.rep2, "chi": self.world.rep3,
            "boss": self.world.supervisor, "other": self.world.other, "director": self.world.director,
        }  # fmt: skip
        managers = {"an": "boss", "binh": "boss", "chi": "other", "boss": "director", "other": "director"}
        self.truth = Truth({**managers, "director": None})
        self.crew = {name: self.equipped(name) for name in CREW}
        self.consoles: dict[str, Console] = {}
        self.backup: tuple[Any, Truth] | None = None
        self.versions = SHIPPED
        self.shots: list[tuple[Handset, Written, Shot, bool]] = []
        self.count = 0

    def equipped(self, name: str) -> Handset:
        person = name.rstrip("12")
        with unit_of_work(self.ground.database, self.world.tenant_id) as session:
            equipped = equip(session, self.members[person])
        client = self.ground.app.test_client()
        return Handset(client, equipped.token, name, person, str(equipped.actor.device_id))

    def console(self, person: str) -> Console:
        if person not in self.consoles:
            self.ground.app.extensions["tuyen"].limiter.forget_all()
            member = self.world.admin if person == "admin" else self.members[person]
            self.consoles[person] = Console.sign_in(self.ground.app, member)
        return self.consoles[person]

    def disturb(self) -> None:
        for phone in self.crew.values():
            phone.undisturbed = False

    def pick(self, phone: Handset, number: int) -> str | None:
        held = sorted(row_id for kind, row_id in phone.rows if kind == "customer")
        return held[number % len(held)] if held else None

    @initialize(names=st.lists(words, min_size=2, max_size=3))
    def begin(self, names: list[str]) -> None:
        """Every rep has a shop, and every phone has pulled once."""
        for phone, name in zip(("an1", "binh", "chi"), [*names, "đầu"], strict=False):
            self.make(phone, name)
            self.push(phone, 5, 0, lost=False)
        for phone in CREW:
            self.pull(phone, 3)

    # What people do in the field

    @rule(phone=phones, name=words)
    def make(self, phone: str, name: str) -> None:
        self.count += 1
        values = {"full_name": f"{name} {self.count}", "note": name}
        self.crew[phone].make(values, 1 + self.count % self.versions)

    @rule(phone=phones, number=some, name=st.sampled_from(NAMES), word=words, unique=st.booleans())
    def edit(self, phone: str, number: int, name: str, word: str, unique: bool) -> None:
        handset = self.crew[phone]
        shop = self.pick(handset, number)
        if shop is not None:
            self.count += 1
            handset.edit(shop, {name: f"{word} {self.count}" if unique else word}, 1 + self.count % self.versions)

    @rule(number=some, word=words, first=st.sampled_from(["an1", "an2", "boss"]))
    def edit_the_same_field_on_two_phones(self, number: int, word: str, first: str) -> None:
        for phone in (first, "binh", "boss"):
            self.edit(phone, number, "note", word, unique=True)

    @rule(phone=phones, number=some)
    def visit(self, phone: str, number: int) -> None:
        shop = self.pick(self.crew[phone], number)
        if shop is not None:
            self.crew[phone].visit(shop)

    @rule(phone=phones, number=some, file_first=st.booleans())
    def visit_with_a_picture(self, phone: str, number: int, file_first: bool) -> None:
        handset = self.crew[phone]
        shop = self.pick(handset, number)
        if shop is None or handset.drained or len(self.shots) > 2:
            return
        shot = new_shot()
        claim = {"media_id": shot.media_id, "field": "photos", "sha256": shot.sha256, "size": len(shot.data),
                 "type": shot.type}  # fmt: skip
        done = handset.visit(shop, [claim])
        if file_first:
            self.send_file(handset, shot)
        self.shots.append((handset, done, shot, file_first))

    def send_file(self, phone: Handset, shot: Shot) -> None:
        headers = {**shot.announcement(), "Authorization": f"Bearer {phone.token}"}
        answer = phone.client.post("/api/v1/media", headers=headers, data=shot.data, content_type=BODY)
        assert answer.status_code in {200, 201}, answer.get_data()
        self.disturb()

    @rule(phone=phones, number=st.integers(0, len(BAD) - 1))
    def spoil(self, phone: str, number: int) -> None:
        self.crew[phone].spoil(BAD[number])

    # What phones say to the server

    @rule(phone=phones, count=st.integers(1, 6), turn=some, lost=st.booleans())
    def push(self, phone: str, count: int, turn: int, lost: bool) -> None:
        """Send some of what waits, in any order; the answer may be lost on the way."""
        handset = self.crew[phone]
        numbers = handset.waiting()[:count]
        self.send(handset, numbers[turn % (len(numbers) or 1) :] + numbers[: turn % (len(numbers) or 1)], lost=lost)

    @rule(phone=phones, first=some, count=st.integers(1, 6))
    def send_again(self, phone: str, first: int, count: int) -> None:
        """Send what was taken long ago, and perhaps what follows it."""
        handset = self.crew[phone]
        self.send(handset, list(handset.journal)[first : first + count], lost=True)

    def send(self, phone: Handset, numbers: list[int], *, lost: bool) -> None:
        if not numbers:
            return
        status, answer = phone.push(numbers)
        self.tally["pushes"] += 1
        taken = self.truth.taken.setdefault(phone.name, {})
        if status == 409:
            assert answer["code"] == "op_gap", answer
            assert answer["expected"] == len(taken) + 1, f"P2: {answer} after {len(taken)}"
            phone.acked = min(phone.acked, answer["expected"] - 1)
            return
        assert status == 200, answer
        results = {result["n"]: result for result in answer["results"]}
        for n in sorted(numbers):
            if n in results:
                self.learn(phone, n, results[n], taken)
        assert answer["processed_to"] == len(taken)
        if not lost:
            phone.acked = max(phone.acked, answer["processed_to"])
        self.disturb()
        self.let_the_office_work()

    def learn(self, phone: Handset, n: int, result: dict[str, Any], taken: dict[int, str]) -> None:
        done, raw = phone.journal[n]
        if n in taken:
            self.tally["sent again"] += 1
            assert result["s"] == "duplicate", f"P2: {result} for {done}"
            assert result["first"] == taken[n], f"P2: {result} for {done}, first {taken[n]}"
        elif phone.drained or done.kind == "bad":
            assert result["s"] == "quarantined", f"P12: {result} for {raw!r}"
            assert (result["code"] == "drained") == phone.drained
            taken[n] = result["s"]
            self.truth.kept.append(raw)
        else:
            assert n == len(taken) + 1, f"P2: {n} after {len(taken)}"
            self.tally[f"{done.kind} {result['s']}"] += 1
            self.truth.take(done, result)

    def let_the_office_work(self) -> None:
        """Do what waits in the outbox; what was blocked and has found its parent is answered in the receipts."""
        if not self.truth.waiting:
            return
        runner = Runner(self.ground.database)
        while due := runner.due(100):
            for tenant_id, row_id in due:
                runner.run(tenant_id, row_id)
        blocked, self.truth.waiting = self.truth.waiting, []
        for done in blocked:
            phone = self.crew[done.phone]
            headers = {"Authorization": f"Bearer {phone.token}"}
            answer = phone.client.get(f"/api/v1/sync/receipts?from_n={done.n}", headers=headers)
            self.truth.take(done, answer.json["items"][0])

    @rule(phone=phones, limit=st.integers(1, 3))
    def pull_page(self, phone: str, limit: int) -> None:
        handset = self.crew[phone]
        page = handset.pull_page(limit)
        if handset.drained:
            assert page == "device_drained"
            return
        if isinstance(page, str):
            assert page == "cursor_reset"
            return
        self.tally["pages"] += 1
        self.look_at_page(handset, page)
        if page.complete:
            handset.undisturbed = True
            self.look_at_phone(handset)

    def look_at_page(self, phone: Handset, page: Answer) -> None:
        """P9: no row of a page is hidden from its reader, or other than it is."""
        for change in page.changes:
            if change.k == "customer" and not change.x:
                assert self.truth.sees(phone.person, change.id), f"P9: {phone.name} was shown {change.id}"
                held = phone.staged if phone.staged is not None else phone.rows
                wrong = differing(held[(change.k, change.id)].fields, self.truth.shops[change.id])
                assert not wrong, f"P6: {phone.name} holds {wrong}"

    def look_at_phone(self, phone: Handset) -> None:
        """P1, P6, P10: a completed pass is what its reader may see, what was taken of him included."""
        self.tally["passes compared"] += 1
        held = {row_id for kind, row_id in phone.rows if kind == "customer"}
        assert held == self.truth.visible(phone.person), f"P1, P10: {phone.name}"
        for shop in held:
            wrong = differing(phone.rows[("customer", shop)].fields, self.truth.shops[shop])
            assert not wrong, f"P6: {phone.name} holds {wrong}"
        own = {row_id for kind, row_id in phone.rows if kind == "submission"}
        assert own == self.truth.submissions.get(phone.person, set()), f"P6: submissions of {phone.name}"
        for other in self.crew.values():
            if other.person == phone.person and other.undisturbed and not other.drained:
                assert bodies(other) == bodies(phone), f"P1: {other.name} and {phone.name}"

    @rule(phone=phones, limit=st.integers(1, 7))
    def pull(self, phone: str, limit: int) -> None:
        handset = self.crew[phone]
        for _ in range(300):
            self.pull_page(phone, limit)
            if handset.drained or (handset.staged is None and handset.cursor is not None):
                return
        raise AssertionError("P7: the pass has no end")

    @rule(phone=phones)
    def lose_the_cursor(self, phone: str) -> None:
        """A reset: what waits stays, the rest is read anew (P14)."""
        self.crew[phone].cursor = "v1.nonsense"

    # What the office does

    @rule(number=some, to=st.sampled_from(["an", "binh"]), both=st.booleans())
    def assign(self, number: int, to: str, both: bool) -> None:
        shops = sorted(shop for shop in self.truth.visible("boss") if "boss" in self.truth.above(self.owner(shop)))
        if not shops or "boss" not in self.truth.above(to):
            return
        chosen = shops if both else [shops[number % len(shops)]]
        self.console("boss").post("/customers/assign", {"ids": chosen, "owner_id": str(self.members[to].id)})
        for shop in chosen:
            self.truth.shops[shop].owner = to
        self.disturb()

    def owner(self, shop: str) -> str:
        return self.truth.shops[shop].owner

    @rule(number=some, to=st.sampled_from(["an", "binh", "chi"]), level=st.sampled_from(["view", "edit"]))
    def share(self, number: int, to: str, level: str) -> None:
        shops = sorted(shop for shop in self.truth.visible("boss") if "boss" in self.truth.above(self.owner(shop)))
        if not shops or (shops[number % len(shops)], to) in self.truth.shares:
            return
        shop = shops[number % len(shops)]
        body = {"customer_id": shop, "employee_id": str(self.members[to].id), "level": level}
        given = self.console("boss").post("/shares", body, expect=201)
        self.truth.shares[(shop, to)] = (given["id"], level)
        self.disturb()

    @precondition(lambda self: self.truth.shares)
    @rule(number=some)
    def unshare(self, number: int) -> None:
        key = sorted(self.truth.shares)[number % len(self.truth.shares)]
        self.console("director").delete(f"/shares/{self.truth.shares.pop(key)[0]}")
        self.disturb()

    @rule(who=st.sampled_from(["binh", "chi"]), to=st.sampled_from(["boss", "other"]))
    def move(self, who: str, to: str) -> None:
        """A re-organisation: all that the person has goes from one manager's sight into another's."""
        body = {"manager_id": str(self.members[to].id)}
        self.console("admin").post(f"/employees/{self.members[who].id}/move", body)
        self.truth.managers[who] = to
        self.disturb()

    @precondition(lambda self: self.versions == SHIPPED and self.backup is None)
    @rule()
    def publish(self) -> None:
        """From now on phones send the new version of the form too, beside all former ones (P16)."""
        document = copy.deepcopy(next(form for form in shipped() if form["key"] == "customer.shop"))
        with unit_of_work(self.ground.database, self.world.tenant_id) as session:
            publish(session, {**document, "version": SHIPPED + 1})
        self.versions = SHIPPED + 1
        self.disturb()

    @precondition(lambda self: not self.crew["an2"].drained and self.backup is None)
    @rule()
    def drain(self) -> None:
        """The phone is taken out of use: it hands in what it has, and reads nothing."""
        phone = self.crew["an2"]
        self.console("boss").post(f"/devices/{phone.device_id}/state", {"state": "drain"})
        phone.drained = True
        self.disturb()

    @precondition(lambda self: self.backup is None and not self.shots)
    @rule()
    def back_up(self) -> None:
        self.backup = (self.ground.connection.begin_nested(), deepcopy(self.truth))

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        """The server is what it was at the backup, with a new epoch; the phones heal it (P15)."""
        assert self.backup is not None
        savepoint, self.truth = self.backup
        self.backup, self.consoles, self.shots = None, {}, []
        savepoint.rollback()
        self.tally["restored"] += 1
        with unit_of_work(self.ground.database, self.world.tenant_id) as session:
            begin_epoch(session)
        self.disturb()

    def teardown(self) -> None:
        try:
            if all(phone.epoch for phone in self.crew.values()):
                self.end_well()
        finally:
            self.close_ground()

    def end_well(self) -> None:
        """The network is good again: everybody hands in everything and pulls, and then all agree."""
        for handset, _, shot, file_first in self.shots:
            if not file_first and not handset.drained:
                self.send_file(handset, shot)
        for _ in range(3):
            for name, phone in self.crew.items():
                self.pull(name, 50)
                if phone.drained:  # it may not pull, so it does not hear of a new epoch: it sends all of it again
                    phone.acked = 0
                while phone.waiting():
                    self.send(phone, phone.waiting(), lost=False)
        self.disturb()
        for name in self.crew:
            self.pull(name, 50)
        self.look_back()

    def look_back(self) -> None:
        """P3, P4, P12, P13, P15: everything ever written is taken, kept or lies in a conflict."""
        assert not self.truth.waiting
        self.tally["looked back"] += 1
        self.tally["conflicts"] += len(self.truth.conflicts)
        self.tally["kept"] += len(self.truth.kept)
        self.tally["pictures"] += len(self.shots)
        for phone in self.crew.values():
            assert sorted(self.truth.taken.get(phone.name, {})) == sorted(phone.journal), f"P3: {phone.name}"
        with unit_of_work(self.ground.database, self.world.tenant_id) as session:
            kept = {bytes(row[0]) for row in session.execute(text("SELECT payload FROM quarantine"))}
            rows = session.execute(text("SELECT id::text, record_id::text, kept->'value', lost->'value' FROM conflict"))
            conflicts = {row[0]: (row[1], {row[2], row[3]}) for row in rows}
        assert set(self.truth.kept) <= kept, "P12: not kept"
        for key, (shop, one, other) in self.truth.conflicts.items():
            assert conflicts[key] == (shop, {one, other}), f"P4: {conflicts.get(key)} for {(shop, one, other)}"
        self.look_at_pictures()

    def look_at_pictures(self) -> None:
        for handset, done, shot, _ in self.shots:
            if handset.drained:
                continue
            data = handset.rows[("submission", done.submission)].data
            assert f'"media_id" : "{shot.media_id}"'.encode() in data, f"P13: {data!r}"
            assert b'"awaiting"' not in data, f"P13: {data!r}"
