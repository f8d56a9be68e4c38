"""Making and editing products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.catalogue import queries
from server.catalogue.errors import ComboCycleError, ProductCodeTakenError
from server.catalogue.models import Product, ProductPart
from server.catalogue.rules import key_of, parts_of, way_back
from server.catalogue.service.tables import PRODUCTS, makers
from server.core import bulk, record_tables
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError
from server.core.records import Fields, Record, ids_of
from server.core.records import save as save_record
from server.core.submissions import BadReferenceError, Outcome, Submission

KIND = PRODUCTS.kind


@dataclass
class _Desk:
    """What a product is judged by: whose the codes are, which products there are, and what the combos hold."""

    holders: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    known: set[UUID] = field(default_factory=set)
    combos: dict[UUID, set[UUID]] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)

    def judge(self, product_id: UUID, fields: Fields) -> DomainError | None:
        """Say why a product cannot be so; note it when it can."""
        key, parts = key_of(fields.get("product_code")), parts_of(fields)
        other_id, other = self.holders.get(key, (product_id, "")) if key else (product_id, "")
        if other_id != product_id:
            return ProductCodeTakenError(taken=fields["product_code"], other=other, other_id=str(other_id))
        strange = sorted(parts.keys() - self.known - {product_id})
        if strange:
            return BadReferenceError(KIND, strange[0])
        by = way_back(product_id, parts, self.combos)
        name = str(fields.get("product_name", ""))
        if by is not None:
            return ComboCycleError(product=name, by=" → ".join(self.names.get(one, str(one)) for one in by) or name)
        self._note(product_id, name, key, parts)
        return None

    def _note(self, product_id: UUID, name: str, key: str | None, parts: Mapping[UUID, int]) -> None:
        if key:
            self.holders[key] = (product_id, name)
        self.known.add(product_id)
        self.combos[product_id] = set(parts)
        self.names[product_id] = name


def save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Make products from forms, or merge the forms into those that they name.

    Refused are a code that another product has (ProductCodeTakenError, from the field and from the console alike: two
    products cannot share one), a combo that would hold itself, and one of a product that does not exist (yet).
    """
    records = record_tables.held(session, actor, PRODUCTS, ids_of(KIND, submissions))
    desk = _desk(session, records, [submission.answers for submission in submissions])
    results = [save_record(actor, KIND, records, submission, desk.judge) for submission in submissions]
    _write(session, actor, records)
    return results


def _desk(session: Session, records: Mapping[UUID, Record], answers: Sequence[Mapping[str, Any]]) -> _Desk:
    all_fields = [*answers, *(record.fields for record in records.values())]
    keys = {key for fields in all_fields if (key := key_of(fields.get("product_code")))}
    parts = {part for fields in all_fields for part in parts_of({**fields, "packaging_state": "combo"})}
    desk = _Desk(queries.holders(session, "product", keys) if keys else {})
    if parts:
        desk.known = queries.known_products(session, parts)
        desk.combos = queries.combos(session)
        desk.names = queries.names_of(Product)(session, tenant_of(session), parts)
    return desk


def _write(session: Session, actor: Actor, records: Mapping[UUID, Record]) -> None:
    touched = record_tables.write(session, PRODUCTS, records, _derived, makers(actor, records))
    rows = [
        {"product_id": row_id, "part_id": part, "qty": qty}
        for row_id in touched
        for part, qty in parts_of(records[row_id].fields).items()
    ]
    old = [row_id for row_id in touched if not records[row_id].origin]
    if old:
        mine = (ProductPart.tenant_id == tenant_of(session)) & ProductPart.product_id.in_(old)
        session.execute(delete(ProductPart).where(mine))
    bulk.insert(session, ProductPart, rows)


def _derived(_: UUID, fields: Fields) -> dict[str, Any]:
    return {"code_key": key_of(fields.get("product_code"))}


def settle_product(session: Session, actor: Actor, product_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field.

    Raises NotFoundError when he may not change products, and what `save` refuses.
    """
    records = record_tables.settle(session, actor, PRODUCTS, product_id, name, value)
    if not records:
        return
    fields = records[product_id].fields
    error = _desk(session, records, []).judge(product_id, fields)
    if error:
        raise error
    _write(session, actor, records)


def switch_product(session: Session, actor: Actor, product_id: UUID, status: str) -> None:
    """Take a product out of sale (`stopped`) or put it back (`active`); raise NotFoundError."""
    before = queries.record(session, actor, Product, product_id)
    settle_product(session, actor, product_id, "status", status)
    detail = {"before": {"status": before[0].status if before else None}, "after": {"status": status}}
    audit.record(session, actor, "product.switch", KIND, product_id, detail=detail)
