"""Taking sales and orders by their forms."""

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
from server.orders import queries, rules
from server.orders.models import Order, OrderLine
from server.orders.rules import Priced

ORDERS = RecordTable("order", Order, queries.may)
KIND = ORDERS.kind
MEETINGS: list[Handler] = []
"""Who notes that a customer was met face to face (the area of visits); asked for the forms of new orders by the set."""


@dataclass
class _Counter:
    """What the orders of one set are taken with: who is known, and what each comes to once it is merged."""

    customers: Mapping[UUID, str]
    merged: Mapping[UUID, UUID]
    visible: Collection[UUID]
    products: Collection[UUID]
    captured: dict[UUID, datetime]
    priced: dict[UUID, list[Priced]]

    def standing(self, customer_id: UUID) -> UUID:
        """Return the customer that stands for one that was merged into it, itself for any other."""
        return self.merged.get(customer_id, customer_id)

    def judge(self, _: UUID, fields: Fields) -> DomainError | None:
        """Say why an order cannot be so."""
        customer = id_in(fields, "customer")
        if customer is None:
            return InvalidInputError(pointer="/answers/customer", reason="required")
        if customer not in self.customers:
            return BadReferenceError("customer", customer)
        strange = [line.product_id for line in rules.lines_of(fields) if line.product_id not in self.products]
        return BadReferenceError("product", strange[0]) if strange else None

    def derived(self, order_id: UUID, fields: Fields) -> dict[str, Any]:
        """Return the columns that follow from an order's fields."""
        total = rules.sum_of(self.priced[order_id])
        return {
            "customer_id": self.standing(UUID(fields["customer"])),
            "delivery_time": rules.moment_of(fields.get("delivery_time")),
            "net": total.net,
            "tax": total.tax,
            "total": total.total,
        }


