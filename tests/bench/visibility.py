"""What it costs to see: list, count and map of somebody above 2,000 people and a million customers, through HTTP."""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import NullPool, create_engine, text

from server import wiring
from server.accounts.service.tree import move
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from tests.bench.crowd import Crowd, customers, people

CUSTOMERS = 1_000_000
ROUNDS = 60
CITY, PROVINCE, COUNTRY = "108.1,15.9,108.3,16.2", "107.5,15.5,108.8,16.5", "102,8,110,24"
PATHS = {
    "list_first": "/customers?limit=50",
    "list_of_one": "/customers?limit=50&owner_id={owner}",
    "list_of_rare_value": "/customers?limit=50&field.licence=GP54321",
    "list_of_common_value": "/customers?limit=50&source=street",
    "list_of_two_values": "/customers?limit=50&source=fair&field.rank=A",
    "list_naming_one": "/customers?limit=6&field.referred_by={customer}",
    "search_rare": "/customers?limit=50&q=lan%2054321",
    "search_common": "/customers?limit=50&q=quan",
    "recent": "/customers/recent?limit=50",
    "map_city": f"/customers/points?bbox={CITY}",
    "map_province": f"/customers/points?bbox={PROVINCE}",
    "map_country": f"/customers/points?bbox={COUNTRY}",
    "tile_country": "/tiles/customers/5/25/14.mvt",
    "tile_province": "/tiles/customers/9/409/232.mvt",
    "tile_city": "/tiles/customers/13/6558/3725.mvt",
    "customer": "/customers/{customer}",
    "customer_timeline": "/customers/{customer}/timeline",
}
LEVELS = {0: "director", 3: "supervisor", 4: "rep"}


def measure(base: str, database_url: str, owner_url: str, count: int = CUSTOMERS) -> dict[str, float]:
    """Return milliseconds at the 95th percentile by who asks and what, and what a move of 500 people costs.

    Each list answers its page and its count; a customer is one that heads the list of who asks.
    """
    database = wiring.database(connect(database_url), Path(os.devnull).parent)
    crowd = people(database)
    customers(database, crowd, count)
    _settle(owner_url)
    figures: dict[str, float] = {"customers": count, "people": sum(len(level) for level in crowd.levels)}
    for level, who in LEVELS.items():
        http = requests.Session()
        http.headers["Authorization"] = f"Bearer {crowd.tokens[level]}"
        seen = _get(http, f"{base}/api/v1/customers?limit=1").json()["items"][0]["id"]
        for name, path in PATHS.items():
            address = f"{base}/api/v1{path}".format(owner=crowd.levels[-1][0], customer=seen)
            figures[f"{who}_{name}_p95_ms"] = _p95(lambda address=address, http=http: _get(http, address))
    return {**figures, **_moves(database, crowd)}


def _settle(owner_url: str) -> None:
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _get(http: requests.Session, address: str) -> requests.Response:
    answer = http.get(address, timeout=60)
    answer.raise_for_status()
    return answer


def _p95(act: Callable[[], Any]) -> float:
    act()
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
    return round(statistics.quantiles(spent, n=20)[-1] * 1000, 1)


def _moves(database: Database, crowd: Crowd) -> dict[str, float]:
    """Move a whole branch of some 500 people under another chief and back."""
    branch, chief, director = crowd.levels[1][0], crowd.levels[1][1], crowd.levels[0][0]
    spent = []
    for manager in (chief, director) * 3:
        began = time.perf_counter()
        with unit_of_work(database, crowd.tenant_id) as session:
            move(session, crowd.actors[0], branch, manager)
        spent.append(time.perf_counter() - began)
    size = (sum(len(level) for level in crowd.levels) - 1) // len(crowd.levels[1])
    return {"moved_people": size, "move_max_s": round(max(spent), 3)}
