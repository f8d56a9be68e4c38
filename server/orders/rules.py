"""The kinds of orders and their states, what an order says, and what becomes of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from server.catalogue.rules import Amount, Price, amount_of, id_in, rows_of, whole

ADDRESS = ("address_system", "address_province", "address_district", "address_ward")
KINDS = ("sale", "order", "request", "quotation")
CHANNELS = ("tele", "f2f")
_OF_SALES: Mapping[str, tuple[str, ...]] = {
    "draft": ("sent", "cancelled"),
    "sent": ("approved", "delivering", "done", "cancelled"),
    "approved": ("delivering", "done", "cancelled"),
    "delivering": ("done", "cancelled", "returned"),
    "done": ("returned",),
    "cancelled": (),
    "returned": (),
}
NEXT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sale": _OF_SALES,
    "order": _OF_SALES,
    "request": {"open": ("answered", "closed"), "answered": ("closed",), "closed": ()},
    "quotation": {"sent": ("accepted", "declined"), "accepted": ("declined",), "declined": ()},
}
"""Where an order of each kind may go from each state (TB-50, TM-18); approval may be left out."""
STATES = tuple(dict.fromkeys(state for states in NEXT.values() for state in states))
OPEN = frozenset({"draft", "sent", "open"})
"""States in which what was ordered may still be changed by its form."""
FIRST = {"sale": "done", "order": "sent", "request": "open", "quotation": "sent"}
"""A sale is settled when it is handed in; an order is a booking for later delivery (TB-50)."""
SERIES = {
    "sale": ("order", "DH"),
    "order": ("order", "DH"),
    "request": ("request", "YC"),
    "quotation": ("quotation", "BG"),
}
"""By which series each kind is numbered, and what its codes begin with."""
BECOMES: Mapping[str, tuple[str, ...]] = {"request": ("quotation", "order"), "quotation": ("order",)}
"""What may be made of which kind (TM-18)."""
ANSWERED = {"request": "answered", "quotation": "accepted"}
"""Where something was made of it, a request is answered and a quotation accepted."""
VOID = frozenset({"cancelled", "declined"})
"""States of what was made of another and counts no more: another may be made in its place."""
ENDED = frozenset({"closed", "declined"})
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


def kind_of(form: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return the kind of order that a form makes and the channel of it, by its key.

    The channel is None where a form tells of no call and of no meeting.
    """
    kind, _, channel = str(form["key"]).partition(".")
    return kind, channel if channel in CHANNELS else None


@dataclass(frozen=True)
class Source:
    """What something is to be made of; `into` is the (kind, code) of what was made of it already and counts."""

    code: str
    kind: str
    state: str
    customer_id: UUID
    valid_until: date | None = None
    into: tuple[str, str] | None = None


def expired(one: Source, day: date) -> bool:
    """Tell whether a quotation that nobody has answered is past its last day; what was accepted in time stays so."""
    return one.kind == "quotation" and one.state == "sent" and one.valid_until is not None and one.valid_until < day


def next_states(source: Source, day: date) -> tuple[str, ...]:
    """Return where an order may go on a day: nobody accepts an expired quotation, or takes back what was built on."""
    possible = NEXT[source.kind][source.state]
    if expired(source, day):
        return tuple(state for state in possible if state != "accepted")
    return () if source.kind == "quotation" and source.into else possible


def hindrance(source: Source, kind: str, day: date) -> str | None:
    """Return the code of why an order of `kind` cannot be made of the source on a day, None where it can."""
    if kind not in BECOMES.get(source.kind, ()) or source.state in ENDED:
        return "order_not_convertible"
    if source.into:
        return "order_converted"
    return "quotation_expired" if expired(source, day) else None


def becomes(source: Source, day: date) -> list[str]:
    """Return the kinds of order that can be made of the source on a day."""
    return [kind for kind in BECOMES.get(source.kind, ()) if hindrance(source, kind, day) is None]


def kept_address(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the new place of delivery that an order asks to keep, by the names of a profile's address."""
    if fields.get("new_address_save") is not True or fields.get("delivery_place_kind") != "new":
        return None
    parts = {name: fields.get(f"new_{name}") for name in ADDRESS}
    street = fields.get("new_address_house_number")
    told = {name: value for name, value in {**parts, "house_number": street}.items() if value}
    return told if "address_ward" in told else None


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
