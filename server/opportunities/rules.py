"""What an opportunity says and is worth; the process that every organisation begins with. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from server.catalogue.rules import Price, amount_of, id_in, rows_of, whole

MOST_QTY = 10**6
DEFAULT_NAME = "Quy trình bán hàng"
DEFAULT_STEPS = (
    ("Tiếp cận", 10, "open"),
    ("Tư vấn", 30, "open"),
    ("Báo giá", 50, "open"),
    ("Thương lượng", 70, "open"),
    ("Chốt thành công", 100, "won"),
    ("Không thành", 0, "lost"),
)
"""(name, probability in percent, outcome) of the steps of the process that is there from the start (SW-02)."""


@dataclass(frozen=True)
class Item:
    """So many of a product, delivered so often."""

    product_id: UUID
    qty: int
    delivery_frequency: str | None


def items_of(fields: Mapping[str, Any]) -> list[Item]:
    """Return the usable items: those with a product and a quantity."""
    found = []
    for row in rows_of(fields.get("items")):
        product, qty = id_in(row, "product"), whole(row.get("qty", 1), MOST_QTY)
        if product and qty:
            frequency = row.get("delivery_frequency")
            found.append(Item(product, qty, frequency if isinstance(frequency, str) else None))
    return found


@dataclass(frozen=True)
class Valued:
    """An item with its price at the moment of the form, None without any, and what it comes to without tax."""

    item: Item
    price: Price | None
    amount: int


def valued(items: Iterable[Item], prices: Mapping[UUID, Price | None]) -> list[Valued]:
    """Return the items with what each comes to: quantity times price, half up to whole đồng (TB-70)."""
    found = [(item, prices.get(item.product_id)) for item in items]
    return [Valued(item, price, amount_of(item.qty, price).net) for item, price in found]


def window_of(value: object) -> tuple[time | None, time | None]:
    """Return from when to when a customer likes to be called; (None, None) where nothing usable was answered."""
    if not isinstance(value, Mapping):
        return None, None
    return _time(value.get("from")), _time(value.get("to"))


def _time(value: object) -> time | None:
    try:
        return time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def channel_of(form: Mapping[str, Any]) -> str:
    """Return tele or f2f, of a form by its key."""
    return str(form["key"]).partition(".")[2]
