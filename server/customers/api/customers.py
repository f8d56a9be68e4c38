"""Endpoints of customers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, request

from server.audit import service as audit
from server.core import paging
from server.core.errors import InvalidInputError, NotFoundError
from server.customers import phones, queries
from server.customers.api.blueprint import blp
from server.customers.models import Customer
from server.customers.record_models import CustomerMerge
from server.customers.schemas.customers import (
    BoxSchema,
    CustomerDetailSchema,
    CustomerPageSchema,
    CustomerQuerySchema,
    ExportQuerySchema,
    PointsSchema,
    RecentPageSchema,
    RecentQuerySchema,
)
from server.customers.service import addresses, duplicates, lifecycle, listing, merging, related
from server.customers.service.exporting import export
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

FIELD = "field."
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blp.get("/customers")
@requires("customer.read")
@transactional
@blp.arguments(CustomerQuerySchema, location="query")
@blp.response(200, CustomerPageSchema)
def list_customers(query: dict[str, Any]) -> dict[str, Any]:
    """List the customers that one may see, in an order; those that have some words the best first."""
    wanted = filter_of(query, request.args)
    session, actor = current_session(), current_actor()
    found = listing.listed(session, actor, wanted, query["sort"], query.get("cursor"), query["limit"])
    audit.record_look(session, actor, "customer.list", asked=asked(query), shown=len(found.rows))
    columns = [name for name in (query.get("columns") or "").split(",") if name]
    return {
        "items": views(found.rows, columns),
        "next": found.next,
        "total": found.total,
        "total_is_least": found.least,
    }


def filter_of(query: Mapping[str, Any], given: Mapping[str, str]) -> queries.Filter:
    """Return what a query narrows to; `given` are all parameters as sent, of which `field.<name>` are fields."""
    fields = [(name.removeprefix(FIELD), value) for name, value in given.items() if name.startswith(FIELD)]
    if any(not FIELD_NAME.fullmatch(name) for name, _ in fields):
        raise InvalidInputError(pointer="/field", reason="malformed")
    if query.get("source"):
        fields.append(("source", query["source"]))
    plain = {name: query[name] for name in queries.Filter.__dataclass_fields__ if name in query}
    return queries.Filter(**{**plain, "type": query.get("kind"), "fields": tuple(sorted(fields))})


def asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a list was narrowed to, as the history keeps it."""
    return {
        name: value for name, value in query.items() if value and name not in {"cursor", "limit", "sort", "columns"}
    }


