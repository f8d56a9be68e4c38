"""Endpoints of pools, sets, shares and of who is in charge."""

from typing import Any
from uuid import UUID

from server.core.errors import NotFoundError
from server.customers.api.blueprint import blp
from server.customers.queries import holdings as queries
from server.customers.queries.why import Reason, reasons
from server.customers.schemas.holdings import (
    ChangedSchema,
    CustomerAssignmentSchema,
    NewPoolSchema,
    NewSetSchema,
    NewShareSchema,
    PoolChangeSchema,
    PoolSchema,
    PoolsSchema,
    ReasonsSchema,
    SetChangeSchema,
    SetSchema,
    SetsSchema,
    ShareQuerySchema,
    ShareSchema,
    SharesSchema,
)
from server.customers.service import assigning, holdings
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

TEXTS = {
    "own": ("Bạn là người phụ trách", "You are the owner"),
    "below": ("Người phụ trách thuộc quyền quản lý của bạn: {via}", "The owner stands below you: {via}"),
    "team": ("Bạn là trưởng nhóm {via}", "You lead the team {via}"),
    "share": ("{via} chia sẻ", "Shared by {via}"),
    "pool": ("Bạn quản lý kho {via}", "You manage the pool {via}"),
    "route": ("Có trên tuyến {via} đang giao", "On the route {via}, assigned today"),
    "all": ("Bạn có quyền xem dữ liệu toàn tổ chức", "You may see the whole organisation's data"),
}


@blp.get("/pools")
@requires("customer.read")
@transactional
@blp.response(200, PoolsSchema)
def list_pools() -> dict[str, Any]:
    """List the pools in use."""
    return _pools()


def _pool_view(pool_id: UUID, name: str, managers: list[tuple[UUID, str]], customers: int) -> dict[str, Any]:
    named = [{"id": manager_id, "name": manager} for manager_id, manager in managers]
    return {"id": pool_id, "name": name, "managers": named, "customers": customers}


@blp.post("/pools")
@requires("pool.write", by="console")
@transactional
@blp.arguments(NewPoolSchema)
@blp.response(201, PoolSchema)
def add_pool(command: dict[str, Any]) -> dict[str, Any]:
    """Set up a pool."""
    session = current_session()
    pool = holdings.add_pool(session, current_actor(), command["name"], command["manager_ids"])
    return _pool_view(pool.id, pool.name, queries.managers(session, [pool.id])[pool.id], 0)


@blp.patch("/pools/<uuid:pool_id>")
@requires("pool.write", by="console")
@transactional
@blp.arguments(PoolChangeSchema)
@blp.response(200, PoolsSchema)
def change_pool(change: dict[str, Any], pool_id: UUID) -> dict[str, Any]:
    """Rename a pool, change its managers, or put it out of use; answers with the pools in use."""
    holdings.change_pool(current_session(), current_actor(), pool_id, holdings.PoolChange(**change))
    return _pools()


def _pools() -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    rows = queries.pools(session, actor)
    managers = queries.managers(session, [row[0] for row in rows])
    return {"items": [_pool_view(row[0], row[1], managers[row[0]], row[2]) for row in rows]}


@blp.post("/customers/assign")
@requires("customer.assign")
@transactional
@blp.arguments(CustomerAssignmentSchema)
@blp.response(200, ChangedSchema)
def assign_customers(command: dict[str, Any]) -> dict[str, int]:
    """Change owner or pool of customers, all or none."""
    pool_id = command.get("pool_id")
    unpool = "pool_id" in command and pool_id is None
    wanted = assigning.Assignment(tuple(command["ids"]), command.get("owner_id"), pool_id, unpool)
    return {"changed": assigning.assign(current_session(), current_actor(), wanted)}


@blp.get("/customer-sets")
@requires("customer.read")
@transactional
@blp.response(200, SetsSchema)
def list_sets() -> dict[str, Any]:
    """List one's own saved sets."""
    return {"items": _sets()}


def _sets() -> list[dict[str, Any]]:
    keys = ("id", "name", "created_at", "count")
    return [dict(zip(keys, row, strict=True)) for row in queries.sets(current_session(), current_actor())]


@blp.post("/customer-sets")
@requires("customer.share")
@transactional
@blp.arguments(NewSetSchema)
@blp.response(201, SetSchema)
def save_set(command: dict[str, Any]) -> dict[str, Any]:
    """Save customers as a set that can be shared as one."""
    saved = holdings.save_set(current_session(), current_actor(), command["name"], command["ids"])
    return next(one for one in _sets() if one["id"] == saved.id)


@blp.patch("/customer-sets/<uuid:set_id>")
@requires("customer.share")
@transactional
@blp.arguments(SetChangeSchema)
@blp.response(200, SetSchema)
def change_set(change: dict[str, Any], set_id: UUID) -> dict[str, Any]:
    """Rename a set, add and remove customers."""
    saved = holdings.change_set(current_session(), current_actor(), set_id, **change)
    return next(one for one in _sets() if one["id"] == saved.id)


@blp.get("/shares")
@requires("customer.read")
@transactional
@blp.arguments(ShareQuerySchema, location="query")
@blp.response(200, SharesSchema)
def list_shares(query: dict[str, Any]) -> dict[str, Any]:
    """List the shares of a customer, or those that one's own people gave."""
    found = queries.shares(current_session(), current_actor(), query["customer_id"])
    return {"items": [_share_view(one) for one in found]}


def _share_view(shared: queries.Shared) -> dict[str, Any]:
    share = shared.share
    receiver_id, kind = (share.employee_id, "employee") if share.employee_id else (share.team_id, "team")
    held = {"id": share.set_id, "name": shared.set_name, "count": shared.set_size} if share.set_id else None
    return {
        "id": share.id,
        "customer": {"id": share.customer_id, "name": shared.customer_name} if share.customer_id else None,
        "set": held,
        "receiver": {"id": receiver_id, "name": shared.receiver, "kind": kind},
        "level": share.level,
        "expires_at": share.expires_at,
        "granted_by": {"id": share.granted_by, "name": shared.granter},
        "granted_at": share.granted_at,
    }


@blp.post("/shares")
@requires("customer.share")
@transactional
@blp.arguments(NewShareSchema)
@blp.response(201, ShareSchema)
def give_share(command: dict[str, Any]) -> dict[str, Any]:
    """Show a customer or a set to a person or a team."""
    session, actor = current_session(), current_actor()
    given = holdings.share(session, actor, holdings.NewShare(**command))
    return next(_share_view(one) for one in queries.shares(session, actor) if one.share.id == given.id)


@blp.delete("/shares/<uuid:share_id>")
@requires("customer.share")
@transactional
@blp.response(204)
def end_share(share_id: UUID) -> None:
    """End a share."""
    holdings.end_share(current_session(), current_actor(), share_id)


@blp.get("/customers/<uuid:customer_id>/why")
@requires("customer.read")
@transactional
@blp.response(200, ReasonsSchema)
def why(customer_id: UUID) -> dict[str, Any]:
    """Tell why one sees a customer."""
    found = reasons(current_session(), current_actor(), customer_id)
    if not found:
        raise NotFoundError(kind="customer", id=str(customer_id))
    return {"reasons": [_reason_view(one) for one in found]}


def _reason_view(reason: Reason) -> dict[str, Any]:
    names = " → ".join(name for _, name in reason.via)
    vi, en = (text.format(via=names) for text in TEXTS[reason.kind])
    via = [{"id": one, "name": name} for one, name in reason.via]
    return {"kind": reason.kind, "text_vi": vi, "text_en": en, "via": via, "until": reason.until}
