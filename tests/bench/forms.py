"""What it costs to judge a form, and to take shop profiles in batches: judged, applied, stored, stamped, committed."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text

from server import wiring
from server.core import clock, hlc
from server.core.actor import Actor
from server.core.database import Database, connect
from server.core.merge import Origin
from server.core.submissions import Submission
from server.core.unit_of_work import unit_of_work
from server.forms.library import shipped
from server.forms.rules import Setting, check
from server.forms.service import Accepted, Offered, accept, hold
from tests.bench.processes import database_cpu_s, postmaster_of
from tests.kit.phone import FIX, shop_answers
from tests.kit.world import make_world

SIZE, WARM, BATCHES, CHECKS = 50, 10, 40, 3_000
MORE = {
    "owner_name": "Bà Ba",
    "outlet_type": "gt",
    "rank": "A",
    "opening_hours": "6:00-20:00",
    "address_system": "2025",
}
AT = Setting(today="2026-11-21", now="2026-11-21T08:30:00+07:00")


def measure(_: str, database_url: str, owner_url: str) -> dict[str, float]:
    """Return processor time: microseconds to judge, milliseconds to take a profile, our process and database apart."""
    form = max((one for one in shipped() if one["key"] == "customer.shop"), key=lambda one: one["version"])
    database = wiring.database(connect(database_url), Path("/nowhere"))
    world = make_world(database, uuid4().hex)
    engine = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    postmaster = postmaster_of(engine)
    for _batch in range(WARM):  # statements are made, plans and connections stand
        _take(database, world, form)
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    ours, theirs = time.process_time(), database_cpu_s(postmaster)
    for _batch in range(BATCHES):
        _take(database, world, form)
    ours, theirs = time.process_time() - ours, database_cpu_s(postmaster) - theirs
    taken = SIZE * BATCHES
    return {
        "judge_shop_cpu_us": _each_us(lambda: check(form, _answers(0), editing=False, setting=AT)),
        "judge_order_of_20_cpu_us": _each_us(_order()),
        "take_shop_cpu_ms": round((ours + theirs) / taken * 1000, 3),
        "take_shop_process_cpu_ms": round(ours / taken * 1000, 3),
        "take_shop_database_cpu_ms": round(theirs / taken * 1000, 3),
    }


def _answers(number: int) -> dict[str, Any]:
    return {**shop_answers(full_name=f"Tạp hoá số {number}", phone=f"09{uuid4().int % 10**8:08d}"), **MORE}


def _order() -> Callable[[], Any]:
    form = next(one for one in shipped() if one["key"] == "order.f2f")
    lines = [{"id": str(place), "product": str(UUID(int=place)), "qty": 2} for place in range(20)]
    answers = {
        "customer": str(UUID(int=1)),
        "lines": lines,
        "delivery_place_kind": "in_system",
        "payment_method": "cash",
    }
    return lambda: check(form, answers, editing=False, setting=AT)


def _each_us(work: Callable[[], Any]) -> float:
    work()
    began = time.process_time()
    for _ in range(CHECKS):
        work()
    return round((time.process_time() - began) / CHECKS * 1_000_000, 1)


def _take(database: Database, world: Any, form: dict[str, Any]) -> None:
    """Take one batch as a push does once it is read."""
    who = world.rep1
    with unit_of_work(database, world.tenant_id) as session:
        actor = Actor(world.tenant_id, UUID(int=0), UUID(int=0), who.id, rights=frozenset({"customer.write"}))
        offered = [_offered(form, number) for number in range(SIZE)]
        results = accept(session, actor, hold(session, offered))
        assert all(isinstance(one, Accepted) for one in results), results


def _offered(form: dict[str, Any], number: int) -> Offered:
    now = clock.now()
    answers = _answers(number)
    origin = Origin(
        base=None, device="bench", n=number, hlc=hlc.make(int(datetime.now(UTC).timestamp() * 1000), "bench")
    )
    submission = Submission(
        id=uuid4(), form=form, answers=answers, before={}, record=None, fix=None, media=(), occurred_at=now,
        received_at=now, origin=origin,
    )  # fmt: skip
    return Offered(submission, sha256(json.dumps({**answers, "gps": FIX}).encode()).digest())
