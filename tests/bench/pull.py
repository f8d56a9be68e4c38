"""What reading costs: a first sync, deltas, nothing new, a revocation, and what a web process takes of memory."""

import gzip
import json
import statistics
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import text

from server import wiring
from server.core import feed
from server.core.database import Database, connect
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from tests.bench.processes import cpu_s, memory_mb, web_pids
from tests.kit.people import equip
from tests.kit.world import make_world

ROWS = 100_000
FIRSTS, EMPTIES, DELTAS, DELTA_ROWS = 5, 100, 100, 40
LOST = 10_000

# 320 bytes a row, as customers are; the feed's tables alone, as their stamp would have written them.
LAY = text("""
WITH made AS (
  SELECT gen_random_uuid() AS id, n, CAST(:first AS bigint) + n AS seq FROM generate_series(1, :count) AS n
), clock AS (
  UPDATE tenant_clock SET seq = seq + :count WHERE tenant_id = :t
), rows AS (
  INSERT INTO feed_row (tenant_id, kind, id, seq, data, scopes, field_stamps)
  SELECT :t, 'customer', id, seq, json_build_object('type', 'shop', 'code', 'KH' || lpad(n::text, 8, '0'),
    'status', 'customer', 'owner_id', CAST(:scope AS uuid), 'fields', json_build_object(
      'full_name', (ARRAY['Tạp hoá','Quán','Cửa hàng','Đại lý'])[1 + n % 4] || ' ' || md5(n::text)::varchar(12),
      'phone', '09' || lpad((n * 7919 % 100000000)::text, 8, '0'), 'house_number', n % 500 || ' Trần Phú',
      'address_province', '48', 'gps', json_build_object('lat', 8.6 + n % 1000 / 70.0, 'lon', 102.2 + n % 777 / 99.0)),
    'route_ids', json_build_array()), ARRAY[CAST(:scope AS uuid)], '{}'
  FROM made
)
INSERT INTO feed_entry (tenant_id, scope, kind, id, seq, gone)
SELECT :t, CAST(:scope AS uuid), 'customer', id, seq, false FROM made
""")


@dataclass
class Reader:
    """A phone that only reads; one connection kept open, by a client so plain that it costs next to nothing itself."""

    base: str
    token: str
    cursor: str | None = None

    def __post_init__(self) -> None:
        self.http = HTTPConnection(urlsplit(self.base).netloc, timeout=60)

    def pull(self, limit: int = 2000) -> tuple[float, int, int, int]:
        """Pull until complete; return seconds of waiting, changes, removals and bytes on the wire."""
        spent, changed, removed, size = 0.0, 0, 0, 0
        while True:
            began = time.perf_counter()
            raw, page = self._page(limit, began)
            spent += page.pop("spent")
            self.cursor = page["cursor"]
            changed, size = changed + len(page["changes"]), size + len(raw)
            removed += sum(len(ids) for _, ids in page["remove"])
            if page["complete"]:
                return spent, changed, removed, size

    def _page(self, limit: int, began: float) -> tuple[bytes, dict[str, Any]]:
        body = json.dumps({"cursor": self.cursor, "limit": limit})
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept-Encoding": "gzip",
        }
        self.http.request("POST", "/api/v1/sync/pull", body, headers)
        answer = self.http.getresponse()
        raw = answer.read()
        spent = time.perf_counter() - began
        assert answer.status == HTTPStatus.OK, raw
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return raw, {**json.loads(gzip.decompress(raw) if packed else raw), "spent": spent}


@dataclass
class Ground:
    """An organisation whose rep holds very many rows."""

    database: Database
    tenant_id: int
    employee_id: UUID
    token: str

    def lay(self, scope: UUID, count: int) -> None:
        """Give a scope `count` rows."""
        with unit_of_work(self.database, self.tenant_id) as session:
            first = feed.current_seq(session)
            session.execute(LAY, {"t": self.tenant_id, "first": first, "count": count, "scope": scope})

    def member(self, scope: UUID, *, joins: bool) -> None:
        """Let the rep read the scope, or not any more."""
        with unit_of_work(self.database, self.tenant_id) as session:
            (feed.join_scope if joins else feed.leave_scope)(session, self.employee_id, scope)

    def analyse(self, owner_url: str) -> None:
        """Give the planner its statistics, as autovacuum would."""
        engine = connect(owner_url).kw["bind"]
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE feed_row, feed_entry, feed_member"))


def ground_of(database_url: str) -> Ground:
    """Found an organisation with a rep who has a phone."""
    made = wiring.database(connect(database_url), Path("/nowhere"))
    world = make_world(made, uuid4().hex)
    with unit_of_work(made, world.tenant_id) as session:
        rep = equip(session, world.rep1)
    return Ground(made, world.tenant_id, world.rep1.id, rep.token)


def measure(base: str, database_url: str, owner_url: str) -> dict[str, float]:
    """Return the figures; `web_cpu` is of the web processes alone and says more than waiting on a busy machine.

    10,000 rows are read FIRSTS times from the beginning, of which the median counts: the server is not new to it.
    """
    pids = web_pids(base)
    small = _ground_with(LOST, database_url, owner_url)
    firsts = sorted(Reader(base, small.token).pull() for _ in range(FIRSTS))
    ten_s, _, _, ten_bytes = firsts[FIRSTS // 2]
    ground = _ground_with(ROWS, database_url, owner_url)
    reader = Reader(base, ground.token)
    memory, spent = memory_mb(pids), cpu_s(pids)
    first_s, rows, _, first_bytes = reader.pull()
    assert rows >= ROWS
    grew, first_cpu_s = memory_mb(pids) - memory, cpu_s(pids) - spent
    for _ in range(20):
        reader.pull()
    spent = cpu_s(pids)
    empties = [reader.pull()[0] for _ in range(EMPTIES)]
    empty_cpu_s = (cpu_s(pids) - spent) / EMPTIES
    deltas = sorted(_delta(ground, reader) for _ in range(DELTAS))
    return {
        "pull_10k_s": round(ten_s, 3),
        "pull_10k_bytes": ten_bytes,
        "pull_100k_s": round(first_s, 3),
        "pull_100k_bytes": first_bytes,
        "pull_100k_web_cpu_s": round(first_cpu_s, 2),
        "pull_100k_rss_mb": round(grew, 1),
        "empty_p50_ms": _ms(statistics.median(empties)),
        "empty_web_cpu_ms": _ms(empty_cpu_s),
        "delta_p50_ms": _ms(statistics.median(deltas)),
        "delta_p99_ms": _ms(deltas[int(DELTAS * 0.99)]),
        "revoke_10k_ms": _ms(_revocation(ground, reader, owner_url)),
    }


def _ground_with(rows: int, database_url: str, owner_url: str) -> Ground:
    ground = ground_of(database_url)
    ground.lay(ground.employee_id, rows)
    ground.analyse(owner_url)
    return ground


def _delta(ground: Ground, reader: Reader) -> float:
    ground.lay(ground.employee_id, DELTA_ROWS)
    spent, rows, _, _ = reader.pull()
    assert rows == DELTA_ROWS
    return spent


def _revocation(ground: Ground, reader: Reader, owner_url: str) -> float:
    scope = new_id()
    ground.lay(scope, LOST)
    ground.analyse(owner_url)
    ground.member(scope, joins=True)
    assert reader.pull()[1] == LOST
    ground.member(scope, joins=False)
    spent, _, removed, _ = reader.pull()
    assert removed == LOST
    return spent


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
