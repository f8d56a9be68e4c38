"""The records of the catalogue, and what they have in common."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from server.catalogue.models import PriceList, Product, Promotion
from server.catalogue.queries import may
from server.core.actor import Actor
from server.core.record_tables import RecordTable
from server.core.records import Record

PRODUCTS = RecordTable("product", Product, may)
PRICE_LISTS = RecordTable("price_list", PriceList, may)
PROMOTIONS = RecordTable("promotion", Promotion, may)


def makers(actor: Actor, records: Mapping[UUID, Record]) -> dict[UUID, dict[str, Any]]:
    """Return, for the records that forms make, who made them."""
    return {row_id: {"created_by": actor.employee_id} for row_id, one in records.items() if one.origin}
