"""Phones of three makers, edited at random: whoever sees the same holds the same, and every value can be found."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from server.core import clock, feed
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.customers.models import Customer
from server.forms.models import SubmissionRow
from server.sync.models import Conflict
from tests.compat.apps import SHOP, of_phone

ROUNDS, EDITS = 4, 4
COLUMNS = ("full_name", "house_number", "note", "rank", "opening_hours")
MANY = 2050
SEED = 1


def value_of(column: str, draw: random.Random) -> str:
    return draw.choice("ABC") if column == "rank" else f"{column} {draw.randrange(10**6)}"


class Ours:
    """Our own phone behind the few verbs that the other makers' apps have."""

    def __init__(self, phone) -> None:
        self.phone, self.queue = phone, []

    def update(self, row_id: str, **changes) -> None:
        self.queue.append(self.phone.edit("customer.shop", row_id, changes))

    def sync(self) -> None:
        if self.queue:
            self.phone.push(*self.queue)
        self.queue = []
        self.phone.pull()

    def content(self):
        return of_phone(self.phone)


@dataclass
class Holder:
    """A phone of any maker; what it wrote and handed in, as (shop, column, value): a column's last value each time."""

    phone: Any
    waiting: dict[tuple[str, str], str] = field(default_factory=dict)
    handed_in: set[tuple[str, str, str]] = field(default_factory=set)

    def edit(self, draw: random.Random, shops: list[str]) -> None:
        shop, column = draw.choice(shops), draw.choice(COLUMNS)
        self.waiting[shop, column] = value_of(column, draw)
        self.phone.update(shop, **{column: self.waiting[shop, column]})

    def sync(self) -> None:
        self.phone.sync()
        self.handed_in |= {(*place, value) for place, value in self.waiting.items()}
        self.waiting = {}


@pytest.fixture
def holders(app_of, own_phone, firm) -> list[Holder]:
    """Phones of three makers, of a rep and of his supervisor: all see the rep's customers."""
    ours = Ours(own_phone(firm.rep1))
    return [Holder(app_of("watermelon", firm.rep1)), Holder(app_of("rxdb", firm.supervisor)), Holder(ours)]


def test_random_edits_from_all_sides_converge_and_none_is_lost(holders, live_database, firm):
    draw = random.Random(SEED)  # noqa: S311 - a test's dice
    shops = [holders[0].phone.create(**SHOP), holders[2].phone.phone.customer_made()]
    sync_all(holders)
    for _ in range(ROUNDS):
        for _ in range(EDITS):
            draw.choice(holders).edit(draw, shops)
        for holder in draw.sample(holders, k=draw.randint(1, 3)):
            holder.sync()
    sync_all(holders)
    watermelon, rxdb, ours = (holder.phone.content() for holder in holders)
    assert watermelon == rxdb == ours
    assert set().union(*(holder.handed_in for holder in holders)) - set(traces(live_database, firm, shops)) == set()


def sync_all(holders: list[Holder]) -> None:
    """Let everybody hand in, then everybody take over."""
    for holder in (*holders, *holders):
        holder.sync()


def traces(database, firm, shops) -> Iterator[tuple[str, str, Any]]:
    """Every value that was written into a shop or lies in a conflict about it."""
    with unit_of_work(database, firm.tenant_id) as session:
        for row in session.scalars(select(SubmissionRow).where(SubmissionRow.record_id.in_(shops))):
            changed = [(str(row.record_id), change["field"], change["after"]) for change in row.changes]
            yield from (trace for trace in changed if isinstance(trace[2], str))
        for row in session.scalars(select(Conflict).where(Conflict.record_id.in_(shops))):
            yield from ((str(row.record_id), row.field, side["value"]) for side in (row.kept, row.lost))


@pytest.fixture
def many(live_database, firm) -> int:
    """More customers of rep1's than one page holds."""
    with unit_of_work(live_database, firm.tenant_id) as session:
        now = clock.now()
        for number in range(MANY):
            row = Customer(
                tenant_id=firm.tenant_id, id=new_id(), type="shop", code=f"{firm.rep1.id}-{number}",
                owner_id=firm.rep1.id, fields={"full_name": f"Shop {number}"}, created_at=now,
            )  # fmt: skip
            session.add(row)
            feed.touch(session, "customer", row.id)
    return MANY


def test_a_first_sync_of_many_rows_comes_whole(app_of, firm, maker, many):
    app = app_of(maker, firm.rep1)
    app.sync()
    assert len(app.rows()) == many
    assert {row["full_name"] for row in app.rows().values()} == {f"Shop {number}" for number in range(many)}
