"""Writing customers: by profile forms, merged field by field, and by a supervisor's decision."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.service import next_numbers
from server.core import bulk, clock, feed, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError, NotFoundError
from server.core.merge import Change
from server.core.records import Fields, Record, ids_of, stamp_of_console
from server.core.submissions import Outcome, Submission
from server.customers import queries
from server.customers.errors import NotYoursToChangeError
from server.customers.models import Customer
from server.customers.service import addresses, changes
from server.customers.service.desk import Desk
from server.customers.service.recency import note_changes

KIND = "customer"


def save_profiles(session: Session, actor: Actor, submissions: Sequence[Submission]) -> list[Outcome | DomainError]:
    """Make customers from profile forms, or merge the forms' answers into those that they name.

    The customers are held from the read to the commit. An edit by someone who may not change the customer (any more)
    changes nothing: every value is kept as a clash for a supervisor. A form that edits a customer that does not exist
    is answered with BadReferenceError. Numbers are stored in E.164; a pin that moved far waits for a supervisor;
    customers that look alike are flagged, from the console refused (LooksAlikeError).
    """
    profiles = _held(session, actor, ids_of(KIND, submissions))
    desk = Desk(session, actor, profiles)
    results = [_of_customer(desk.save(submission)) for submission in submissions]
    _write(session, actor, profiles, desk.before)
    return desk.flagged(results)


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
UPDATE customer c SET fields = r.fields, address = r.address,
  archived_at = CASE WHEN r.revived THEN NULL ELSE c.archived_at END
FROM json_to_recordset(CAST(:rows AS json)) AS r(id uuid, fields jsonb, address jsonb, revived boolean)
WHERE c.tenant_id = :tenant_id AND c.id = r.id
"""


def _write(
    session: Session, actor: Actor, profiles: Mapping[UUID, Record], before: Mapping[UUID, Fields], way: str = "form"
) -> None:
    mapped = _addresses(session, profiles)
    _insert(session, actor, {row_id: profile for row_id, profile in profiles.items() if profile.origin}, mapped)
    old = {row_id: one for row_id, one in profiles.items() if one.written and not one.origin}
    rows = [
        {"id": row_id, "fields": one.fields, "address": mapped[row_id], "revived": one.revived}
        for row_id, one in old.items()
    ]
    if rows:
        sql.run(session, _UPDATE, {"tenant_id": tenant_of(session), "rows": bulk.as_json(rows)})
        note_changes(session, old, clock.now())
    changes.note(session, actor, changes.of_records(profiles, before, way))
    for row_id, profile in profiles.items():
        if profile.written or profile.origin:
            feed.touch(session, KIND, row_id, profile.written)


def _addresses(session: Session, profiles: Mapping[UUID, Record]) -> dict[UUID, dict[str, Any] | None]:
    """Map the former addresses among those that were written; what was confirmed of them stands."""
    written = {row_id: one for row_id, one in profiles.items() if one.written}
    former = [row_id for row_id, one in written.items() if addresses.is_former(one.fields) and not one.origin]
    standing = queries.addresses(session, former) if former else {}
    return {row_id: addresses.derived(session, one.fields, standing.get(row_id)) for row_id, one in written.items()}


def _insert(
    session: Session, actor: Actor, profiles: Mapping[UUID, Record], mapped: Mapping[UUID, dict[str, Any] | None]
) -> None:
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
            "address": mapped.get(row_id),
            "created_at": profile.origin.received_at,
        }
        for number, (row_id, profile) in zip(numbers, profiles.items(), strict=True)
        if profile.origin
    ]
    bulk.insert(session, Customer, rows)


def write_fields(
    session: Session,
    actor: Actor,
    ids: Collection[UUID],
    changed: Callable[[Fields], Sequence[Change]],
    stamp: dict[str, Any],
) -> int:
    """Write into customers what `changed` makes of their fields, all or none; return how many that changed.

    Raises NotFoundError when there is one that the actor does not see, NotYoursToChangeError.
    """
    profiles = _held(session, actor, ids)
    seen = {row_id for row_id, one in profiles.items() if one.visible}
    if set(ids) - seen:
        raise NotFoundError(kind=KIND, ids=sorted(str(one) for one in set(ids) - seen))
    if not all(one.editable for one in profiles.values()):
        raise NotYoursToChangeError
    before = {row_id: dict(one.fields) for row_id, one in profiles.items()}
    for one in profiles.values():
        one.put(changed(one.fields), stamp)
    _write(session, actor, profiles, before, "console" if stamp.get("submission") is None else "form")
    return sum(bool(one.written) for one in profiles.values())


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
        before = {customer_id: profile.fields}
        profile.put([Change(name, profile.fields.get(name), value)], stamp_of_console(actor))
        _write(session, actor, profiles, before, "console")
