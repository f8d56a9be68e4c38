"""Endpoints of what forms are made of: the fields that records have, and the lists that fields choose from."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from server.accounts.queries import people
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.forms import queries
from server.forms.api.blueprint import blp
from server.forms.models import ChoiceList
from server.forms.policy_rules import merged_fields
from server.forms.schemas.registry import (
    ChoiceListSchema,
    ChoiceListsSchema,
    FieldChangeableSchema,
    FieldDefinitionSchema,
    FieldDefinitionsSchema,
    FieldQuerySchema,
    NewFieldSchema,
    OfferedChoicesSchema,
)
from server.forms.service import choosing, registering
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

COLUMNS = (
    "id", "scope", "name", "type", "label", "options", "options_from", "refers_to", "required", "is_unique",
    "visible_in_list", "own",
)  # fmt: skip


@blp.get("/field-definitions")
@requires("form.read")
@transactional
@blp.arguments(FieldQuerySchema, location="query")
@blp.response(200, FieldDefinitionsSchema)
def list_field_definitions(query: dict[str, Any]) -> dict[str, Any]:
    """List the fields that records have, for forms, filters, columns, update sets, import and export."""
    return {"items": _fields(queries.field_definitions(current_session(), query["scope"]))}


def _fields(rows: Iterable[Any]) -> list[dict[str, Any]]:
    session = current_session()
    asking: dict[tuple[str, str], list[str]] = {}
    for form in queries.current_forms(session, tenant_of(session)):
        for field in merged_fields(form):
            asking.setdefault((form["record"]["kind"], field["name"]), []).append(form["key"])
    return [
        {**{name: getattr(row, name) for name in COLUMNS}, "forms": asking.get((row.scope, row.name), [])}
        for row in rows
    ]


@blp.post("/field-definitions")
@requires("form.write")
@transactional
@blp.arguments(NewFieldSchema)
@blp.response(201, FieldDefinitionSchema)
def add_field_definition(command: dict[str, Any]) -> dict[str, Any]:
    """Enter a field of one's own; forms may ask for it from now on."""
    wanted = registering.NewField(**_renamed(command))
    return _fields([registering.add_field(current_session(), current_actor(), wanted)])[0]


def _renamed(command: dict[str, Any]) -> dict[str, Any]:
    return {"unique" if name == "is_unique" else name: value for name, value in command.items()}


@blp.put("/field-definitions/<uuid:field_id>")
@requires("form.write")
@transactional
@blp.arguments(FieldChangeableSchema)
@blp.response(200, FieldDefinitionSchema)
def change_field_definition(command: dict[str, Any], field_id: UUID) -> dict[str, Any]:
    """Change the label, the choices and the marks of a field; name and type stay."""
    wanted = registering.FieldChange(**_renamed(command))
    return _fields([registering.change_field(current_session(), current_actor(), field_id, wanted)])[0]


@blp.get("/choice-lists")
@requires("form.read")
@transactional
@blp.response(200, ChoiceListsSchema)
def list_choice_lists() -> dict[str, Any]:
    """List the lists that forms choose from."""
    return {"items": _lists(queries.choice_lists(current_session()))}


def _lists(rows: list[ChoiceList]) -> list[dict[str, Any]]:
    session = current_session()
    who = people(session, tenant_of(session), {row.changed_by for row in rows if row.changed_by})
    names = ("key", "title", "options", "retired", "changed_at")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "changed_by": {"id": row.changed_by, "name": who[row.changed_by].name} if row.changed_by in who else None,
        }
        for row in rows
    ]


@blp.get("/choice-lists/<key>")
@requires("form.read")
@transactional
@blp.response(200, ChoiceListSchema)
def show_choice_list(key: str) -> dict[str, Any]:
    """Show a list of choices."""
    row = queries.choice_list(current_session(), key)
    if row is None:
        raise NotFoundError(kind="choice_list", key=key)
    return _lists([row])[0]


@blp.put("/choice-lists/<key>")
@requires("form.write")
@transactional
@blp.arguments(OfferedChoicesSchema)
@blp.response(200, ChoiceListSchema)
def put_choice_list(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Let a list offer these choices, or make a list; phones have it with their next pull."""
    row = choosing.put_choices(current_session(), current_actor(), key, body["title"], body["options"])
    return _lists([row])[0]
