"""Measure push and pull through HTTP, beside what the database alone does with the same rows."""

import gzip
import json
import os
import platform
import statistics
import sys
import time
from typing import Any
from uuid import uuid4

import requests
from sqlalchemy import create_engine, text

from tests.bench import pull, visibility
from tests.kit.keys import PhoneKey, enrolment
from tests.kit.phone import DEVICE, minutes_ago, shop_answers

DIRECTOR = "giamdoc@demo.tuyen.vn"
REP = "nhanvien.danang@demo.tuyen.vn"
PASSWORD = "tuyen-demo"
BATCHES, SIZE = 40, 50
DELTAS = 40


class BenchPhone:
    """A phone that measures; one connection kept open, answers as gzip."""

    def __init__(self, base: str, login: str) -> None:
        self.base = f"{base}/api/v1"
        self.http = requests.Session()
        body = enrolment(PhoneKey(), DEVICE, login=login, password=PASSWORD)
        answer = self.http.post(f"{self.base}/devices", json=body, timeout=30)
        answer.raise_for_status()
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.n = 0
        self.cursor: str | None = None

    def push(self, count: int) -> float:
        """Push `count` new shop profiles; return seconds."""
        operations = [self._operation() for _ in range(count)]
        began = time.perf_counter()
        answer = self.http.post(f"{self.base}/sync/push", json={"ops": operations}, timeout=60)
        spent = time.perf_counter() - began
        answer.raise_for_status()
        assert {result["s"] for result in answer.json()["results"]} == {"applied"}
        return spent

    def pull(self) -> tuple[float, int, int]:
        """Pull until complete; return seconds, rows, bytes on the wire."""
        spent, rows, size = 0.0, 0, 0
        while True:
            began = time.perf_counter()
            body = {"cursor": self.cursor, "limit": 2000}
            answer = self.http.post(f"{self.base}/sync/pull", json=body, timeout=60, stream=True)
            raw = answer.raw.read(decode_content=False)
            spent += time.perf_counter() - began
            page = _decoded(raw, answer.headers.get("Content-Encoding"))
            self.cursor, rows, size = page["cursor"], rows + len(page["changes"]), size + len(raw)
            if page["complete"]:
                return spent, rows, size

    def _operation(self) -> dict[str, Any]:
        self.n += 1
        answers = shop_answers(full_name=f"Tạp hoá số {self.n}")
        return {
            "n": self.n, "t": "submit", "id": str(uuid4()), "form": "customer.shop", "version": 1,
            "occurred_at": minutes_ago(0), "answers": answers,
        }  # fmt: skip


def _decoded(raw: bytes, encoding: str | None) -> dict[str, Any]:
    plain = gzip.decompress(raw) if encoding == "gzip" else raw
    return json.loads(plain)


def measure(base: str, database_url: str) -> dict[str, float]:
    """Return the figures, times in milliseconds or seconds as their names say."""
    rep, director = BenchPhone(base, REP), BenchPhone(base, DIRECTOR)
    rep.push(SIZE)
    first_s, first_rows, first_bytes = director.pull()
    rep.pull()
    pushes = [rep.push(SIZE) for _ in range(BATCHES)]
    rep.pull()
    empties = [rep.pull()[0] for _ in range(DELTAS)]
    deltas = [_delta(rep) for _ in range(DELTAS)]
    return {
        "push_per_s": round(BATCHES * SIZE / sum(pushes)),
        "push_p50_ms": _ms(statistics.median(pushes)),
        "push_p99_ms": _ms(max(pushes)),
        "insert_limit_per_s": round(_insert_limit(database_url)),
        "first_pull_rows": first_rows,
        "first_pull_s": round(first_s, 3),
        "first_pull_bytes": first_bytes,
        "delta_p50_ms": _ms(statistics.median(deltas)),
        "empty_p50_ms": _ms(statistics.median(empties)),
    }


def _delta(rep: BenchPhone) -> float:
    rep.push(20)  # twenty profiles are forty rows: the customers and their submissions
    spent, rows, _ = rep.pull()
    assert rows == 40
    return spent


def _insert_limit(database_url: str) -> float:
    """Return rows a second that multi-row inserts of 50 such submissions reach in the same database."""
    engine = create_engine(database_url)
    row = json.dumps(shop_answers())
    statement = text("INSERT INTO bench_rows SELECT gen_random_uuid(), CAST(:row AS jsonb) FROM generate_series(1, 50)")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bench_rows (id uuid PRIMARY KEY, answers jsonb)"))
    began = time.perf_counter()
    for _ in range(BATCHES):
        with engine.begin() as connection:
            connection.execute(statement, {"row": row})
    spent = time.perf_counter() - began
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE bench_rows"))
    engine.dispose()
    return BATCHES * SIZE / spent


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def main() -> None:
    """Print the figures, with `--json` as JSON; `visibility [CUSTOMERS]` measures seeing, `pull` reading."""
    told = os.environ  # noqa: TID251 - told by the stage
    if "visibility" in sys.argv:
        counts = [int(word) for word in sys.argv if word.isdigit()]
        figures = visibility.measure(
            told["TUYEN_PUBLIC_URL"], told["DATABASE_URL"], told["DATABASE_OWNER_URL"], *counts[:1]
        )
    elif "pull" in sys.argv:
        figures = pull.measure(told["TUYEN_PUBLIC_URL"], told["DATABASE_URL"], told["DATABASE_OWNER_URL"])
    else:
        figures = measure(told["TUYEN_PUBLIC_URL"], told["DATABASE_URL"])
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    sys.stdout.write(f"{platform.machine()}, {os.cpu_count()} cores, database on the same machine\n")
    for name, value in figures.items():
        sys.stdout.write(f"{name:32} {value:>12,}\n")


main()
