"""Dated membership of routes. Pure: days in, days out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from server.catalogue.rules import id_in, rows_of

Membership = Literal["in", "out"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `last` is None for an open end."""

    first: date
    last: date | None = None

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two have a day in common."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)

    def __str__(self) -> str:
        """Return the days as people here write them: `21/11/2026-30/11/2026`, `21/11/2026-…`."""
        last = f"{self.last:%d/%m/%Y}" if self.last else "…"
        return f"{self.first:%d/%m/%Y}-{last}"


def cut_out(period: Period, hole: Period) -> list[Period]:
    """Return what is left of a period without the days of the hole: none, one or two periods, in order."""
    if not period.overlaps(hole):
        return [period]
    left = []
    if period.first < hole.first:
        left.append(Period(period.first, hole.first - ONE_DAY))
    if hole.last is not None and (period.last is None or period.last > hole.last):
        left.append(Period(hole.last + ONE_DAY, period.last))
    return left


@dataclass(frozen=True)
class Wish:
    """How a customer shall stand on the route from today on."""

    customer_id: UUID
    membership: Membership = "in"
    note: str | None = None


@dataclass(frozen=True)
class Standing:
    """How a customer stands on the route, since which day."""

    membership: str
    since: date


@dataclass(frozen=True)
class Plan:
    """What makes the standing stops into the wished ones.

    `keep` stays the row that it is (place, note and, if it began today, membership are rewritten), `close`
    ends yesterday, `drop` began today and goes, `open` begins today. `moved` are the customers that enter or
    leave the route.
    """

    keep: tuple[UUID, ...]
    close: tuple[UUID, ...]
    drop: tuple[UUID, ...]
    open: tuple[UUID, ...]
    moved: frozenset[UUID]


def plan_stops(standing: Mapping[UUID, Standing], wishes: Sequence[Wish], today: date) -> Plan:
    """Return how to turn a route's stops (by customer) into the wished ones without losing their history."""
    wished = {wish.customer_id: wish.membership for wish in wishes}
    gone = [customer for customer in standing if customer not in wished]
    switched = [c for c, stop in standing.items() if c in wished and stop.membership != wished[c]]
    ended = [c for c in (*gone, *switched) if standing[c].since < today]
    return Plan(
        keep=tuple(c for c in standing if c in wished and c not in ended),
        close=tuple(ended),
        drop=tuple(c for c in gone if c not in ended),
        open=tuple(c for c in wished if c not in standing or c in ended),
        moved=_members({c: stop.membership for c, stop in standing.items()}) ^ _members(wished),
    )


def _members(memberships: Mapping[UUID, str]) -> frozenset[UUID]:
    return frozenset(customer for customer, membership in memberships.items() if membership == "in")


@dataclass(frozen=True)
class Turn:
    """Whose a route is on some days, and what he is told about it."""

    employee_id: UUID
    period: Period
    instruction: str | None = None


def with_room(turns: Sequence[Turn], hole: Period) -> list[Turn]:
    """Return the turns without the days of the hole."""
    return [replace(turn, period=left) for turn in turns for left in cut_out(turn.period, hole)]


def handed_over(turns: Sequence[Turn], one: UUID, other: UUID, day: date) -> list[Turn]:
    """Return the turns with those that one person has from a day on given to another."""
    later = Period(day)
    left = [turn for turn in turns if turn.employee_id != one or not turn.period.overlaps(later)]
    for turn in turns:
        if turn not in left:
            left += [replace(turn, period=past) for past in cut_out(turn.period, later)]
            rest = Period(max(day, turn.period.first), turn.period.last)
            left.append(replace(turn, employee_id=other, period=rest))
    return left


def ended(turns: Sequence[Turn], day: date) -> list[Turn]:
    """Return the turns of a route that nobody drives after a day."""
    return [replace(turn, period=left) for turn in turns for left in cut_out(turn.period, Period(day + ONE_DAY))]


def drives_already(turns: Iterable[Turn], wanted: Turn) -> bool:
    """Tell whether the same person has the route on all of these days."""
    first, last = wanted.period.first, wanted.period.last
    return any(
        turn.employee_id == wanted.employee_id
        and turn.period.first <= first
        and (turn.period.last is None or (last is not None and last <= turn.period.last))
        for turn in turns
    )


def wishes_of(stops: object) -> list[Wish]:
    """Return the stops that a form asks for, in their order; of several for one customer the first."""
    found: dict[UUID, Wish] = {}
    for row in rows_of(stops):
        customer = id_in(row, "customer")
        if customer:
            note = row.get("note")
            membership: Membership = "out" if row.get("membership") == "out" else "in"
            found.setdefault(customer, Wish(customer, membership, note if isinstance(note, str) and note else None))
    return list(found.values())


def rows_by_customer(stops: object) -> object:
    """Return a form's stops as rows that are known by their customer, whatever id a phone gave them.

    So a customer is one row of the route for everybody who edits it.
    """
    if not isinstance(stops, list):
        return stops
    return [_row(wish) for wish in wishes_of(stops)]


def _row(wish: Wish) -> dict[str, Any]:
    row = {"id": str(wish.customer_id), "customer": str(wish.customer_id), "membership": wish.membership}
    return {**row, "note": wish.note} if wish.note else row


def fields_of(told: Mapping[str, Any], stops: Sequence[Wish]) -> dict[str, Any]:
    """Return a route (name, description, customer_group, status) as its forms see it."""
    fields = {
        "route_name": told["name"],
        "description": told["description"],
        "customer_group": told["customer_group"],
        "route_status": told["status"],
        "stops": [_row(wish) for wish in stops],
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


@dataclass(frozen=True)
class Item:
    """A route that a form gives to somebody."""

    route_id: UUID
    employee_id: UUID


def items_of(items: object) -> list[Item]:
    """Return what an assignment form gives to whom: its rows with both a route and an employee."""
    pairs = [(id_in(row, "route"), id_in(row, "employee")) for row in rows_of(items)]
    return [Item(route, employee) for route, employee in pairs if route and employee]
