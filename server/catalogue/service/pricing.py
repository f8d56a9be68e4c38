"""Making and editing price lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.catalogue import queries
from server.catalogue.models import PriceLine
from server.catalogue.rules import PriceLine as Line
from server.catalogue.rules import day_of, price_lines
from server.catalogue.service.tables import PRICE_LISTS, makers
from server.core import bulk, clock, record_tables
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError
from server.core.records import Fields, Judge, Record, ids_of
from server.core.records import save as save_record
from server.core.submissions import BadReferenceError, Outcome, Submission

KIND = PRICE_LISTS.kind


def save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Make price lists from forms, or merge the forms into those that they name.

    Refused is a list of a product that does not exist (yet). Of two prices for one product and unit the first counts.
    """
    records = record_tables.held(session, actor, PRICE_LISTS, ids_of(KIND, submissions))
    judge = _judge(session, [*(one.answers for one in submissions), *(one.fields for one in records.values())])
    results = [save_record(actor, KIND, records, submission, judge) for submission in submissions]
    _write(session, actor, records)
    return results


def _judge(session: Session, all_fields: Sequence[Fields]) -> Judge:
    named = {line.product_id for fields in all_fields for line in price_lines(fields)}
    known = queries.known_products(session, named)

    def judge(_: UUID, fields: Fields) -> DomainError | None:
        strange = sorted({line.product_id for line in price_lines(fields)} - known)
        return BadReferenceError("product", strange[0]) if strange else None

    return judge


def _write(session: Session, actor: Actor, records: Mapping[UUID, Record]) -> None:
    standing = queries.stopped_at(session, [row_id for row_id, one in records.items() if not one.origin])

    def derived(row_id: UUID, fields: Fields) -> dict[str, Any]:
        return _derived(fields, standing.get(row_id))

    touched = record_tables.write(session, PRICE_LISTS, records, derived, makers(actor, records))
    old = [row_id for row_id in touched if not records[row_id].origin]
    if old:
        mine = (PriceLine.tenant_id == tenant_of(session)) & PriceLine.price_list_id.in_(old)
        session.execute(delete(PriceLine).where(mine))
    lines = [
        _row(row_id, place, line)
        for row_id in touched
        for place, line in enumerate(price_lines(records[row_id].fields), start=1)
    ]
    bulk.insert(session, PriceLine, lines)


def _derived(fields: Fields, stopped_at: datetime | None) -> dict[str, Any]:
    """Return the columns that follow; a list that is stopped still holds for what was captured before (TB-40)."""
    stopped = fields.get("status") == "stopped"
    return {
        "effective_from": day_of(fields.get("effective_from")),
        "effective_to": day_of(fields.get("effective_to")),
        "stopped_at": (stopped_at or clock.now()) if stopped else None,
    }


def _row(price_list_id: UUID, place: int, line: Line) -> dict[str, Any]:
    return {
        "price_list_id": price_list_id,
        "place": place,
        "product_id": line.product_id,
        "unit_name": line.unit_name,
        "unit_qty": str(line.unit_qty),
        "price": line.price,
        "taxes": line.taxes,
    }


def settle_price_list(session: Session, actor: Actor, price_list_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field; raise NotFoundError when he may not change price lists."""
    records = record_tables.settle(session, actor, PRICE_LISTS, price_list_id, name, value)
    if records:
        error = _judge(session, [records[price_list_id].fields])(price_list_id, records[price_list_id].fields)
        if error:
            raise error
        _write(session, actor, records)
