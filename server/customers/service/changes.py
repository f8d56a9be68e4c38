"""The history of a customer's fields: each time that some were written, with the values before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.core import bulk, clock
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.records import Record
from server.customers import queries
from server.customers.record_models import CustomerChange

Stamp = Mapping[str, Any]
HIDDEN = frozenset({"archived"})


@dataclass(frozen=True)
class Written:
    """Fields of a customer that were written together: {field: [before, after]}; `stamp` tells by whom and when."""

    customer_id: UUID
    changes: Mapping[str, Sequence[Any]]
    stamp: Stamp
    way: str = "form"


def note(session: Session, actor: Actor, written: Sequence[Written]) -> None:
    """Keep what was written; a set of customers costs one statement."""
    now = clock.now()
    rows = [
        {
            "id": new_id(),
            "customer_id": one.customer_id,
            "way": one.way,
            "employee_id": one.stamp.get("employee") or str(actor.employee_id),
            "submission_id": one.stamp.get("submission"),
            "occurred_at": one.stamp.get("at") or now,
            "received_at": one.stamp.get("received_at") or now,
            "changes": {name: list(pair) for name, pair in one.changes.items()},
        }
        for one in written
        if one.changes
    ]
    bulk.insert(session, CustomerChange, rows)


def of_records(records: Mapping[UUID, Record], before: Mapping[UUID, Mapping[str, Any]], way: str) -> list[Written]:
    """Return what forms wrote into records, those of one form together; `before` is what stood in each field."""
    found: dict[tuple[UUID, str], Written] = {}
    for row_id, record in records.items():
        for name, stamp in record.written.items():
            if name in HIDDEN:
                continue
            key = (row_id, str(stamp.get("submission")))
            changes = dict(found[key].changes) if key in found else {}
            changes[name] = [before.get(row_id, {}).get(name), record.fields.get(name)]
            found[key] = Written(row_id, changes, stamp, way)
    return list(found.values())


@dataclass(frozen=True)
class PastValue:
    """One value that a field got: before and after, who wrote it, when it was captured and received, and by what."""

    id: UUID
    before: Any
    after: Any
    employee_id: UUID
    employee: str
    occurred_at: datetime
    received_at: datetime
    way: str
    submission_id: UUID | None


def of_attribute(
    session: Session, actor: Actor, customer_id: UUID, name: str, after: tuple[datetime, UUID] | None, limit: int
) -> list[PastValue]:
    """Return the values that a field of a visible customer had, the newest first; raise NotFoundError."""
    if not queries.is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    change = CustomerChange
    statement = (
        select(change, Employee.name)
        .join(Employee, (Employee.tenant_id == change.tenant_id) & (Employee.id == change.employee_id))
        .where(
            change.tenant_id == actor.tenant_id,
            change.customer_id == customer_id,
            change.changes.has_key(literal(name)),
        )
    )
    if after:
        statement = statement.where(tuple_(change.received_at, change.id) < tuple_(*after))
    ordered = statement.order_by(change.received_at.desc(), change.id.desc()).limit(limit)
    return [_past(row[0], row[1], name) for row in session.execute(ordered)]


def _past(row: CustomerChange, employee: str, name: str) -> PastValue:
    before, after = row.changes[name]
    return PastValue(
        row.id, before, after, row.employee_id, employee, row.occurred_at, row.received_at, row.way, row.submission_id
    )
