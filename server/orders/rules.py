"""The states of orders, and what an order says. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.catalogue.rules import Amount, Price, amount_of, id_in, rows_of, whole

STATES = ("draft", "sent", "approved", "delivering", "done", "cancelled", "returned")
NEXT: Mapping[str, tuple[str, ...]] = {
    "draft": ("sent", "cancelled"),
    "sent": ("approved", "delivering", "done", "cancelled"),
    "approved": ("delivering", "done", "cancelled"),
    "delivering": ("done", "cancelled", "returned"),
    "done": ("returned",),
    "cancelled": (),
    "returned": (),
}
"""Where an order may go from each state (TB-50); approval may be left out."""
OPEN = frozenset({"draft", "sent"})
"""States in which what was ordered may still be changed by its form."""
FIRST = {"sale": "done", "order": "sent"}
"""A sale is settled when it is handed in; an order is a booking for later delivery (TB-50)."""
MOST_QTY = 10**6


@dataclass(frozen=True)
class Line:
    """So many of a product."""

    product_id: UUID
    qty: int


def lines_of(fields: Mapping[str, Any]) -> list[Line]:
    """Return the usable lines of an order: those with a product and a quantity."""
    found = []
    for row in rows_of(fields.get("lines")):
        product, qty = id_in(row, "product"), whole(row.get("qty", 1), MOST_QTY)
        if product and qty:
            found.append(Line(product, qty))
    return found


def kind_of(form: Mapping[str, Any]) -> tuple[str, str]:
    """Return (sale or order, tele or f2f) of a form by its key."""
    kind, _, channel = str(form["key"]).partition(".")
    return kind, channel


def moment_of(value: object) -> datetime | None:
    """Return an answered moment, None for an empty one and for what is no moment with its zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


@dataclass(frozen=True)
class Priced:
    """A line with its price at the moment of the order, None without any, and what it comes to."""

    line: Line
    price: Price | None
    amount: Amount


def priced(lines: Iterable[Line], prices: Mapping[UUID, Price | None]) -> list[Priced]:
    """Return the lines with what each comes to."""
    return [
        Priced(line, prices.get(line.product_id), amount_of(line.qty, prices.get(line.product_id))) for line in lines
    ]


def sum_of(lines: Iterable[Priced]) -> Amount:
    """Return what the lines come to together."""
    amounts = [line.amount for line in lines]
    return Amount(sum(one.net for one in amounts), sum(one.tax for one in amounts))


def flags(lines: Iterable[Priced], provisional: object) -> tuple[str, ...]:
    """Return the codes of what a reviewer should look at; `provisional` is the total that the phone showed, if any."""
    found = list(lines)
    told = whole(provisional)
    doubts = {
        "price_missing": any(line.price is None for line in found),
        "total_differs": told is not None and told != sum_of(found).total,
    }
    return tuple(code for code, holds in doubts.items() if holds)
