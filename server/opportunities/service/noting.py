"""Noting opportunities by their forms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.activities.service import log_calls
from server.catalogue.queries import known_products, prices_at
from server.catalogue.rules import id_in
from server.core import aliases, bulk, record_tables
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError, InvalidInputError
from server.core.record_tables import RecordTable
from server.core.records import Fields, Record, ids_of
from server.core.records import save as save_record
from server.core.submissions import BadReferenceError, Handler, Outcome, Submission
from server.customers import queries as customers
from server.customers.service import note_changes
from server.opportunities import queries, rules
from server.opportunities.models import Opportunity, OpportunityItem
from server.opportunities.rules import Valued
from server.opportunities.service.processes import give_default

OPPORTUNITIES = RecordTable("opportunity", Opportunity, queries.may)
KIND = OPPORTUNITIES.kind
MEETINGS: list[Handler] = []
"""Who notes that a customer was met face to face (the area of visits); asked for the forms of new ones by the set."""


@dataclass
class _Notebook:
    """What the opportunities of one set are noted with: who is known, and what each is worth once it is merged."""

    customers: Mapping[UUID, str]
    merged: Mapping[UUID, UUID]
    visible: Collection[UUID]
    products: Collection[UUID]
    captured: dict[UUID, datetime]
    valued: dict[UUID, list[Valued]]

    def standing(self, customer_id: UUID) -> UUID:
        """Return the customer that stands for one that was merged into it, itself for any other."""
        return self.merged.get(customer_id, customer_id)

    def judge(self, _: UUID, fields: Fields) -> DomainError | None:
        """Say why an opportunity cannot be so."""
        customer = id_in(fields, "customer")
        if customer is None:
            return InvalidInputError(pointer="/answers/customer", reason="required")
        if customer not in self.customers:
            return BadReferenceError("customer", customer)
        strange = [item.product_id for item in rules.items_of(fields) if item.product_id not in self.products]
        return BadReferenceError("product", strange[0]) if strange else None

    def derived(self, opportunity_id: UUID, fields: Fields) -> dict[str, Any]:
        """Return the columns that follow from an opportunity's fields."""
        begin, end = rules.window_of(fields.get("contact_window"))
        return {
            "customer_id": self.standing(UUID(fields["customer"])),
            "expected_value": sum(one.amount for one in self.valued[opportunity_id]),
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
    notebook = _notebook(session, actor, records, submissions)
    results = [_save(actor, notebook, records, submission) for submission in submissions]
    _value(session, notebook, records)
    _write(session, actor, notebook, records)
    doubts = _on_timeline(session, actor, [one.origin for one in records.values() if one.origin])
    return [_told(notebook, one, result, doubts) for one, result in zip(submissions, results, strict=True)]


def _notebook(
    session: Session, actor: Actor, records: Mapping[UUID, Record], submissions: Sequence[Submission]
) -> _Notebook:
    fields = [*(one.answers for one in submissions), *(one.fields for one in records.values())]
    named = {customer for one in fields if (customer := id_in(one, "customer"))}
    merged = aliases.resolve(session, "customer", named)
    products = {item.product_id for one in fields for item in rules.items_of(one)}
    return _Notebook(
        customers.names(session, actor.tenant_id, named),
        merged,
        customers.allowed_among(session, actor, {*named, *merged.values()}).visible,
        known_products(session, products),
        dict(queries.captured_at(session, records.keys())),
        {},
    )


def _save(
    actor: Actor, notebook: _Notebook, records: dict[UUID, Record], submission: Submission
) -> Outcome | DomainError:
    if submission.record is None and id_in(submission.answers, "customer") is None:
        return Outcome()
    result = save_record(actor, KIND, records, submission, notebook.judge)
    if not isinstance(result, Outcome) or result.record is None:
        return result
    notebook.captured.setdefault(result.record.id, submission.occurred_at)
    customer_id = UUID(records[result.record.id].fields["customer"])
    return replace(result, customer_id=notebook.standing(customer_id))


def _value(session: Session, notebook: _Notebook, records: Mapping[UUID, Record]) -> None:
    items = {row_id: rules.items_of(one.fields) for row_id, one in records.items() if one.written or one.origin}
    wanted = {(item.product_id, notebook.captured[row_id]) for row_id, some in items.items() for item in some}
    prices = prices_at(session, wanted)
    for row_id, some in items.items():
        moment = notebook.captured[row_id]
        own = {item.product_id: prices.get((item.product_id, moment)) for item in some}
        notebook.valued[row_id] = rules.valued(some, own)


def _write(session: Session, actor: Actor, notebook: _Notebook, records: Mapping[UUID, Record]) -> None:
    made = _made(session, actor, notebook, records)
    touched = record_tables.write(session, OPPORTUNITIES, records, notebook.derived, made)
    old = [row_id for row_id in touched if row_id not in made]
    if old:
        mine = (OpportunityItem.tenant_id == tenant_of(session)) & OpportunityItem.opportunity_id.in_(old)
        session.execute(delete(OpportunityItem).where(mine))
    rows = [row for row_id in touched for row in _items(row_id, notebook.valued[row_id])]
    bulk.insert(session, OpportunityItem, rows)


def _made(
    session: Session, actor: Actor, notebook: _Notebook, records: Mapping[UUID, Record]
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
            "captured_at": notebook.captured[row_id],
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


def _on_timeline(session: Session, actor: Actor, noted: Sequence[Submission]) -> dict[UUID, tuple[str, ...]]:
    """Count new opportunities as their customers' latest change, and note the meetings at which they were noted.

    The timeline tells the opportunity by its form. Returns the doubts about the meetings, by submission.
    """
    if not noted:
        return {}
    note_changes(session, {UUID(one.answers["customer"]) for one in noted}, noted[0].received_at)
    called = [(one, UUID(one.answers["customer"])) for one in noted if one.answers.get("call_status")]
    if called:
        log_calls(session, actor, called)
    met = [one for one in noted if rules.channel_of(one.form) == "f2f"]
    outcomes = [pair for note in MEETINGS if met for pair in zip(met, note(session, actor, met), strict=True)]
    return {one.id: outcome.flags for one, outcome in outcomes if isinstance(outcome, Outcome)}


def _told(
    notebook: _Notebook, submission: Submission, result: Outcome | DomainError, doubts: Mapping[UUID, tuple[str, ...]]
) -> Outcome | DomainError:
    if not isinstance(result, Outcome) or result.record is None:
        return result
    unpriced = any(one.price is None for one in notebook.valued.get(result.record.id, ()))
    unseen = result.customer_id not in notebook.visible
    found = (
        *result.flags,
        *(("customer_not_visible",) if unseen else ()),
        *(("price_missing",) if unpriced else ()),
        *doubts.get(submission.id, ()),
    )
    return replace(result, flags=tuple(dict.fromkeys(found)))


def settle_opportunity(session: Session, actor: Actor, opportunity_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field; raise NotFoundError when he may not change it (any more)."""
    records = record_tables.settle(session, actor, OPPORTUNITIES, opportunity_id, name, value)
    if records:
        notebook = _notebook(session, actor, records, ())
        error = notebook.judge(opportunity_id, records[opportunity_id].fields)
        if error:
            raise error
        _value(session, notebook, records)
        _write(session, actor, notebook, records)
