"""Making and editing promotions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.catalogue import queries
from server.catalogue.errors import PromotionCodeTakenError
from server.catalogue.rules import day_of, key_of, products_of_promotion
from server.catalogue.service.tables import PROMOTIONS, makers
from server.core import record_tables
from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.records import Fields, Record, ids_of
from server.core.records import save as save_record
from server.core.submissions import BadReferenceError, Outcome, Submission

KIND = PROMOTIONS.kind


@dataclass(frozen=True)
class _Desk:
    """What a promotion is judged by: whose the codes are, and which products there are."""

    holders: dict[str, tuple[UUID, str]]
    known: set[UUID]

    def judge(self, promotion_id: UUID, fields: Fields) -> DomainError | None:
        """Say why a promotion cannot be so; note its code when it can."""
        key = key_of(fields.get("code"))
        other_id, other = self.holders.get(key, (promotion_id, "")) if key else (promotion_id, "")
        if other_id != promotion_id:
            return PromotionCodeTakenError(taken=fields["code"], other=other, other_id=str(other_id))
        strange = sorted(products_of_promotion(fields) - self.known)
        if strange:
            return BadReferenceError("product", strange[0])
        if key:
            self.holders[key] = (promotion_id, str(fields.get("name", "")))
        return None


def save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Make promotions from forms, or merge the forms into those that they name.

    Refused are a code that another promotion has (PromotionCodeTakenError) and one of a product that does not exist.
    """
    records = record_tables.held(session, actor, PROMOTIONS, ids_of(KIND, submissions))
    desk = _desk(session, [*(one.answers for one in submissions), *(one.fields for one in records.values())])
    results = [save_record(actor, KIND, records, submission, desk.judge) for submission in submissions]
    _write(session, actor, records)
    return results


def _desk(session: Session, all_fields: Sequence[Fields]) -> _Desk:
    keys = {key for fields in all_fields if (key := key_of(fields.get("code")))}
    named = {product for fields in all_fields for product in products_of_promotion(fields)}
    holders = queries.holders(session, "promotion", keys) if keys else {}
    return _Desk(holders, queries.known_products(session, named))


def _write(session: Session, actor: Actor, records: Mapping[UUID, Record]) -> None:
    record_tables.write(session, PROMOTIONS, records, _derived, makers(actor, records))


def _derived(_: UUID, fields: Fields) -> dict[str, Any]:
    return {
        "code_key": key_of(fields.get("code")),
        "effective_from": day_of(fields.get("effective_from")),
        "effective_to": day_of(fields.get("effective_to")),
    }


def settle_promotion(session: Session, actor: Actor, promotion_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field.

    Raises NotFoundError when he may not change promotions, and what `save` refuses.
    """
    records = record_tables.settle(session, actor, PROMOTIONS, promotion_id, name, value)
    if records:
        error = _desk(session, [records[promotion_id].fields]).judge(promotion_id, records[promotion_id].fields)
        if error:
            raise error
        _write(session, actor, records)
