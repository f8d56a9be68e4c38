"""A phone that hands in good operations among bad ones, as the contract asks of phones, and notes every broken promise.

It knows of each item whether it is good. Whatever it hands in: no answer is a fault of the server, every item has an
end after few tries, every good one is taken at once, and what is quarantined is kept byte for byte.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from flask.testing import FlaskClient

from server.sync.bodies import mended
from tests.fuzz import poison

ENDS = {"applied", "merged", "conflict", "duplicate", "quarantined", "blocked"}
TAKEN = {"applied", "merged", "duplicate"}
CODES = {
    "validation", "unknown_form", "unknown_kind", "forbidden", "too_large", "id_reuse", "bad_reference", "tx",
}  # fmt: skip


class BrokenPromiseError(AssertionError):
    """What the server did against the contract, with what was sent."""


@dataclass
class Item:
    """One place in the queue: the bytes of its operation, and whether the server has to take it."""

    n: int
    raw: bytes
    good: bool
    end: dict[str, Any] | None = None
    offered_first: int = 0
    told_apart: bool = False

    @property
    def in_place(self) -> bool:
        """Whether its number can be read and is that of its place."""
        try:
            n = json.loads(self.raw)["n"]
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            return False
        return isinstance(n, int) and n == self.n

    @property
    def nameless(self) -> bool:
        """Whether it says nothing of a number: it stands for the one that is missing at its place."""
        return b'"n"' not in self.raw

    def give_way(self) -> None:
        """The server cannot even name it: put it aside and fill its number, as PUSH-6 says."""
        self.raw = json.dumps({"n": self.n, "t": "lost"}).encode()


@dataclass
class Sender:
    client: FlaskClient
    token: str
    random: Random
    last_n: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    quarantined: list[Item] = field(default_factory=list)

    def hand_in(self, items: list[Item]) -> None:
        """Send until every item has an end; raise BrokenPromiseError when that takes too long or goes wrong."""
        waiting, size = list(items), len(items)
        if self.random.random() < 0.15:
            self.answer_of(*poison.bodies(self.random, self.body(waiting)), self.random.random() < 0.3)
            waiting = [item for item in waiting if item.n > self.server_n()]
            size = max(1, len(waiting))
        for _ in range(6 * len(items) + 6):
            if not waiting:
                break
            size = self.one_try(waiting[:size], size)
            waiting = [item for item in waiting if item.end is None]
            size = min(size, len(waiting)) or 1
        else:
            raise BrokenPromiseError(f"no end after many tries: {[item.raw[:200] for item in waiting]}")
        self.last_n = max(self.last_n, items[-1].n)
        try:
            self.check(items)
        except BrokenPromiseError as error:
            among = b"\n".join(item.raw[:2000] for item in items)
            raise BrokenPromiseError(f"{error}\namong\n{among.decode('utf-8', 'backslashreplace')}") from error

    def one_try(self, items: list[Item], size: int) -> int:
        """Send some; return how many to send next."""
        status, answer = self.answer_of(self.body(items), poison.JSON)
        if status == 200:
            self.settle(items, answer)
            return 500
        if status == 409 and answer["code"] == "op_gap":
            if answer["expected"] != items[0].n:
                raise BrokenPromiseError(f"expected {answer['expected']}, not {items[0].n}")
            items[0].give_way()
        elif len(items) > 1:
            return max(1, size // 2)
        elif items[0].good:
            raise BrokenPromiseError(f"{status} {answer} for a good operation: {items[0].raw[:500]!r}")
        else:
            items[0].give_way()
        return size

    def body(self, items: list[Item]) -> bytes:
        sent_at = json.dumps(datetime.now(UTC).isoformat()).encode()
        return b'{"sent_at": ' + sent_at + b', "ops": [' + b", ".join(item.raw for item in items) + b"]}"

    def answer_of(self, body: bytes, headers: poison.Headers, both: bool = False) -> tuple[int, Any]:
        """Post a push (or a push and a pull, `both`); a fault of the server's is a broken promise."""
        if len(body) > 900_000 and "Content-Encoding" not in headers:
            body, headers = poison.gzip.compress(body, 1), {**headers, "Content-Encoding": "gzip"}
        path = "/api/v1/sync" if both else "/api/v1/sync/push"
        answer = self.client.post(path, data=body, headers={**headers, "Authorization": f"Bearer {self.token}"})
        self.tally["batches"] += 1
        self.tally[f"{answer.status_code}"] += 1
        if answer.status_code >= 500 or (answer.status_code >= 400 and answer.mimetype != "application/problem+json"):
            raise BrokenPromiseError(f"{answer.status_code} for {body[:3000]!r}: {answer.get_data()[:500]!r}")
        return answer.status_code, json.loads(answer.get_data())

    def settle(self, items: list[Item], answer: dict[str, Any]) -> None:
        by_n: dict[int, list[dict[str, Any]]] = {}
        for result in answer["results"]:
            by_n.setdefault(result["n"], []).append(result)
        strays = sum(not item.in_place for item in items)
        for item in items:
            if item.n in by_n:
                item.end = by_n[item.n][0]
                item.told_apart = item.in_place or strays == 1
        first = next((item for item in items if item.end is None), None)
        if first is not None:
            first.offered_first += 1
            if first.offered_first > 1:
                first.give_way()

    def server_n(self) -> int:
        """The number up to which the server has taken operations."""
        answer = self.client.get("/api/v1/sync/receipts", query_string={"from_n": self.last_n + 1},
                                 headers={"Authorization": f"Bearer {self.token}"})  # fmt: skip
        if answer.status_code != 200:
            raise BrokenPromiseError(f"receipts: {answer.status_code} {answer.get_data()[:500]!r}")
        return max((item["n"] for item in answer.json["items"]), default=self.last_n)

    def check(self, items: list[Item]) -> None:
        for item in items:
            if item.end is None:
                continue
            status = item.end["s"]
            self.tally[f"item {status}"] += 1
            if status not in ENDS:
                raise BrokenPromiseError(f"no end: {item.end} for {item.raw[:500]!r}")
            if item.good and status not in TAKEN:
                raise BrokenPromiseError(f"a good one was not taken: {item.end} for {item.raw[:1000]!r}")
            if status == "quarantined":
                self.quarantined += [item] if item.told_apart else []
                if item.end["code"] not in CODES or not item.end.get("message"):
                    raise BrokenPromiseError(f"{item.end} for {item.raw[:500]!r}")

    def again(self, items: list[Item]) -> None:
        """Send what was taken once more: the same answers, and nothing new."""
        same = [item for item in items if item.end is not None]
        if not any(item.in_place for item in same) or not all(item.in_place or item.nameless for item in same):
            return
        status, answer = self.answer_of(self.body(same), poison.JSON)
        if status != 200:
            return
        if answer["processed_to"] > self.last_n:
            raise BrokenPromiseError(f"sent again, and took more: {answer} after {self.last_n}")
        ends = {result["n"]: result for result in answer["results"]}
        for item in same:
            if item.good and (ends[item.n]["s"] != "duplicate" or "first" not in ends[item.n]):
                raise BrokenPromiseError(f"sent again: {ends[item.n]} after {item.end}")

    def kept_bytes(self, payloads: set[bytes]) -> None:
        """Whatever was quarantined is among what the server keeps."""
        for item in self.quarantined:
            if mended(item.raw).strip() not in payloads:
                raise BrokenPromiseError(f"not kept: {item.end} {item.raw[:500]!r}")
        self.quarantined.clear()
