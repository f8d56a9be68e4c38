"""Taking sales, orders, requests and quotations by their forms."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.activities.service import selling
from server.activities.service.selling import Counter, Goods, Talks
from server.catalogue.rules import day_of
from server.core import bulk, clock, record_tables
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError
from server.core.records import Fields, Record, ids_of
from server.core.submissions import BadReferenceError, Handler, Outcome, Submission
from server.orders import queries, rules
from server.orders.models import OrderLine
from server.orders.rules import Line, Priced
from server.orders.service import converting, places
from server.orders.service.converting import Conversions
from server.orders.service.tables import KIND, ORDERS

MEETINGS: list[Handler] = []
"""Who notes that a customer was met face to face (the area of visits); asked for the forms of new orders by the set."""

GOODS = Goods(KIND, rules.lines_of, rules.priced, queries.captured_at)
_Counter = Counter[Line, Priced]


def _derived(counter: _Counter, order_id: UUID, fields: Fields) -> dict[str, Any]:
    """Return the columns that follow from an order's fields."""
    total = rules.sum_of(counter.reckoned[order_id])
    return {
        "customer_id": counter.standing(UUID(fields["customer"])),
        "delivery_time": clock.moment_of(fields.get("delivery_time")),
        "valid_until": day_of(fields.get("valid_until")),
        "net": total.net,
        "tax": total.tax,
        "total": total.total,
    }


def save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Take orders of all kinds from forms, or merge the forms into those that they name while these are open.

    Prices are those that held when it was captured, of what was made of a quotation those that were quoted. A
    difference to the total that the phone showed, and a product without a price, are flagged. A customer, a product,
    or what it is to be made of, that does not exist (yet) is answered with BadReferenceError; without a customer there
    is no order.
    """
    return [result for wave in converting.waves(submissions) for result in _save(session, actor, wave)]


def _save(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    records = record_tables.held(session, actor, ORDERS, ids_of(KIND, submissions))
    counter = selling.counter(session, actor, GOODS, records, submissions)
    conversions = converting.begin(session, actor, records, submissions)
    former = list(records)
    results = [_taken(actor, counter, conversions, records, submission) for submission in submissions]
    counter.promised = converting.promises(session, former, conversions.links)
    counter.reckon(session, records)
    codes = _write(session, actor, counter, records, conversions)
    converting.settle_sources(session, actor, conversions, codes)
    made = [one.origin for one in records.values() if one.origin]
    doubts = selling.note_talks(session, actor, _talks(made), MEETINGS)
    lost = places.keep(session, actor, records, submissions, results)
    for submission_id, flag in (*conversions.flags.items(), *lost.items()):
        doubts[submission_id] = (*doubts.get(submission_id, ()), flag)
    return [_told(counter, one, result, doubts) for one, result in zip(submissions, results, strict=True)]


def _taken(
    actor: Actor, counter: _Counter, conversions: Conversions, records: dict[UUID, Record], submission: Submission
) -> Outcome | DomainError:
    """Take one form; where nothing can be made of what it names, the desk is refused, the field makes it of nothing."""
    doubt = conversions.doubt(submission, counter.standing)
    if doubt and (submission.origin.trusted or isinstance(doubt, BadReferenceError)):
        return doubt
    result = counter.take(actor, records, submission)
    if isinstance(result, Outcome):
        conversions.note(submission, result, doubt)
    return result


def _write(
    session: Session,
    actor: Actor,
    counter: _Counter,
    records: Mapping[UUID, Record],
    conversions: Conversions | None = None,
) -> dict[UUID, str]:
    """Write what was made and changed; return the codes of what was made."""
    made = _made(session, actor, counter, records, conversions)
    touched = record_tables.write(session, ORDERS, records, partial(_derived, counter), made)
    old = [row_id for row_id in touched if row_id not in made]
    if old:
        mine = (OrderLine.tenant_id == tenant_of(session)) & OrderLine.order_id.in_(old)
        session.execute(delete(OrderLine).where(mine))
    bulk.insert(session, OrderLine, [row for row_id in touched for row in _lines(row_id, counter.reckoned[row_id])])
    return {row_id: one["code"] for row_id, one in made.items()}


def _made(
    session: Session,
    actor: Actor,
    counter: _Counter,
    records: Mapping[UUID, Record],
    conversions: Conversions | None,
) -> dict[UUID, dict[str, Any]]:
    new = {row_id: one.origin for row_id, one in records.items() if one.origin}
    codes = _codes(session, new)
    return {
        row_id: {
            **_named(origin),
            "code": codes[row_id],
            "owner_id": (conversions and conversions.owner_of(row_id)) or actor.employee_id,
            "converted_from_id": conversions.links.get(row_id) if conversions else None,
            "captured_at": counter.captured[row_id],
        }
        for row_id, origin in new.items()
    }


def _codes(session: Session, new: Mapping[UUID, Submission]) -> dict[UUID, str]:
    numbered: dict[tuple[str, str], list[UUID]] = {}
    for row_id, origin in new.items():
        numbered.setdefault(rules.SERIES[rules.kind_of(origin.form)[0]], []).append(row_id)
    return {
        row_id: f"{prefix}{number:06d}"
        for (series, prefix), ids in numbered.items()
        for row_id, number in zip(ids, next_numbers(session, series, len(ids)), strict=True)
    }


def _named(origin: Submission) -> dict[str, Any]:
    kind, channel = rules.kind_of(origin.form)
    return {
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
            "tax_percent": str(one.price.tax_percent) if one.price else None,
            "fee": str(one.price.fee) if one.price else None,
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
        counter.promised = converting.promises(session, records, {})
        counter.reckon(session, records)
        _write(session, actor, counter, records)
