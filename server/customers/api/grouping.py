"""Endpoints of groups, saved filters and columns of the list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from server.customers import queries
from server.customers.api.blueprint import blp
from server.customers.record_models import CustomerFilter, CustomerGroup
from server.customers.schemas.records import (
    ColumnsSchema,
    GroupChangeSchema,
    GroupQuerySchema,
    GroupSchema,
    GroupsSchema,
    NewFilterSchema,
    NewGroupSchema,
    SavedFilterSchema,
    SavedFiltersSchema,
)
from server.customers.service import grouping, segments
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/customer-groups")
@requires("customer.read")
@transactional
@blp.arguments(GroupQuerySchema, location="query")
@blp.response(200, GroupsSchema)
def list_groups(query: dict[str, str]) -> dict[str, Any]:
    """List the groups, or those whose name or description has some words."""
    return {"items": [_view(row) for row in queries.groups(current_session(), current_actor(), query["q"])]}


def _view(row: Row[CustomerGroup, int]) -> dict[str, Any]:
    group, count = row
    names = ("id", "name", "description", "created_at")
    return {**{name: getattr(group, name) for name in names}, "count": count}


def _one(group_id: UUID) -> dict[str, Any]:
    rows = queries.groups(current_session(), current_actor(), "")
    return next(_view(row) for row in rows if row[0].id == group_id)


@blp.post("/customer-groups")
@requires("customer.write")
@transactional
@blp.arguments(NewGroupSchema)
@blp.response(201, GroupSchema)
def make_group(command: dict[str, Any]) -> dict[str, Any]:
    """Make a group, of customers that one sees."""
    made = grouping.create(current_session(), current_actor(), command["name"], command["description"], command["ids"])
    return _one(made.id)


@blp.patch("/customer-groups/<uuid:group_id>")
@requires("customer.write")
@transactional
@blp.arguments(GroupChangeSchema)
@blp.response(200, GroupSchema)
def change_group(change: dict[str, Any], group_id: UUID) -> dict[str, Any]:
    """Rename a group, describe it anew, add and take out customers: all of it or nothing."""
    session, actor = current_session(), current_actor()
    grouping.change(session, actor, group_id, change["name"], change["description"])
    grouping.take_out(session, actor, group_id, change["remove"])
    grouping.add(session, actor, group_id, change["add"])
    return _one(group_id)


@blp.delete("/customer-groups/<uuid:group_id>")
@requires("customer.write")
@transactional
@blp.response(204)
def delete_group(group_id: UUID) -> None:
    """Delete a group; its customers stay."""
    grouping.remove(current_session(), current_actor(), group_id)


@blp.get("/customer-filters")
@requires("customer.read")
@transactional
@blp.response(200, SavedFiltersSchema)
def list_filters() -> dict[str, Any]:
    """List one's own saved filters."""
    return {"items": [_filter_view(one) for one in segments.filters(current_session(), current_actor())]}


def _filter_view(saved: CustomerFilter) -> Mapping[str, Any]:
    return {"id": saved.id, "name": saved.name, "filter": saved.filter}


@blp.post("/customer-filters")
@requires("customer.read")
@transactional
@blp.arguments(NewFilterSchema)
@blp.response(201, SavedFilterSchema)
def save_filter(command: dict[str, Any]) -> Mapping[str, Any]:
    """Save how the list is narrowed, under a name of one's own."""
    saved = segments.save_filter(current_session(), current_actor(), command["name"], command["filter"])
    return _filter_view(saved)


@blp.delete("/customer-filters/<uuid:filter_id>")
@requires("customer.read")
@transactional
@blp.response(204)
def forget_filter(filter_id: UUID) -> None:
    """Delete one of one's own filters."""
    segments.forget_filter(current_session(), current_actor(), filter_id)


@blp.get("/customer-columns")
@requires("customer.read")
@transactional
@blp.response(200, ColumnsSchema)
def show_columns() -> dict[str, Any]:
    """Show the columns of one's own list."""
    return {"columns": segments.columns(current_session(), current_actor())}


@blp.put("/customer-columns")
@requires("customer.read")
@transactional
@blp.arguments(ColumnsSchema)
@blp.response(200, ColumnsSchema)
def choose_columns(command: dict[str, Any]) -> dict[str, Any]:
    """Choose the columns of one's own list."""
    return {"columns": segments.choose_columns(current_session(), current_actor(), command["columns"])}
