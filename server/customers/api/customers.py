"""Endpoints of customers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from server.audit import service as audit
from server.core import paging
from server.core.errors import InvalidInputError, NotFoundError
from server.customers import queries
from server.customers.api.blueprint import blp
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
from server.customers.service.exporting import export
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blp.get("/customers")
@requires("customer.read")
@transactional
@blp.arguments(CustomerQuerySchema, location="query")
@blp.response(200, CustomerPageSchema)
def list_customers(query: dict[str, Any]) -> dict[str, Any]:
    """List the customers that one may see, by name."""
    wanted = queries.Filter(
        query.get("q"), query.get("kind"), query.get("owner_id"), query.get("ward_code"), query.get("pool_id")
    )
    after = paging.after_name(query.get("cursor"))
    session, actor = current_session(), current_actor()
    total = queries.count(session, actor, wanted)
    capped = wanted != queries.Filter() and total > queries.COUNT_LIMIT
    rows = queries.page(session, actor, wanted, after, query["limit"] + 1, many=capped)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].name, shown[-1][0].id) if len(rows) > len(shown) else None
    audit.record_look(session, actor, "customer.list", asked=asked(query), shown=len(shown))
    return {
        "items": [view(row) for row in shown],
        "next": more,
        "total": queries.COUNT_LIMIT if capped else total,
        "total_is_least": capped,
    }


def asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a list was narrowed to, as the history keeps it."""
    return {name: value for name, value in query.items() if value and name not in {"cursor", "limit"}}


def view(row: queries.Listed) -> dict[str, Any]:
    """Return a listed customer as the wire shows it."""
    customer, owner_name, lat, lon, pool_name, editable = row
    return {
        "id": customer.id,
        "code": customer.code,
        "kind": customer.type,
        "name": customer.name,
        "phone": customer.phone,
        "address": customer.fields.get("house_number"),
        "lat": lat,
        "lon": lon,
        "owner": {"id": customer.owner_id, "name": owner_name},
        "level": "edit" if editable else "view",
        "pool": {"id": customer.pool_id, "name": pool_name} if customer.pool_id else None,
        "status": customer.status,
        "rank": customer.fields.get("rank"),
        "updated_at": customer.updated_at,
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
    return {"items": [view(row) for row in shown], "next": more}


@blp.get("/customers/export.xlsx")
@requires("customer.export", fresh=True)
@transactional
@blp.arguments(ExportQuerySchema, location="query")
@blp.doc(summary="Export a list of customers", responses={"200": {"description": "a workbook", "content": {XLSX: {}}}})
def export_customers(query: dict[str, Any]) -> Response:
    """Answer the visible customers of a list as a workbook."""
    names = ("q", "kind", "owner_id", "ward_code", "pool_id")
    book = export(current_session(), current_actor(), queries.Filter(*(query.get(name) for name in names)))
    disposition = {"Content-Disposition": "attachment; filename=khach-hang.xlsx", "Cache-Control": "no-store"}
    return Response(book, mimetype=XLSX, headers=disposition)


@blp.get("/customers/<uuid:customer_id>")
@requires("customer.read")
@transactional
@blp.response(200, CustomerDetailSchema)
def show_customer(customer_id: UUID) -> dict[str, Any]:
    """Show a customer with its profile."""
    session, actor = current_session(), current_actor()
    row = queries.one(session, actor, customer_id)
    if row is None:
        raise NotFoundError
    audit.record(session, actor, "customer.view", "customer", customer_id)
    fields = row[0].fields
    routes = [{"id": route_id, "name": name} for route_id, name in queries.routes_of(session, actor, customer_id)]
    return {**view(row), "fields_": fields, "photos": fields.get("photos", []), "routes": routes}
