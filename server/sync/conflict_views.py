"""Conflicts as the console shows them: names instead of ids, and what stands in the record now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.queries import Person, people
from server.core.actor import Actor
from server.core.database import registry_of
from server.forms.queries import current_forms
from server.sync import conflict_queries as queries
from server.sync.conflict_queries import Record
from server.sync.models import Conflict

SIDES = ("kept", "lost")
TEXT = {"type": "text", "required": False}


@dataclass(frozen=True)
class _Known:
    """What is known about the conflicts of a page."""

    names: Mapping[UUID, str]
    people: Mapping[UUID, Person]
    fields: Mapping[Record, Mapping[str, Any]]
    definitions: Mapping[UUID, Mapping[str, Any]]


def views(session: Session, actor: Actor, conflicts: list[Conflict]) -> list[dict[str, Any]]:
    """Return each conflict with both values, what stands now, and the definition of the field."""
    records = {(conflict.record_kind, conflict.record_id) for conflict in conflicts}
    known = _Known(
        names={**_names(session, actor, _referred(session, actor, conflicts)), **_names(session, actor, records)},
        people=people(session, actor.tenant_id, _people_in(conflicts)),
        fields=queries.present(session, records) if records else {},
        definitions=field_definitions(session, conflicts),
    )
    return [_view(conflict, known) for conflict in conflicts]


def field_definitions(session: Session, conflicts: list[Conflict]) -> dict[UUID, dict[str, Any]]:
    """Return each conflict's field as its form defined it, else a current form; plain text where none knows it."""
    found = queries.definitions(session, conflicts)
    forms = [form for form in current_forms(session, _tenant(conflicts)) if form["record"]] if conflicts else []
    now = {field["name"]: field for form in forms for field in form["fields"]}
    return {
        one.id: found.get(one.id)
        or now.get(one.field)
        or {**TEXT, "name": one.field, "label": {"vi": one.field, "en": one.field}}
        for one in conflicts
    }


def _tenant(conflicts: list[Conflict]) -> int:
    return conflicts[0].tenant_id


def _view(conflict: Conflict, known: _Known) -> dict[str, Any]:
    fields = known.fields.get((conflict.record_kind, conflict.record_id), {})
    definition = known.definitions[conflict.id]
    return {
        **{name: getattr(conflict, name) for name in ("id", "state", "field", "policy")},
        **{name: getattr(conflict, name) for name in ("created_at", "settled_at", "settled_value")},
        "record": {
            "kind": conflict.record_kind,
            "id": conflict.record_id,
            "name": known.names.get(conflict.record_id, ""),
            "place": _place(fields.get("gps")),
        },
        "label": definition["label"],
        "definition": definition,
        "present": fields.get(conflict.field),
        "moved_on": conflict.state == "open" and fields.get(conflict.field) != conflict.kept["value"],
        "settled_by": _person(known, conflict.settled_by),
        "names": {str(one): known.names[one] for one in _ids_of(conflict) if one in known.names},
        **{side: _side(known, getattr(conflict, side)) for side in SIDES},
    }


def _place(gps: Any) -> dict[str, float] | None:
    return {"lat": gps["lat"], "lon": gps["lon"]} if isinstance(gps, Mapping) else None


def _side(known: _Known, values: Mapping[str, Any]) -> dict[str, Any]:
    wrote = values.get("employee_id")
    return {**values, "employee": _person(known, UUID(wrote) if wrote else None)}


def _person(known: _Known, person_id: UUID | None) -> dict[str, Any] | None:
    found = known.people.get(person_id) if person_id else None
    return {"id": found.id, "name": found.name} if found else None


def _people_in(conflicts: Iterable[Conflict]) -> set[UUID]:
    sides = [getattr(conflict, side).get("employee_id") for conflict in conflicts for side in SIDES]
    settled = [conflict.settled_by for conflict in conflicts]
    return {UUID(str(person)) for person in (*sides, *settled) if person}


def _ids_of(conflict: Conflict) -> set[UUID]:
    """Return the ids among the values: of records that a reference names."""
    values = [conflict.settled_value, *(getattr(conflict, side).get("value") for side in SIDES)]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {found for one in flat if (found := _uuid(one))}


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _referred(session: Session, actor: Actor, conflicts: Iterable[Conflict]) -> set[Record]:
    """Return the records that values refer to, of those that the actor may see."""
    wanted: dict[str, set[UUID]] = {}
    for conflict in conflicts:
        wanted.setdefault(conflict.record_kind, set()).update(_ids_of(conflict))
    found: set[Record] = set()
    for kind, ids in wanted.items():
        visible = registry_of(session).records[kind].visible_ids(actor).subquery()
        column = visible.columns[0]
        found |= {(kind, one) for one in session.scalars(select(column).where(column.in_(ids)))} if ids else set()
    return found


def _names(session: Session, actor: Actor, records: Iterable[Record]) -> dict[UUID, str]:
    wanted: dict[str, set[UUID]] = {}
    for kind, record_id in records:
        wanted.setdefault(kind, set()).add(record_id)
    found: dict[UUID, str] = {}
    for kind, ids in wanted.items():
        found |= registry_of(session).records[kind].names(session, actor.tenant_id, ids)
    return found
