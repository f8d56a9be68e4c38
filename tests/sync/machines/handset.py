"""A phone that keeps the contract, one request at a time, so that anything may happen in between."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from flask.testing import FlaskClient

from tests.kit.phone import FIX
from tests.sync.machines.truth import Written

Key = tuple[str, str]


class Change(msgspec.Struct):
    """A change of a page, its content as the bytes that came."""

    k: str
    id: str
    v: int = 0
    d: msgspec.Raw = msgspec.Raw(b"null")
    x: int = 0


class Answer(msgspec.Struct):
    """A page of a pull."""

    epoch: str
    complete: bool
    cursor: str
    acked_n: int
    changes: list[Change]
    remove: list[tuple[str, list[str]]]


@dataclass
class Held:
    """A row on a phone: its number and its bytes."""

    v: int
    data: bytes

    @property
    def fields(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.data)["fields"]
        return found


@dataclass
class Handset:
    """What the phone `name` of `person` holds. `journal` is every operation that it ever made, by number.

    `undisturbed`: nothing was committed since its last pass was complete.
    """

    client: FlaskClient
    token: str
    name: str
    person: str
    device_id: str
    journal: dict[int, tuple[Written, bytes]] = field(default_factory=dict)
    acked: int = 0
    rows: dict[Key, Held] = field(default_factory=dict)
    staged: dict[Key, Held] | None = None
    cursor: str | None = None
    epoch: str | None = None
    drained: bool = False
    undisturbed: bool = False
    shown: dict[Key, set[Any]] = field(default_factory=dict)
    pending: dict[Key, str] = field(default_factory=dict)

    def post(self, path: str, body: Any) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.client.post(f"/api/v1{path}", data=json.dumps(body), headers=headers)
        assert answer.status_code < 500, answer.get_data()
        return answer.status_code, answer.get_data()

    # What the person does

    def make(self, values: dict[str, str], version: int) -> Written:
        shop = str(uuid4())
        done = self._written("make", shop, shop, values)
        self._keep(done, {"form": "customer.shop", "version": version, "answers": {**values, "gps": FIX}})
        return done

    def edit(self, shop: str, values: dict[str, str], version: int) -> None:
        held = self.rows[("customer", shop)]
        before = {name: self.value(shop, name) for name in values}
        known = {name: frozenset(self.shown.get((shop, name), set())) for name in values}
        done = self._written("edit", str(uuid4()), shop, values, before=before, known=known)
        record = {"kind": "customer", "id": shop, "base": held.v}
        more = {"form": "customer.shop", "version": version, "record": record, "before": before}
        self._keep(done, {**more, "answers": values})
        for name, value in values.items():
            self.pending[(shop, name)] = value
            self.shown.setdefault((shop, name), set()).add(value)

    def visit(self, shop: str, media: list[dict[str, Any]] | None = None) -> Written:
        done = self._written("visit", str(uuid4()), shop, {})
        more = {"media": media} if media else {}
        self._keep(done, {"form": "interaction.f2f", "version": 1, "answers": {"customer": shop, "gps": FIX}, **more})
        return done

    def spoil(self, body: dict[str, Any]) -> None:
        """Make an operation that the server cannot apply."""
        self._keep(self._written("bad", str(uuid4()), None, {}), body)

    def value(self, shop: str, name: str) -> Any:
        """What the screen shows: what waits is laid over what was pulled."""
        return self.pending.get((shop, name), self.rows[("customer", shop)].fields.get(name))

    def _written(self, kind: str, submission: str, shop: str | None, values: dict[str, str], **more: Any) -> Written:
        n = len(self.journal) + 1
        return Written(self.name, self.person, n, kind, submission, shop, dict(values), **more)

    def _keep(self, done: Written, body: dict[str, Any]) -> None:
        whole = {"n": done.n, "t": "submit", "id": done.submission, "occurred_at": now(), **body}
        self.journal[done.n] = (done, json.dumps(whole).encode())

    # What it says to the server

    def waiting(self) -> list[int]:
        return [n for n in self.journal if n > self.acked]

    def push(self, numbers: list[int]) -> tuple[int, Any]:
        ops = b", ".join(self.journal[n][1] for n in numbers)
        body = b'{"sent_at": "' + now().encode() + b'", "ops": [' + ops + b"]}"
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.client.post("/api/v1/sync/push", data=body, headers=headers)
        assert answer.status_code < 500, answer.get_data()
        return answer.status_code, json.loads(answer.get_data())

    def pull_page(self, limit: int) -> Answer | str:
        """Pull a page and stage it; return it, or the code of a refusal."""
        status, body = self.post("/sync/pull", {"cursor": self.cursor, "limit": limit})
        if status != 200:
            return self._refused(status, json.loads(body))
        page = msgspec.json.decode(body, type=Answer)
        if self.epoch not in (None, page.epoch):
            self.acked = 0
        self.epoch = page.epoch
        if self.staged is None:
            self.staged = {} if self.cursor is None else dict(self.rows)
        self._stage(page, self.staged)
        self.cursor = page.cursor
        if page.complete:
            self._show(self.staged, page.acked_n)
        return page

    def _refused(self, status: int, problem: dict[str, Any]) -> str:
        if status == 409 and problem["code"] == "cursor_reset":
            self.cursor, self.staged = None, None
        return str(problem["code"])

    def _stage(self, page: Answer, staged: dict[Key, Held]) -> None:
        for kind, ids in page.remove:
            for row_id in ids:
                staged.pop((kind, row_id), None)
        for change in page.changes:
            key = (change.k, change.id)
            if change.x:
                staged.pop(key, None)
                continue
            assert key not in staged or staged[key].v <= change.v, f"P7: {key} goes back from {staged[key].v}"
            staged[key] = Held(change.v, bytes(change.d))

    def _show(self, staged: dict[Key, Held], acked_n: int) -> None:
        self.rows, self.staged = staged, None
        self.acked = max(self.acked, acked_n)
        waits = [self.journal[n][0] for n in self.waiting()]
        self.pending = {(done.shop or "", name): value for done in waits for name, value in done.values.items()}
        for (kind, row_id), held in self.rows.items():
            if kind == "customer":
                for name in NAMES:
                    self.shown.setdefault((row_id, name), set()).add(held.fields.get(name))


NAMES = ("full_name", "note", "owner_name")


def now() -> str:
    return datetime.now(UTC).isoformat()
