"""Writing customers: by profile forms, merged field by field, and by a supervisor's decision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.core import bulk, clock, feed, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError, NotFoundError
from server.core.merge import Change
from server.core.records import Record, ids_of, save, stamp_of_console
from server.core.submissions import Outcome, Submission
from server.customers import queries
from server.customers.errors import NotYoursToChangeError
from server.customers.models import Customer

KIND = "customer"


def save_profiles(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Make customers from profile forms, or merge the forms' answers into those that they name.

    The customers are held from the read to the commit. An edit by someone who may not change the customer (any more)
    changes nothing: every value is kept as a clash for a supervisor. A form that edits a customer that does not exist
    is answered with BadReferenceError.
    """
    profiles = _held(session, actor, ids_of(KIND, submissions))
    results = [_of_customer(save(actor, KIND, profiles, submission)) for submission in submissions]
    _write(session, actor, profiles)
    return results


def _held(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Record]:
    rows = queries.held(session, ids)
    if not rows:
        return {}
    stamps = feed.field_stamps(session, KIND, rows.keys())
    may = queries.allowed_among(session, actor, rows)
    return {
        row_id: Record(row.fields, stamps[row_id], row_id in may.visible, row_id in may.editable, archived=row.archived)
        for row_id, row in rows.items()
    }


def _of_customer(outcome: Outcome | DomainError) -> Outcome | DomainError:
    if isinstance(outcome, Outcome) and outcome.record:
        return replace(outcome, customer_id=outcome.record.id)
    return outcome


_UPDATE = """
UPDATE customer c SET fields = r.fields, updated_at = :now,
  archived_at = CASE WHEN r.revived THEN NULL ELSE c.archived_at END
FROM json_to_recordset(CAST(:rows AS json)) AS r(id uuid, fields jsonb, revived boolean)
WHERE c.tenant_id = :tenant_id AND c.id = r.id
"""


def _write(session: Session, actor: Actor, profiles: Mapping[UUID, Record]) -> None:
    _insert(session, actor, {row_id: profile for row_id, profile in profiles.items() if profile.origin})
    rows = [
        {"id": row_id, "fields": one.fields, "revived": one.revived}
        for row_id, one in profiles.items()
        if one.written and not one.origin
    ]
    if rows:
        sql.run(session, _UPDATE, {"tenant_id": tenant_of(session), "now": clock.now(), "rows": bulk.as_json(rows)})
    for row_id, profile in profiles.items():
        if profile.written or profile.origin:
            feed.touch(session, KIND, row_id, profile.written)


def _insert(session: Session, actor: Actor, profiles: Mapping[UUID, Record]) -> None:
    if not profiles:
        return
    numbers = next_numbers(session, "customer", len(profiles))
    rows = [
        {
            "id": row_id,
            "type": profile.origin.form["record"]["type"],
            "code": f"KH{number:06d}",
            "status": "lead",
            "owner_id": actor.employee_id,
            "fields": profile.fields,
            "created_at": profile.origin.received_at,
            "updated_at": profile.origin.received_at,
        }
        for number, (row_id, profile) in zip(numbers, profiles.items(), strict=True)
        if profile.origin
    ]
    bulk.insert(session, Customer, rows)


_NOTE_CHANGES = """
UPDATE customer SET updated_at = :at WHERE tenant_id = :tenant_id AND id = ANY(:ids) AND updated_at < :at
"""


def note_changes(session: Session, customer_ids: Iterable[UUID], at: datetime) -> None:
    """Count something that was done with customers as their latest change: `at` is when the server received it."""
    sql.run(session, _NOTE_CHANGES, {"tenant_id": tenant_of(session), "ids": list(set(customer_ids)), "at": at})


def settle_field(session: Session, actor: Actor, customer_id: UUID, name: str, value: Any) -> None:
    """Write the value that a supervisor chose for one field.

    Raises NotFoundError when he may not see the customer, NotYoursToChangeError when he sees it by a share to view.
    """
    profiles = _held(session, actor, {customer_id})
    if customer_id not in profiles or not profiles[customer_id].visible:
        raise NotFoundError
    profile = profiles[customer_id]
    if not profile.editable:
        raise NotYoursToChangeError
    if profile.fields.get(name) != value:
        profile.put([Change(name, profile.fields.get(name), value)], stamp_of_console(actor))
        _write(session, actor, profiles)
