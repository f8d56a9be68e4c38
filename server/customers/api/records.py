"""Endpoints of one customer: its state, its files, its address, the history of its fields; and of many at once."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.core.errors import ForbiddenError, NotFoundError
from server.customers import queries
from server.customers.api.blueprint import blp
from server.customers.api.customers import detail, filter_of
from server.customers.record_models import Buyer
from server.customers.schemas.customers import CustomerDetailSchema
from server.customers.schemas.holdings import ChangedSchema
from server.customers.schemas.records import (
    BulkSchema,
    BuyerSchema,
    BuyersSchema,
    ConfirmationSchema,
    ConversionSchema,
    FileSchema,
    FilesSchema,
    NewFileSchema,
    NewStatusSchema,
    PagedQuerySchema,
    PastValuesSchema,
    StatusSchema,
)
from server.customers.service import addresses, bulk, buying, changes, filing, lifecycle
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

WHO = frozenset({"ids", "filter", "action"})


@blp.post("/customers/<uuid:customer_id>/advance")
@requires("customer.write")
@transactional
@blp.response(200, StatusSchema)
def advance(customer_id: UUID) -> dict[str, Any]:
    """Move a Lead on to Tiềm năng."""
    moved = lifecycle.advance(current_session(), current_actor(), customer_id)
    return {"id": moved.id, "status": moved.status}


@blp.post("/customers/<uuid:customer_id>/status")
@requires("customer.write")
@transactional
@blp.arguments(NewStatusSchema)
@blp.response(200, StatusSchema)
def set_status(command: dict[str, str], customer_id: UUID) -> dict[str, Any]:
    """Bring a customer into a state that its own leads to: VIP, former, and back."""
    moved = lifecycle.set_status(current_session(), current_actor(), [customer_id], command["status"])[0]
    return {"id": moved.id, "status": moved.status}


@blp.post("/customers/<uuid:customer_id>/convert")
@requires("customer.write")
@transactional
@blp.arguments(ConversionSchema)
@blp.response(200, BuyerSchema)
def convert(command: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Make a customer one who buys; the second time it answers with the buyer that there is."""
    session, actor = current_session(), current_actor()
    return _buyer_view(buying.shown(session, actor, lifecycle.convert(session, actor, customer_id, command).id))


def _buyer_view(row: buying.Shown | None) -> dict[str, Any]:
    if row is None:
        raise NotFoundError
    buyer: Buyer = row[0]
    return {
        "id": buyer.id,
        "code": buyer.code,
        "customer": {"id": buyer.customer_id, "name": row[1]},
        "details": buyer.details,
        "converted_by": {"id": buyer.converted_by, "name": row[2]},
        "converted_at": buyer.converted_at,
    }


@blp.get("/buyers")
@requires("customer.read")
@transactional
@blp.arguments(PagedQuerySchema, location="query")
@blp.response(200, BuyersSchema)
def list_buyers(query: dict[str, Any]) -> dict[str, Any]:
    """List the customers who buy, as far as one sees them, the newest first."""
    after = paging.after_moment(query.get("cursor"))
    rows = buying.page(current_session(), current_actor(), after, query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].converted_at, shown[-1][0].id) if len(rows) > len(shown) else None
    return {"items": [_buyer_view(row) for row in shown], "next": more}


@blp.get("/buyers/<uuid:buyer_id>")
@requires("customer.read")
@transactional
@blp.response(200, BuyerSchema)
def show_buyer(buyer_id: UUID) -> dict[str, Any]:
    """Show a customer who buys."""
    return _buyer_view(buying.shown(current_session(), current_actor(), buyer_id))


@blp.post("/customers/<uuid:customer_id>/address/confirm")
@requires("customer.write")
@transactional
@blp.arguments(ConfirmationSchema)
@blp.response(200, CustomerDetailSchema)
def confirm_address(command: dict[str, str], customer_id: UUID) -> dict[str, Any]:
    """Say in which ward of today a customer's former address lies."""
    session, actor = current_session(), current_actor()
    addresses.confirm(session, actor, customer_id, command["ward_code"])
    row = queries.one(session, actor, customer_id)
    if row is None:
        raise NotFoundError
    return detail(row)


@blp.get("/customers/<uuid:customer_id>/files")
@requires("customer.read")
@transactional
@blp.response(200, FilesSchema)
def list_files(customer_id: UUID) -> dict[str, Any]:
    """List the files kept for a customer."""
    rows = filing.files(current_session(), current_actor(), customer_id)
    return {"items": [_file_view(row) for row in rows]}


def _file_view(row: filing.Filed) -> dict[str, Any]:
    kept, added_by, media_type, size, state = row
    names = ("id", "media_id", "name", "added_at")
    return {
        **{name: getattr(kept, name) for name in names},
        "added_by": {"id": kept.added_by, "name": added_by},
        "type": media_type,
        "size": size,
        "state": state,
    }


@blp.post("/customers/<uuid:customer_id>/files")
@requires("customer.write")
@transactional
@blp.arguments(NewFileSchema)
@blp.response(201, FileSchema)
def add_file(command: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Keep a file that one uploaded for a customer."""
    session, actor = current_session(), current_actor()
    kept = filing.add(session, actor, customer_id, command["media_id"], command["name"])
    return next(_file_view(row) for row in filing.files(session, actor, customer_id) if row[0].id == kept.id)


@blp.delete("/customers/<uuid:customer_id>/files/<uuid:file_id>")
@requires("customer.write")
@transactional
@blp.response(204)
def remove_file(customer_id: UUID, file_id: UUID) -> None:
    """Take a file out of a customer's sight."""
    filing.remove(current_session(), current_actor(), customer_id, file_id)


@blp.get("/customers/<uuid:customer_id>/attributes/<name>/history")
@requires("customer.read")
@transactional
@blp.arguments(PagedQuerySchema, location="query")
@blp.response(200, PastValuesSchema)
def attribute_history(query: dict[str, Any], customer_id: UUID, name: str) -> dict[str, Any]:
    """Show the values that a field of a customer had: from what to what, by whom, when and by which form."""
    after = paging.after_moment(query.get("cursor"))
    session, actor = current_session(), current_actor()
    found = changes.of_attribute(session, actor, customer_id, name, after, query["limit"] + 1)
    shown = found[: query["limit"]]
    more = paging.encode(shown[-1].received_at, shown[-1].id) if len(found) > len(shown) else None
    return {"items": [_past_view(one) for one in shown], "next": more}


def _past_view(one: changes.PastValue) -> dict[str, Any]:
    return {**vars(one), "by": {"id": one.employee_id, "name": one.employee}}


@blp.post("/customers/bulk")
@requires("customer.read")
@transactional
@blp.arguments(BulkSchema)
@blp.response(200, ChangedSchema)
def act_on_many(command: dict[str, Any]) -> dict[str, int]:
    """Do one thing with many customers, all or none; each action needs the right that it needs for one."""
    session, actor = current_session(), current_actor()
    if not actor.can(bulk.RIGHTS[command["action"]]):
        raise ForbiddenError
    wanted = command.get("filter")
    ids = bulk.chosen(session, actor, filter_of(wanted, {})) if wanted is not None else command["ids"]
    values: dict[str, Any] = {name: value for name, value in command.items() if name not in WHO}
    return {"changed": bulk.run(session, actor, ids, bulk.Order(command["action"], values))}
