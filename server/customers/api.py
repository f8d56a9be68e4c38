"""Endpoints of customers."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.core.errors import InvalidInputError, NotFoundError
from server.customers import queries
from server.customers.schemas import (
    BoxSchema,
    CustomerDetailSchema,
    CustomerPageSchema,
    CustomerQuerySchema,
    PointsSchema,
)
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("customers", __name__, url_prefix="/api/v1", description="Customers")


@blp.get("/customers")
@requires("customer.read")
@transactional
@blp.arguments(CustomerQuerySchema, location="query")
@blp.response(200, CustomerPageSchema)
def list_customers(query: dict[str, Any]) -> dict[str, Any]:
    """List the customers that one may see, by name."""
    wanted = queries.Filter(query.get("q"), query.get("kind"), query.get("owner_id"), query.get("ward_code"))
    after = paging.after_name(query.get("cursor"))
    session, actor = current_session(), current_actor()
    rows = queries.page(session, actor, wanted, after, query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].name, shown[-1][0].id) if len(rows) > len(shown) else None
    total = queries.count(session, actor, wanted)
    return {"items": [view(row) for row in shown], "next": more, "total": total}


def view(row: queries.Listed) -> dict[str, Any]:
    """Return a listed customer as the wire shows it."""
    customer, owner_name, lat, lon = row
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
        "status": customer.status,
        "rank": customer.fields.get("rank"),
        "updated_at": customer.updated_at,
    }


@blp.get("/customers/points")
@requires("customer.read")
@transactional
@blp.arguments(BoxSchema, location="query")
@blp.response(200, PointsSchema)
def customer_points(query: dict[str, str]) -> dict[str, Any]:
    """List the customers of a map's viewport in the shortest form."""
    west, south, east, north = (float(part) for part in query["bbox"].split(","))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees of the globe
        raise InvalidInputError(pointer="/bbox", reason="out_of_range")
    rows = queries.points(current_session(), current_actor(), (west, south, east, north))
    return {
        "items": [[str(row[0]), *row[1:]] for row in rows[: queries.MAP_LIMIT]],
        "truncated": len(rows) > queries.MAP_LIMIT,
    }


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
    fields = row[0].fields
    routes = [{"id": route_id, "name": name} for route_id, name in queries.routes_of(session, actor, customer_id)]
    return {**view(row), "fields_": fields, "photos": fields.get("photos", []), "routes": routes}