def save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Take orders and sales from forms, or merge the forms into those that they name while these are open.

    Prices are those that held when it was captured. A difference to the total that the phone showed, and a product
    without a price, are flagged. A customer or product that does not exist (yet) is answered with BadReferenceError;
    without a customer there is no order.
    """
    records = record_tables.held(session, actor, ORDERS, ids_of(KIND, submissions))
    counter = _counter(session, actor, records, submissions)
    results = [_save(actor, counter, records, submission) for submission in submissions]
    _price(session, counter, records)
    _write(session, actor, counter, records)
    taken = [one.origin for one in records.values() if one.origin]
    doubts = _on_timeline(session, actor, taken)
    return [_told(counter, one, result, doubts) for one, result in zip(submissions, results, strict=True)]


def _counter(
    session: Session, actor: Actor, records: Mapping[UUID, Record], submissions: Sequence[Submission]
) -> _Counter:
    fields = [*(one.answers for one in submissions), *(one.fields for one in records.values())]
    named = {customer for one in fields if (customer := id_in(one, "customer"))}
    merged = aliases.resolve(session, "customer", named)
    products = {line.product_id for one in fields for line in rules.lines_of(one)}
    return _Counter(
        customers.names(session, actor.tenant_id, named),
        merged,
        customers.allowed_among(session, actor, {*named, *merged.values()}).visible,
        known_products(session, products),
        dict(queries.captured_at(session, records.keys())),
        {},
    )


def _save(
    actor: Actor, counter: _Counter, records: dict[UUID, Record], submission: Submission
) -> Outcome | DomainError:
    if submission.record is None and id_in(submission.answers, "customer") is None:
        return Outcome()
    result = save_record(actor, KIND, records, submission, counter.judge)
    if not isinstance(result, Outcome) or result.record is None:
        return result
    counter.captured.setdefault(result.record.id, submission.occurred_at)
    customer_id = UUID(records[result.record.id].fields["customer"])
    return replace(result, customer_id=counter.standing(customer_id))


def _price(session: Session, counter: _Counter, records: Mapping[UUID, Record]) -> None:
    lines = {row_id: rules.lines_of(one.fields) for row_id, one in records.items() if one.written or one.origin}
    wanted = {(line.product_id, counter.captured[row_id]) for row_id, some in lines.items() for line in some}
    prices = prices_at(session, wanted)
    for row_id, some in lines.items():
        moment = counter.captured[row_id]
        counter.priced[row_id] = rules.priced(
            some, {one.product_id: prices.get((one.product_id, moment)) for one in some}
        )


def _write(session: Session, actor: Actor, counter: _Counter, records: Mapping[UUID, Record]) -> None:
    made = _made(session, actor, counter, records)
    touched = record_tables.write(session, ORDERS, records, counter.derived, made)
    old = [row_id for row_id in touched if row_id not in made]
    if old:
        mine = (OrderLine.tenant_id == tenant_of(session)) & OrderLine.order_id.in_(old)
        session.execute(delete(OrderLine).where(mine))
    bulk.insert(session, OrderLine, [row for row_id in touched for row in _lines(row_id, counter.priced[row_id])])


def _made(
    session: Session, actor: Actor, counter: _Counter, records: Mapping[UUID, Record]
) -> dict[UUID, dict[str, Any]]:
    new = {row_id: one.origin for row_id, one in records.items() if one.origin}
    numbers = next_numbers(session, KIND, len(new)) if new else ()
    return {
        row_id: {**_named(origin, number), "owner_id": actor.employee_id, "captured_at": counter.captured[row_id]}
        for number, (row_id, origin) in zip(numbers, new.items(), strict=True)
    }


def _named(origin: Submission, number: int) -> dict[str, Any]:
    kind, channel = rules.kind_of(origin.form)
    return {
        "code": f"DH{number:06d}",
        "kind": kind,
        "channel": channel,
        "state": rules.FIRST[kind],
        "submission_id": origin.id,
    }


def _lines(order_id: UUID, lines: Iterable[Priced]) -> list[dict[str, Any]]:
    return [
        {
            "order_id": order_id,
            "place": place,
            "product_id": one.line.product_id,
            "qty": one.line.qty,
            "unit_name": one.price.unit_name if one.price else None,
            "unit_qty": str(one.price.unit_qty) if one.price else None,
            "price": one.price.price if one.price else None,
            "price_list_id": one.price.price_list_id if one.price else None,
            "net": one.amount.net,
            "tax": one.amount.tax,
            "amount": one.amount.total,
        }
        for place, one in enumerate(lines, start=1)
    ]


def _on_timeline(session: Session, actor: Actor, taken: Sequence[Submission]) -> dict[UUID, tuple[str, ...]]:
    """Count new orders as their customers' latest change, and note the calls and meetings at which they were taken.

    The timeline tells the order by its form. Returns the doubts about the meetings, by submission.
    """
    if not taken:
        return {}
    note_changes(session, {UUID(one.answers["customer"]) for one in taken}, taken[0].received_at)
    met = [one for one in taken if rules.kind_of(one.form)[1] == "f2f"]
    called = [(one, UUID(one.answers["customer"])) for one in taken if rules.kind_of(one.form)[1] == "tele"]
    if called:
        log_calls(session, actor, called)
    outcomes = [pair for note in MEETINGS if met for pair in zip(met, note(session, actor, met), strict=True)]
    return {one.id: outcome.flags for one, outcome in outcomes if isinstance(outcome, Outcome)}


def _told(
    counter: _Counter, submission: Submission, result: Outcome | DomainError, doubts: Mapping[UUID, tuple[str, ...]]
) -> Outcome | DomainError:
    if not isinstance(result, Outcome) or result.record is None:
        return result
    unseen = result.customer_id not in counter.visible
    found = (
        *result.flags,
        *(("customer_not_visible",) if unseen else ()),
        *rules.flags(counter.priced.get(result.record.id, ()), submission.answers.get("provisional_total")),
        *doubts.get(submission.id, ()),
    )
    return replace(result, flags=tuple(dict.fromkeys(found)))


def settle_order(session: Session, actor: Actor, order_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field; raise NotFoundError when he may not change the order (any more)."""
    records = record_tables.settle(session, actor, ORDERS, order_id, name, value)
    if records:
        counter = _counter(session, actor, records, ())
        error = counter.judge(order_id, records[order_id].fields)
        if error:
            raise error
        _price(session, counter, records)
        _write(session, actor, counter, records)
