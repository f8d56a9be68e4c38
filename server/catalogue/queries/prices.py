"""What products cost at a moment."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.catalogue.rules import Price, decimal, taxes_of
from server.core import sql
from server.core.database import tenant_of

Wanted = tuple[UUID, datetime]
"""(product, moment)."""

# Of the lists that held at the moment and have the product the latest wins; in it the line of the product's own unit.
_PRICES = """
SELECT w.product_id, w.moment, p.fields -> 'price' AS own_price, p.fields -> 'tax_percent' AS own_tax,
  p.fields ->> 'unit_name' AS own_unit, l.price_list_id, l.price, l.unit_qty, l.unit_name, l.taxes
FROM unnest(CAST(:products AS uuid[]), CAST(:moments AS timestamptz[])) AS w(product_id, moment)
JOIN organisation o ON o.id = :tenant_id
JOIN product p ON p.tenant_id = :tenant_id AND p.id = w.product_id
LEFT JOIN LATERAL (
  SELECT x.price_list_id, x.price, x.unit_qty, x.unit_name, x.taxes
  FROM price_line x JOIN price_list c ON c.tenant_id = :tenant_id AND c.id = x.price_list_id
  WHERE x.tenant_id = :tenant_id AND x.product_id = w.product_id
    AND c.effective_from <= (w.moment AT TIME ZONE o.timezone)::date
    AND (c.effective_to IS NULL OR c.effective_to >= (w.moment AT TIME ZONE o.timezone)::date)
    AND (c.stopped_at IS NULL OR c.stopped_at > w.moment)
  ORDER BY c.effective_from DESC, c.id DESC, (x.unit_name IS NOT DISTINCT FROM p.fields ->> 'unit_name') DESC, x.place
  LIMIT 1
) l ON true
"""


def prices_at(session: Session, wanted: Collection[Wanted]) -> dict[Wanted, Price | None]:
    """Return what each product costs at its moment: by the list in force then (TB-40), else its own price.

    None for a product without any price; one that does not exist is left out. Days are the organisation's.
    """
    if not wanted:
        return {}
    values = {
        "tenant_id": tenant_of(session),
        "products": [product for product, _ in wanted],
        "moments": [moment for _, moment in wanted],
    }
    return {(row.product_id, row.moment): _price(row) for row in sql.run(session, _PRICES, values)}


def _price(row: Any) -> Price | None:
    if row.price_list_id is None:
        return _own(row)
    percent, fee = taxes_of(row.taxes)
    return Price(row.price, row.unit_qty, row.unit_name, percent, fee, row.price_list_id)


def _own(row: Any) -> Price | None:
    if row.own_price is None:
        return None
    return Price(row.own_price, unit_name=row.own_unit, tax_percent=decimal(row.own_tax) or Decimal(0))
