"""A customer's way from Lead over Tiềm năng to Khách hàng, and whom conversion makes a buyer."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.ids import new_id
from server.core.records import stamp_of_console
from server.customers.errors import NotForwardError
from server.customers.models import Customer
from server.customers.record_models import Buyer
from server.customers.service import changes
from server.customers.service.holding import held_for_change
from server.customers.service.recency import note_changes

KIND = "customer"
NEXT: Mapping[str, frozenset[str]] = {
    "lead": frozenset({"potential"}),
    "potential": frozenset(),
    "customer": frozenset({"vip", "old"}),
    "vip": frozenset({"customer", "old"}),
    "old": frozenset({"customer", "vip"}),
}
"""Where a button may lead from each state; to `customer` leads conversion alone, and nothing leads back before it."""


def advance(session: Session, actor: Actor, customer_id: UUID) -> Customer:
    """Move a Lead on to Tiềm năng (TM-14); raise NotForwardError when it is no Lead any more."""
    return set_status(session, actor, [customer_id], "potential")[0]


def set_status(session: Session, actor: Actor, ids: Collection[UUID], status: str) -> list[Customer]:
    """Bring customers into a state that their own leads to, all or none; those that are in it stay as they are.

    Raises NotForwardError with the ids of those that cannot, NotFoundError, NotYoursToChangeError.
    """
    found = held_for_change(session, actor, ids)
    refused = [one for one in found if one.status != status and status not in NEXT[one.status]]
    if refused or (len(found) == 1 and found[0].status == status == "potential"):
        raise NotForwardError(ids=[str(one.id) for one in refused or found], status=found[0].status)
    for one in found:
        _put(session, actor, one, status)
    return found


def _put(session: Session, actor: Actor, customer: Customer, status: str) -> None:
    before = customer.status
    if before == status:
        return
    customer.status = status
    session.flush()
    note_changes(session, [customer.id], clock.now())
    feed.touch(session, KIND, customer.id)
    stamp = stamp_of_console(actor)
    changes.note(session, actor, [changes.Written(customer.id, {"status": [before, status]}, stamp, "console")])
    detail = {"before": {"status": before}, "after": {"status": status}}
    audit.record(session, actor, "customer.status", KIND, customer.id, detail=detail)


def convert(session: Session, actor: Actor, customer_id: UUID, details: Mapping[str, Any]) -> Buyer:
    """Make a customer one who buys (TM-11), with what was filled in for it; what it has stays with it.

    The second time it gives the buyer that there is. Raises NotFoundError, NotYoursToChangeError.
    """
    customer = held_for_change(session, actor, [customer_id])[0]
    known = buyer_of(session, actor, customer_id)
    if known:
        return known
    buyer = Buyer(
        tenant_id=actor.tenant_id,
        id=new_id(),
        customer_id=customer_id,
        code=f"KM{next_numbers(session, 'buyer', 1)[0]:06d}",
        details=dict(details),
        converted_by=actor.employee_id,
        converted_at=clock.now(),
    )
    session.add(buyer)
    if customer.status in {"lead", "potential"}:
        _put(session, actor, customer, "customer")
    audit.record(session, actor, "customer.convert", KIND, customer_id, detail={"after": {"buyer": buyer.code}})
    return buyer


def buyer_of(session: Session, actor: Actor, customer_id: UUID) -> Buyer | None:
    """Return the buyer that a customer was made, if it was."""
    statement = select(Buyer).where(Buyer.tenant_id == actor.tenant_id, Buyer.customer_id == customer_id)
    return session.scalars(statement).one_or_none()
