"""Taking sales and orders by their forms."""

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
from server.orders import queries, rules
from server.orders.models import Order, OrderLine
from server.orders.rules import Line, Priced

ORDERS = RecordTable("order", Order, queries.may)
KIND = ORDERS.kind
MEETINGS: list[Handler] = []
"""Who notes that a customer was met face to face (the area of visits); asked for the forms of new orders by the set."""

GOODS = Goods(KIND, rules.lines_of, rules.priced, queries.captured_at)
_Counter = Counter[Line, Priced]


def _derived(counter: _Counter, order_id: UUID, fields: Fields) -> dict[str, Any]:
    """Return the columns that follow from an order's fields."""
    total = rules.sum_of(counter.reckoned[order_id])
    return {
        "customer_id": counter.standing(UUID(fields["customer"])),
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
    counter = selling.counter(session, actor, GOODS, records, submissions)
    results = [counter.take(actor, records, submission) for submission in submissions]
    counter.reckon(session, records)
    _write(session, actor, counter, records)
    made = [one.origin for one in records.values() if one.origin]
    doubts = selling.note_talks(session, actor, _talks(made), MEETINGS)
    return [_told(counter, one, result, doubts) for one, result in zip(submissions, results, strict=True)]


def _write(session: Session, actor: Actor, counter: _Counter, records: Mapping[UUID, Record]) -> None:
    made = _made(session, actor, counter, records)
    touched = record_tables.write(session, ORDERS, records, partial(_derived, counter), made)
    old = [row_id for row_id in touched if row_id not in made]
    if old:
        mine = (OrderLine.tenant_id == tenant_of(session)) & OrderLine.order_id.in_(old)
        session.execute(delete(OrderLine).where(mine))
    bulk.insert(session, OrderLine, [row for row_id in touched for row in _lines(row_id, counter.reckoned[row_id])])


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


def _talks(made: Sequence[Submission]) -> Talks:
    def of(channel: str) -> list[Submission]:
        return [one for one in made if rules.kind_of(one.form)[1] == channel]

    return Talks(made, of("tele"), of("f2f"))


def _told(
    counter: _Counter, submission: Submission, result: Outcome | DomainError, doubts: Mapping[UUID, tuple[str, ...]]
) -> Outcome | DomainError:
    if not isinstance(result, Outcome) or result.record is None:
        return result
    lines = counter.reckoned.get(result.record.id, ())
    flags = rules.flags(lines, submission.answers.get("provisional_total"))
    return counter.told(result, *flags, *doubts.get(submission.id, ()))


def settle_order(session: Session, actor: Actor, order_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field; raise NotFoundError when he may not change the order (any more)."""
    records = record_tables.settle(session, actor, ORDERS, order_id, name, value)
    if records:
        counter = selling.counter(session, actor, GOODS, records, ())
        error = counter.judge(order_id, records[order_id].fields)
        if error:
            raise error
        counter.reckon(session, records)
        _write(session, actor, counter, records)
