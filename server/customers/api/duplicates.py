"""Endpoints of customers that may be one, and of making them one."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.customers.api.blueprint import blp
from server.customers.models import Customer
from server.customers.record_models import CustomerMerge
from server.customers.schemas.records import (
    DuplicatesSchema,
    MergeSchema,
    NewMergeSchema,
    PagedQuerySchema,
)
from server.customers.service import addresses, duplicates, merging
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/duplicates")
@requires("customer.read")
@transactional
@blp.arguments(PagedQuerySchema, location="query")
@blp.response(200, DuplicatesSchema)
def list_duplicates(query: dict[str, Any]) -> dict[str, Any]:
    """List the pairs of customers that may be one and of which one sees both."""
    after = paging.after_moment(query.get("cursor"))
    rows = duplicates.queue(current_session(), current_actor(), after, query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].found_at, shown[-1][0].id) if len(rows) > len(shown) else None
    return {"items": [_view(row) for row in shown], "next": more}


def _view(row: duplicates.Pair) -> dict[str, Any]:
    pair, one, other = row
    names = ("id", "reasons", "distance_m", "found_at")
    return {**{name: getattr(pair, name) for name in names}, "one": _customer(one), "other": _customer(other)}


def _customer(one: Customer) -> dict[str, Any]:
    names = ("id", "code", "name", "phone", "status", "owner_id")
    known = {name: getattr(one, name) for name in names}
    return {**known, "kind": one.type, "address": addresses.line(current_session(), one)}


@blp.get("/customers/<uuid:customer_id>/duplicates")
@requires("customer.read")
@transactional
@blp.response(200, DuplicatesSchema)
def duplicates_of(customer_id: UUID) -> dict[str, Any]:
    """List the customers that may be this one."""
    rows = duplicates.of_customer(current_session(), current_actor(), customer_id)
    return {"items": [_view(row) for row in rows], "next": None}


@blp.post("/duplicates/<uuid:pair_id>/dismiss")
@requires("customer.merge")
@transactional
@blp.response(204)
def dismiss_duplicate(pair_id: UUID) -> None:
    """Say that two customers are two."""
    duplicates.dismiss(current_session(), current_actor(), pair_id)


@blp.post("/customers/merge")
@requires("customer.merge")
@transactional
@blp.arguments(NewMergeSchema)
@blp.response(200, MergeSchema)
def merge_customers(command: dict[str, Any]) -> dict[str, Any]:
    """Merge a customer into another; it can be taken back."""
    session, actor = current_session(), current_actor()
    made = merging.merge(session, actor, command["winner"], command["loser"], command["choices"])
    return _merge_view(made)


@blp.post("/merges/<uuid:merge_id>/undo")
@requires("customer.merge")
@transactional
@blp.response(200, MergeSchema)
def undo_merge(merge_id: UUID) -> dict[str, Any]:
    """Take a merge back: both customers stand again, and what was written since stays on the one that stood."""
    return _merge_view(merging.undo(current_session(), current_actor(), merge_id))


def _merge_view(kept: CustomerMerge) -> dict[str, Any]:
    names = ("id", "winner_id", "loser_id", "merged_at", "undone_at")
    return {**{name: getattr(kept, name) for name in names}, "changes": kept.written["fields"]}
