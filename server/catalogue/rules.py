"""Codes, combos and what a line costs. Pure; money is whole đồng."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID

from server.core.text import nfc

Rows = Sequence[Mapping[str, Any]]
MOST_DONG = 10**15
"""What is above is a slip of the finger: sums of such amounts would leave the range of a bigint."""


def key_of(code: object) -> str | None:
    """Return what makes a code unique: without letter case and spaces; None where there is none."""
    return "".join(nfc(code).split()).casefold() or None if isinstance(code, str) else None


def rows_of(value: object) -> Rows:
    """Return the rows of a repeat group as they were answered; none for what is no list of objects."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def id_in(row: Mapping[str, Any], name: str) -> UUID | None:
    """Return the record that a cell refers to; None for an empty cell and for what is no id."""
    try:
        return UUID(row[name])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def day_of(value: object) -> date | None:
    """Return an answered date; None for an empty one and for what is no date."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def whole(value: object, most: int = MOST_DONG) -> int | None:
    """Return a whole number from 0 to `most`, None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None


def decimal(value: object) -> Decimal | None:
    """Return an answered number as the decimal that was written, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = Decimal(repr(value))
    return number if number.is_finite() and abs(number) < MOST_DONG else None


def parts_of(fields: Mapping[str, Any]) -> dict[UUID, int]:
    """Return what a combo holds: how many of which product; nothing for what is no combo."""
    if fields.get("packaging_state") != "combo":
        return {}
    found: dict[UUID, int] = {}
    for row in rows_of(fields.get("combo_items")):
        part, qty = id_in(row, "product"), whole(row.get("qty", 1), 10**6)
        if part and qty:
            found[part] = found.get(part, 0) + qty
    return found


def way_back(product: UUID, parts: Iterable[UUID], held: Mapping[UUID, Iterable[UUID]]) -> list[UUID] | None:
    """Return by which products a combo would hold itself, None when it does not; `held` says what others hold."""
    paths = [[part] for part in parts]
    seen: set[UUID] = set()
    while paths:
        path = paths.pop()
        if path[-1] == product:
            return path[:-1]
        if path[-1] not in seen:
            seen.add(path[-1])
            paths += [[*path, further] for further in held.get(path[-1], ())]
    return None


@dataclass(frozen=True)
class PriceLine:
    """What a price list says: `price` đồng without tax for `unit_qty` units; `taxes` as they were answered."""

    product_id: UUID
    unit_name: str | None
    unit_qty: Decimal
    price: int
    taxes: Rows


def price_lines(fields: Mapping[str, Any]) -> list[PriceLine]:
    """Return the usable lines of a price list; of those for one product and unit the first."""
    found: dict[tuple[UUID, str | None], PriceLine] = {}
    for row in rows_of(fields.get("lines")):
        product, price = id_in(row, "product"), whole(row.get("price_ex_tax"))
        unit_qty = decimal(row.get("unit_qty", 1))
        if product and price is not None and unit_qty is not None and unit_qty > 0:
            unit = row.get("unit_name") or None
            found.setdefault((product, unit), PriceLine(product, unit, unit_qty, price, rows_of(row.get("taxes_fees"))))
    return list(found.values())


@dataclass(frozen=True)
class Price:
    """What a product costs at some moment: `price` đồng without tax for `unit_qty` units.

    `tax_percent` is what is added in percent of that, `fee` what is added in đồng for `unit_qty` units. Without a price
    list (`price_list_id` None) it is the product's own.
    """

    price: int
    unit_qty: Decimal = Decimal(1)
    unit_name: str | None = None
    tax_percent: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    price_list_id: UUID | None = None


def taxes_of(rows: Rows) -> tuple[Decimal, Decimal]:
    """Return the sum of what is in percent, and of what is in đồng, of taxes and fees as they were answered."""
    percent = fee = Decimal(0)
    for row in rows:
        level = decimal(row.get("level")) or Decimal(0)
        if row.get("level_kind") == "amount":
            fee += level
        else:
            percent += level
    return percent, fee


@dataclass(frozen=True)
class Amount:
    """What a line comes to in whole đồng: `net` without taxes and fees, `tax` those."""

    net: int = 0
    tax: int = 0

    @property
    def total(self) -> int:
        """Return what is to be paid."""
        return self.net + self.tax


def amount_of(qty: int, price: Price | None) -> Amount:
    """Return what so many units cost, each of both parts rounded half up once; nothing without a price.

    Source: RB-39 asks for whole đồng; the rounding is decision 0023.
    """
    if price is None:
        return Amount()
    units = Fraction(qty) / Fraction(price.unit_qty)
    net = _dong(price.price * units)
    return Amount(net, _dong(net * Fraction(price.tax_percent) / 100 + Fraction(price.fee) * units))


def _dong(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def products_of_promotion(fields: Mapping[str, Any]) -> set[UUID]:
    """Return the products that a promotion names: those that it applies to, and its gifts."""
    applied = [{"product": one} for row in rows_of(fields.get("applies_to")) for one in _ids(row.get("products"))]
    gifts = [{"product": row.get("gift_product")} for row in rows_of(fields.get("benefits"))]
    return {product for row in (*applied, *gifts) if (product := id_in(row, "product"))}


def _ids(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def holds_on(day: date, first: date | None, last: date | None) -> bool:
    """Tell whether a day lies between two, both included; without a first day nothing holds."""
    return first is not None and first <= day and (last is None or day <= last)