def views(rows: Sequence[queries.Listed], columns: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return listed customers as the wire shows them, with the fields of the record that `columns` names."""
    session = current_session()
    groups = queries.groups_of(session, current_actor(), [row[0].id for row in rows])
    return [view(row, groups.get(row[0].id, []), columns) for row in rows]


def view(row: queries.Listed, groups: Sequence[tuple[UUID, str]], columns: Sequence[str]) -> dict[str, Any]:
    """Return a listed customer as the wire shows it."""
    customer, owner_name, lat, lon, pool_name, editable = row
    fields = customer.fields
    return {
        "id": customer.id,
        "code": customer.code,
        "kind": customer.type,
        "name": customer.name,
        "phone": customer.phone,
        "phone_text": phones.shown(customer.phone),
        "address": fields.get("house_number"),
        "address_text": addresses.line(current_session(), customer),
        "lat": lat,
        "lon": lon,
        "owner": {"id": customer.owner_id, "name": owner_name},
        "level": "edit" if editable else "view",
        "pool": {"id": customer.pool_id, "name": pool_name} if customer.pool_id else None,
        "status": customer.status,
        "rank": fields.get("rank"),
        "source": fields.get("source"),
        "tags": fields.get("tags") or [],
        "groups": [{"id": group_id, "name": name} for group_id, name in groups],
        "archived_at": customer.archived_at,
        "updated_at": customer.updated_at,
        "fields_": {name: fields[name] for name in columns if name in fields},
    }


@blp.get("/customers/points")
@requires("customer.read")
@transactional
@blp.arguments(BoxSchema, location="query")
@blp.response(200, PointsSchema)
def customer_points(query: dict[str, str]) -> Response:
    """List the customers of a map's viewport in the shortest form."""
    west, south, east, north = (float(part) for part in query["bbox"].split(","))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees of the globe
        raise InvalidInputError(pointer="/bbox", reason="out_of_range")
    session, actor = current_session(), current_actor()
    found = queries.points(session, actor, (west, south, east, north))
    audit.record_look(session, actor, "customer.map", asked=query, shown=found.shown)
    truncated = "true" if found.truncated else "false"
    return Response(f'{{"items":{found.items},"truncated":{truncated}}}', mimetype="application/json")


@blp.get("/customers/recent")
@requires("customer.read")
@transactional
@blp.arguments(RecentQuerySchema, location="query")
@blp.response(200, RecentPageSchema)
def recent_customers(query: dict[str, Any]) -> dict[str, Any]:
    """List the customers that one may see and that changed in the last 24 hours, the newest first."""
    session, actor = current_session(), current_actor()
    rows = queries.recent(session, actor, paging.after_moment(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].updated_at, shown[-1][0].id) if len(rows) > len(shown) else None
    audit.record_look(session, actor, "customer.list", asked={"recent": True}, shown=len(shown))
    return {"items": views(shown), "next": more}


@blp.get("/customers/export.xlsx")
@requires("customer.export", fresh=True)
@transactional
@blp.arguments(ExportQuerySchema, location="query")
@blp.doc(summary="Export a list of customers", responses={"200": {"description": "a workbook", "content": {XLSX: {}}}})
def export_customers(query: dict[str, Any]) -> Response:
    """Answer the visible customers of a list as a workbook."""
    book = export(current_session(), current_actor(), filter_of(query, request.args))
    disposition = {"Content-Disposition": "attachment; filename=khach-hang.xlsx", "Cache-Control": "no-store"}
    return Response(book, mimetype=XLSX, headers=disposition)


@blp.get("/customers/<uuid:customer_id>")
@requires("customer.read")
@transactional
@blp.response(200, CustomerDetailSchema)
def show_customer(customer_id: UUID) -> dict[str, Any]:
    """Show a customer with its profile and what belongs to it."""
    session, actor = current_session(), current_actor()
    row = queries.one(session, actor, customer_id)
    if row is None:
        raise NotFoundError
    audit.record(session, actor, "customer.view", "customer", customer_id)
    return detail(row)


def detail(row: queries.Listed) -> dict[str, Any]:
    """Return a customer with everything that its page shows."""
    session, actor, customer = current_session(), current_actor(), row[0]
    fields = customer.fields
    routes = [{"id": route_id, "name": name} for route_id, name in queries.routes_of(session, actor, customer.id)]
    buyer = lifecycle.buyer_of(session, actor, customer.id)
    return {
        **views([row])[0],
        "fields_": fields,
        "photos": fields.get("photos", []),
        "routes": routes,
        "addresses": addresses.shown(session, customer),
        "contacts": fields.get("contacts") or fields.get("members") or [],
        **related.of(session, actor, fields),
        "pending_pin": related.pending_pin(session, actor, customer),
        "buyer": {"id": buyer.id, "code": buyer.code} if buyer else None,
        "merged": [_merged_view(*pair) for pair in merging.merges_of(session, actor, customer.id)],
        "merged_into": customer.merged_into,
        "duplicates": len(duplicates.of_customer(session, actor, customer.id)),
        "created_at": customer.created_at,
    }


def _merged_view(merge: CustomerMerge, loser: Customer) -> dict[str, Any]:
    known = {"id": loser.id, "code": loser.code, "name": loser.name}
    return {"merge_id": merge.id, **known, "merged_at": merge.merged_at}
