"""What a push costs: forms of a working day in batches of 50, from many organisations and from one."""

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests
from sqlalchemy import create_engine, text

from server import wiring
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from tests.bench.processes import cpu_s, database_cpu_s, postmaster_of, web_pids
from tests.kit.people import equip
from tests.kit.phone import FIX, minutes_ago, shop_answers
from tests.kit.world import make_world

SIZE = 50
DAY = ("shop",) * 10 + ("edit",) * 15 + ("visit",) * 25
"""A batch: new shops, edits that are merged into shops, and visits with position and note."""
SENDERS, BATCHES, ALONE = 4, 30, 100


@dataclass
class Sender:
    """A phone that pushes; bodies are made before the clock runs, one connection stays open."""

    base: str
    token: str
    n: int = 0
    shops: list[str] = field(default_factory=list)
    http: requests.Session = field(default_factory=requests.Session)

    def batch(self, kinds: Sequence[str] = DAY) -> bytes:
        """Return the body of the next push."""
        operations = [self._operation(kind) for kind in kinds]
        return json.dumps({"sent_at": minutes_ago(0), "ops": operations}).encode()

    def _operation(self, kind: str) -> dict[str, Any]:
        self.n += 1
        head = {"n": self.n, "t": "submit", "id": str(uuid4()), "version": 1, "occurred_at": minutes_ago(0), "gps": FIX}
        if kind == "shop":
            self.shops.append(head["id"])
            answers = shop_answers(full_name=f"Tạp hoá số {self.n}", phone=f"09{uuid4().int % 10**8:08d}")
            return {**head, "form": "customer.shop", "answers": answers}
        shop = self.shops[self.n % len(self.shops)]
        if kind == "visit":
            return {**head, "form": "interaction.f2f", "answers": {"customer": shop, "gps": FIX, "note": NOTE}}
        answers = {"house_number": f"{self.n} Lê Lợi", "note": f"{NOTE} {self.n}"}
        record = {"kind": "customer", "id": shop, "base": 0}
        return {**head, "form": "customer.shop", "record": record, "before": {}, "answers": answers}

    def send(self, body: bytes) -> float:
        """Push; return seconds. Every operation must have taken effect."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        began = time.perf_counter()
        answer = self.http.post(f"{self.base}/api/v1/sync/push", data=body, headers=headers, timeout=60)
        spent = time.perf_counter() - began
        answer.raise_for_status()
        states = {result["s"] for result in answer.json()["results"]}
        assert states <= {"applied", "merged", "conflict"}, states
        return spent


NOTE = "Đã gặp chủ quán, hẹn giao hàng sáng thứ hai"


def senders(base: str, database_url: str, *, organisations: int) -> list[Sender]:
    """Return SENDERS phones of so many new organisations, each with shops of its own already there."""
    database = wiring.database(connect(database_url), Path("/nowhere"))
    worlds = [make_world(database, uuid4().hex) for _ in range(organisations)]
    made = [_sender(base, database, worlds[place % organisations], place) for place in range(SENDERS)]
    for sender in made:
        for _ in range(4):
            sender.send(sender.batch(("shop",) * SIZE))
    return made


def _sender(base: str, database: Database, world: Any, place: int) -> Sender:
    with unit_of_work(database, world.tenant_id) as session:
        return Sender(base, equip(session, (world.rep1, world.rep2)[place % 2]).token)


def measure(base: str, database_url: str, owner_url: str) -> dict[str, float]:
    """Return the figures; processor time is that of web server and database together, for each operation."""
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    many, one = (senders(base, database_url, organisations=count) for count in (SENDERS, 1))
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    server = Server(web_pids(base), postmaster_of(engine))
    figures = {**together(server, many, ""), **together(server, one, "one_organisation_")}
    alone = sorted(many[0].send(many[0].batch()) for _ in range(ALONE))
    for kind in ("shop", "edit", "visit"):
        figures[f"push_{kind}_cpu_ms"] = together(server, many, "", (kind,) * SIZE)["push_cpu_ms"]
    figures["push_p50_ms"] = _ms(statistics.median(alone))
    figures["push_p99_ms"] = _ms(alone[int(ALONE * 0.99) - 1])
    return {**figures, **_limits(engine)}


@dataclass(frozen=True)
class Server:
    """The processes whose time counts."""

    web: list[int]
    postmaster: int

    def cpu_s(self) -> tuple[float, float]:
        """Return the processor seconds of web server and database so far."""
        return cpu_s(self.web), database_cpu_s(self.postmaster)


def together(server: Server, phones: list[Sender], prefix: str, kinds: Sequence[str] = DAY) -> dict[str, float]:
    """Let the phones push at once; the bench itself runs on the same cores and takes its share of the rate."""
    bodies = [[phone.batch(kinds) for _ in range(BATCHES)] for phone in phones]
    web, database = server.cpu_s()
    began = time.perf_counter()
    with ThreadPoolExecutor(len(phones)) as pool:
        for work in [pool.submit(_send_all, *pair) for pair in zip(phones, bodies, strict=True)]:
            work.result()
    spent = time.perf_counter() - began
    web_now, database_now = server.cpu_s()
    operations = len(phones) * BATCHES * len(kinds)
    return {
        f"{prefix}push_per_s": round(operations / spent),
        f"{prefix}push_cpu_ms": _ms((web_now - web + database_now - database) / operations, 3),
        f"{prefix}push_web_cpu_ms": _ms((web_now - web) / operations, 3),
        f"{prefix}push_database_cpu_ms": _ms((database_now - database) / operations, 3),
    }


def _send_all(phone: Sender, bodies: list[bytes]) -> None:
    for body in bodies:
        phone.send(body)


def _limits(engine: Any) -> dict[str, float]:
    """Return rows a second that the database alone takes of such answers: by inserts of 50 rows, and by COPY."""
    answers = json.dumps(shop_answers())
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE bench_rows (id uuid PRIMARY KEY, answers jsonb)"))
        try:
            insert = _rate(partial(_insert, connection, answers), 200 * SIZE)
            copy = _rate(partial(_copy, connection, answers), 20_000)
        finally:
            connection.execute(text("DROP TABLE bench_rows"))
    return {"insert_limit_per_s": insert, "copy_limit_per_s": copy}


def _rate(work: Any, rows: int) -> int:
    began = time.perf_counter()
    work(rows)
    return round(rows / (time.perf_counter() - began))


def _insert(connection: Any, answers: str, rows: int) -> None:
    statement = text("INSERT INTO bench_rows SELECT gen_random_uuid(), CAST(:row AS jsonb) FROM generate_series(1, 50)")
    for _ in range(rows // SIZE):
        connection.execute(statement, {"row": answers})


def _copy(connection: Any, answers: str, rows: int) -> None:
    with connection.connection.cursor() as cursor, cursor.copy("COPY bench_rows FROM STDIN") as copy:
        for row in _copied(answers, rows):
            copy.write_row(row)


def _copied(answers: str, rows: int) -> Iterator[tuple[str, str]]:
    return ((str(uuid4()), answers) for _ in range(rows))


def _ms(seconds: float, digits: int = 1) -> float:
    return round(seconds * 1000, digits)
