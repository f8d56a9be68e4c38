"""Writing customers: by profile forms, merged field by field, and by a supervisor's decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.accounts.service import next_number
from server.core import clock, feed, hlc
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.merge import Change, Clash, Merged, merge
from server.core.submissions import BadReferenceError, Outcome, RecordRef, Submission
from server.customers import queries, rules
from server.customers.models import Customer

KIND = "customer"


def save_profile(session: Session, actor: Actor, submission: Submission) -> Outcome:
    """Make a customer from a profile form, or merge the form's answers into the one that it names.

    The customer is held from the read to the commit. An edit by someone who may not change the customer (any more)
    changes nothing: every value is kept as a clash for a supervisor. Raises BadReferenceError when the form edits a
    customer that does not exist.
    """
    record = submission.record or RecordRef(KIND, submission.id)
    customer = queries.locked(session, actor.tenant_id, record.id)
    if customer is None:
        if submission.origin.base is not None:
            raise BadReferenceError(kind=KIND, id=str(record.id))
        return _create(session, actor, submission, record)
    return _merge_into(session, actor, submission, customer)


def _create(session: Session, actor: Actor, submission: Submission, record: RecordRef) -> Outcome:
    edits = rules.edits(submission.form, submission.answers, {}, {})
    fields = rules.without_empty((edit.field, edit.value) for edit in edits)
    customer = Customer(
        tenant_id=actor.tenant_id,
        id=record.id,
        type=submission.form["record"]["type"],
        code=f"KH{next_number(session, 'customer'):06d}",
        owner_id=actor.employee_id,
        fields=fields,
        created_at=submission.received_at,
        updated_at=submission.received_at,
    )
    session.add(customer)
    session.flush()
    stamp = submission.stamp(actor)
    feed.touch(session, KIND, record.id, dict.fromkeys(fields, stamp))
    changes = tuple(Change(name, None, value) for name, value in fields.items())
    return Outcome(record=record, customer_id=record.id, changes=changes)


def _merge_into(session: Session, actor: Actor, submission: Submission, customer: Customer) -> Outcome:
    stamps = feed.field_stamps(session, KIND, customer.id)
    edits = rules.edits(submission.form, submission.answers, submission.before, customer.fields)
    merged = merge(customer.fields, stamps, edits, submission.origin)
    flags: tuple[str, ...] = ()
    if not queries.is_editable(session, actor, customer.id):
        seen = queries.is_visible(session, actor, customer.id)
        merged, flags = _all_refused(merged), ("customer_view_only" if seen else "customer_not_visible",)
    _write(session, customer, merged.changes, submission.stamp(actor))
    clashes = tuple((clash, stamps.get(clash.field, {})) for clash in merged.clashes)
    return Outcome(
        record=RecordRef(KIND, customer.id),
        customer_id=customer.id,
        changes=merged.changes,
        clashes=clashes,
        flags=flags,
    )


def _all_refused(merged: Merged) -> Merged:
    refused = [
        Clash(change.field, "manual", change.before, change.after, "theirs")
        for change in merged.changes
        if change.field not in {clash.field for clash in merged.clashes}
    ]
    kept = [Clash(c.field, c.policy, c.standing, c.incoming, "theirs") for c in merged.clashes]
    return Merged((), (*kept, *refused))


def _write(session: Session, customer: Customer, changes: tuple[Change, ...], stamp: dict[str, Any]) -> None:
    if not changes:
        return
    customer.fields = rules.without_empty({**customer.fields, **{c.field: c.after for c in changes}}.items())
    customer.updated_at = clock.now()
    session.flush()
    feed.touch(session, KIND, customer.id, {change.field: stamp for change in changes})


def note_change(session: Session, customer_id: UUID, at: datetime) -> None:
    """Count something that was done with a customer as its latest change: `at` is when the server received it."""
    session.execute(
        update(Customer)
        .where(Customer.tenant_id == tenant_of(session), Customer.id == customer_id, Customer.updated_at < at)
        .values(updated_at=at)
    )


def settle_field(session: Session, actor: Actor, customer_id: UUID, field: str, value: Any) -> None:
    """Write the value that a supervisor chose for one field; raise NotFoundError when he may not see the customer."""
    if not queries.is_visible(session, actor, customer_id):
        raise NotFoundError
    customer = queries.locked(session, tenant_of(session), customer_id)
    if customer is None:
        raise NotFoundError
    if customer.fields.get(field) == value:
        return
    moment = clock.now()
    stamp = {
        "hlc": hlc.make(int(moment.timestamp() * 1000), "console"),
        "device": None,
        "n": 0,
        "employee": str(actor.employee_id),
        "submission": None,
        "at": moment.isoformat(),
        "received_at": moment.isoformat(),
        "gps": None,
    }
    _write(session, customer, (Change(field, customer.fields.get(field), value),), stamp)
