"""The conflict inbox: what two people wrote into one field, and which of it a supervisor lets stand."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.queries import people
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import registry_of
from server.forms.queries import current_forms
from server.sync import queries
from server.sync.errors import AlreadySettledError
from server.sync.models import Conflict


def settle(session: Session, actor: Actor, conflict_id: UUID, choice: str, value: Any) -> Conflict:
    """Let one value stand: `kept`, `lost`, or `other` with an own `value`. It is written like any edit.

    Raises NotFoundError, AlreadySettledError.
    """
    conflict = queries.locked_conflict(session, actor, conflict_id)
    if conflict.state == "settled":
        raise AlreadySettledError
    chosen = {"kept": conflict.kept["value"], "lost": conflict.lost["value"], "other": value}[choice]
    record = registry_of(session).records[conflict.record_kind]
    record.settle(session, actor, conflict.record_id, conflict.field, chosen)
    conflict.state = "settled"
    conflict.settled_by = actor.employee_id
    conflict.settled_at = clock.now()
    conflict.settled_value = chosen
    session.flush()
    _note(session, actor, conflict, choice)
    return conflict


def _note(session: Session, actor: Actor, conflict: Conflict, choice: str) -> None:
    detail = {
        "record": {"kind": conflict.record_kind, "id": str(conflict.record_id)},
        "choice": choice,
        "before": {conflict.field: conflict.kept["value"]},
        "after": {conflict.field: conflict.settled_value},
    }
    customer_id = conflict.record_id if conflict.record_kind == "customer" else None
    audit.record(session, actor, "conflict.settle", "conflict", conflict.id, customer_id=customer_id, detail=detail)


def views(session: Session, actor: Actor, conflicts: list[Conflict]) -> list[dict[str, Any]]:
    """Return the conflicts as the console shows them: names of records, fields and people instead of ids."""
    names = _record_names(session, actor, conflicts)
    everybody = people(session, actor.tenant_id, _people_in(conflicts))
    labels = _labels(session, actor.tenant_id)

    def side(values: dict[str, Any]) -> dict[str, Any]:
        who = everybody.get(UUID(values["employee_id"])) if values.get("employee_id") else None
        person = {"id": who.id, "name": who.name} if who else None
        return {**values, "employee": person}

    return [
        {
            "id": conflict.id,
            "state": conflict.state,
            "record": {
                "kind": conflict.record_kind,
                "id": conflict.record_id,
                "name": names.get(conflict.record_id, ""),
            },
            "field": conflict.field,
            "label": labels.get(conflict.field, {"vi": conflict.field, "en": conflict.field}),
            "kept": side(conflict.kept),
            "lost": side(conflict.lost),
            "policy": conflict.policy,
            "created_at": conflict.created_at,
            "settled_at": conflict.settled_at,
            "settled_value": conflict.settled_value,
            "settled_by": _person(everybody, conflict.settled_by),
        }
        for conflict in conflicts
    ]


def _person(everybody: dict[UUID, Any], person_id: UUID | None) -> dict[str, Any] | None:
    found = everybody.get(person_id) if person_id else None
    return {"id": found.id, "name": found.name} if found else None


def _people_in(conflicts: list[Conflict]) -> set[UUID]:
    sides = [side["employee_id"] for conflict in conflicts for side in (conflict.kept, conflict.lost)]
    settled = [conflict.settled_by for conflict in conflicts if conflict.settled_by]
    return {UUID(str(person)) for person in (*sides, *settled) if person}


def _record_names(session: Session, actor: Actor, conflicts: list[Conflict]) -> dict[UUID, str]:
    wanted: dict[str, set[UUID]] = {}
    for conflict in conflicts:
        wanted.setdefault(conflict.record_kind, set()).add(conflict.record_id)
    found: dict[UUID, str] = {}
    for kind, ids in wanted.items():
        found |= registry_of(session).records[kind].names(session, actor.tenant_id, ids)
    return found


def _labels(session: Session, tenant_id: int) -> dict[str, dict[str, str]]:
    forms = [form for form in current_forms(session, tenant_id) if form["record"]]
    return {field["name"]: field["label"] for form in forms for field in form["fields"]}
