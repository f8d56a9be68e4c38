"""One registry of fields: what records have, whichever form, filter, update set or list speaks of it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import bulk, clock
from server.core.actor import Actor
from server.core.database import savepoint, tenant_of
from server.core.errors import InvalidInputError
from server.core.ids import derived_id
from server.forms import queries
from server.forms.errors import FieldExistsError
from server.forms.library import shipped
from server.forms.models import FieldDefinition
from server.forms.registry_rules import IN_LISTS, described, of_forms
from server.forms.service import uniqueness

KIND = "field_definition"


@dataclass(frozen=True)
class FieldChange:
    """What of a field can be changed at any time."""

    label: Mapping[str, str]
    options: list[dict[str, Any]] = field(default_factory=list)
    options_from: str | None = None
    required: bool = False
    unique: bool = False
    visible_in_list: bool = False


@dataclass(frozen=True)
class NewField(FieldChange):
    """A field that records of the kind `scope` shall have; name and type stay as they are for ever."""

    scope: str = "customer"
    name: str = ""
    type: str = "text"
    refers_to: str | None = None


def register(session: Session, actor: Actor | None, forms: Iterable[Mapping[str, Any]]) -> None:
    """Enter the fields that the forms write into records; a field that is known takes the newer label and choices."""
    told = of_forms(forms)
    known = {(row.scope, row.name): row for row in queries.field_definitions(session)} if told else {}
    for key, one in told.items():
        if key in known:
            _take_over(known[key], one, actor)
    made_by_us = of_forms(shipped()).keys()
    rows = [_row(session, actor, key, one, own=key not in made_by_us) for key, one in told.items() if key not in known]
    bulk.insert(session, FieldDefinition, rows)


def _take_over(row: FieldDefinition, told: Mapping[str, Any], actor: Actor | None) -> None:
    wanted = described(told)
    if any(getattr(row, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(row, name, value)
        row.changed_by, row.changed_at = actor.employee_id if actor else None, clock.now()


def _row(
    session: Session, actor: Actor | None, key: tuple[str, str], told: Mapping[str, Any], *, own: bool
) -> dict[str, Any]:
    scope, name = key
    return {
        "id": derived_id("field", tenant_of(session), scope, name),
        "scope": scope,
        "name": name,
        **described(told),
        "is_unique": False,
        "visible_in_list": own or name in IN_LISTS,
        "own": own,
        "changed_by": actor.employee_id if actor else None,
        "changed_at": clock.now(),
    }


def add_field(session: Session, actor: Actor, command: NewField) -> FieldDefinition:
    """Enter a field that no form asks for yet; raise FieldExistsError, InvalidInputError for an unknown list."""
    _check(session, command)
    known = {row.name for row in queries.field_definitions(session, command.scope)}
    if command.name in known:
        raise FieldExistsError(name=command.name, scope=command.scope)
    row = FieldDefinition(
        tenant_id=actor.tenant_id,
        id=derived_id("field", actor.tenant_id, command.scope, command.name),
        scope=command.scope,
        name=command.name,
        type=command.type,
        refers_to=command.refers_to,
        own=True,
        **_changeable(command),
        changed_by=actor.employee_id,
        changed_at=clock.now(),
    )
    try:
        with savepoint(session):
            session.add(row)
            session.flush()
    except IntegrityError as error:  # somebody else made it at the same moment
        raise FieldExistsError(name=command.name, scope=command.scope) from error
    if command.unique:
        uniqueness.begin(session, command.scope, command.name)
    audit.record(session, actor, "field.create", KIND, row.id, detail={"after": asdict(command)})
    return row


def change_field(session: Session, actor: Actor, field_id: UUID, command: FieldChange) -> FieldDefinition:
    """Change label, choices and what lists and other records make of a field; raise NotFoundError."""
    row = queries.field_definition(session, field_id)
    _check(session, command)
    wanted = _changeable(command)
    before = {name: getattr(row, name) for name in wanted}
    for name, value in wanted.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = actor.employee_id, clock.now()
    session.flush()
    if command.unique and not before["is_unique"]:
        uniqueness.begin(session, row.scope, row.name)
    changed = {name for name, value in wanted.items() if before[name] != value}
    detail = {"before": {name: before[name] for name in changed}, "after": {name: wanted[name] for name in changed}}
    audit.record(session, actor, "field.change", KIND, row.id, detail={"field": row.name, **detail})
    return row


def _check(session: Session, command: FieldChange) -> None:
    if command.options_from is not None and queries.choice_list(session, command.options_from) is None:
        raise InvalidInputError(pointer="/options_from", reason="unknown_choice_list")


def _changeable(command: FieldChange) -> dict[str, Any]:
    return {
        "label": dict(command.label),
        "options": command.options,
        "options_from": command.options_from,
        "required": command.required,
        "is_unique": command.unique,
        "visible_in_list": command.visible_in_list,
    }
