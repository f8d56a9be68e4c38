"""Noting opportunities by their forms."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.activities.service import selling
from server.activities.service.selling import Counter, Goods, Talks
from server.core import bulk, record_tables
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError
from server.core.record_tables import RecordTable
from server.core.records import Fields, Record, ids_of
from server.core.submissions import Handler, Outcome, Submission
from server.opportunities import queries, rules
from server.opportunities.models import Opportunity, OpportunityItem
from server.opportunities.rules import Item, Valued
from server.opportunities.service.processes import give_default

OPPORTUNITIES = RecordTable("opportunity", Opportunity, queries.may)
KIND = OPPORTUNITIES.kind
MEETINGS: list[Handler] = []
"""Who notes that a customer was met face to face (the area of visits); asked for the forms of new ones by the set."""

GOODS = Goods(KIND, rules.items_of, rules.valued, queries.captured_at)
_Counter = Counter[Item, Valued]


def _derived(counter: _Counter, opportunity_id: UUID, fields: Fields) -> dict[str, Any]:
    """Return the columns that follow from an opportunity's fields."""
    begin, end = rules.window_of(fields.get("contact_window"))
    return {
        "customer_id": counter.standing(UUID(fields["customer"])),
        "expected_value": sum(one.amount for one in counter.reckoned[opportunity_id]),
        "contact_from": begin,
        "contact_to": end,
    }


def save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Note opportunities from forms, at the first step of the default process, or merge the forms into open ones.

    Each is worth its quantities times the prices that held when it was captured (TB-70); a product without a price is
    flagged. A customer or product that does not exist (yet) is answered with BadReferenceError; without a customer
    there is no opportunity.
    """
    records = record_tables.held(session, actor, OPPORTUNITIES, ids_of(KIND, submissions))
    counter = selling.counter(session, actor, GOODS, records, submissions)
    results = [counter.take(actor, records, submission) for submission in submissions]
    counter.reckon(session, records)
    _write(session, actor, counter, records)
    made = [one.origin for one in records.values() if one.origin]
    doubts = selling.note_talks(session, actor, _talks(made), MEETINGS)
    return [_told(counter, one, result, doubts) for one, result in zip(submissions, results, strict=True)]


def _write(session: Session, actor: Actor, counter: _Counter, records: Mapping[UUID, Record]) -> None:
    made = _made(session, actor, counter, records)
    touched = record_tables.write(session, OPPORTUNITIES, records, partial(_derived, counter), made)
    old = [row_id for row_id in touched if row_id not in made]
    if old:
        mine = (OpportunityItem.tenant_id == tenant_of(session)) & OpportunityItem.opportunity_id.in_(old)
        session.execute(delete(OpportunityItem).where(mine))
    rows = [row for row_id in touched for row in _items(row_id, counter.reckoned[row_id])]
    bulk.insert(session, OpportunityItem, rows)


def _made(
    session: Session, actor: Actor, counter: _Counter, records: Mapping[UUID, Record]
) -> dict[UUID, dict[str, Any]]:
    new = {row_id: one.origin for row_id, one in records.items() if one.origin}
    if not new:
        return {}
    process = give_default(session)
    begins = {"process_id": process.id, "step_id": queries.first_step(session, process.id).id}
    numbers = next_numbers(session, KIND, len(new))
    return {
        row_id: {
            **begins,
            "code": f"CH{number:06d}",
            "channel": rules.channel_of(origin.form),
            "owner_id": actor.employee_id,
            "submission_id": origin.id,
            "captured_at": counter.captured[row_id],
        }
        for number, (row_id, origin) in zip(numbers, new.items(), strict=True)
    }


def _items(opportunity_id: UUID, items: Iterable[Valued]) -> list[dict[str, Any]]:
    return [
        {
            "opportunity_id": opportunity_id,
            "place": place,
            "product_id": one.item.product_id,
            "qty": one.item.qty,
            "delivery_frequency": one.item.delivery_frequency,
            "price": one.price.price if one.price else None,
            "amount": one.amount,
        }
        for place, one in enumerate(items, start=1)
    ]


def _talks(made: Sequence[Submission]) -> Talks:
    called = [one for one in made if one.answers.get("call_status")]
    return Talks(made, called, [one for one in made if rules.channel_of(one.form) == "f2f"])


def _told(
    counter: _Counter, submission: Submission, result: Outcome | DomainError, doubts: Mapping[UUID, tuple[str, ...]]
) -> Outcome | DomainError:
    if not isinstance(result, Outcome) or result.record is None:
        return result
    unpriced = any(one.price is None for one in counter.reckoned.get(result.record.id, ()))
    flags = ("price_missing",) if unpriced else ()
    return counter.told(result, *flags, *doubts.get(submission.id, ()))


def settle_opportunity(session: Session, actor: Actor, opportunity_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field; raise NotFoundError when he may not change it (any more)."""
    records = record_tables.settle(session, actor, OPPORTUNITIES, opportunity_id, name, value)
    if records:
        counter = selling.counter(session, actor, GOODS, records, ())
        error = counter.judge(opportunity_id, records[opportunity_id].fields)
        if error:
            raise error
        counter.reckon(session, records)
        _write(session, actor, counter, records)
