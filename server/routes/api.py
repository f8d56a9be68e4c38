"""Endpoints of routes: a route here is a salesperson's journey."""

from datetime import date
from typing import Any
from uuid import UUID

from server.accounts.queries import people
from server.core import paging
from server.core.errors import NotFoundError
from server.routes import queries, service
from server.routes.models import RouteAssignment
from server.routes.rules import Wish
from server.routes.schemas import (
    AssignmentSchema,
    DaySchema,
    NewAssignmentSchema,
    NewRouteSchema,
    RouteChangeSchema,
    RouteDetailSchema,
    RoutePageSchema,
    RouteQuerySchema,
)
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("routes", __name__, url_prefix="/api/v1", description="Routes, their stops and assignments")


@blp.get("/routes")
@requires("route.read")
@transactional
@blp.arguments(RouteQuerySchema, location="query")
@blp.response(200, RoutePageSchema)
def list_routes(query: dict[str, Any]) -> dict[str, Any]:
    """List the routes that one may see, by name."""
    wanted = queries.Filter(query.get("q"), query.get("status"), query.get("employee_id"))
    session, actor = current_session(), current_actor()
    rows = queries.page(session, actor, wanted, paging.after_name(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1][0].name, shown[-1][0].id) if len(rows) > len(shown) else None
    return {
        "items": [_view(row) for row in shown],
        "next": more,
        "total": queries.count(session, actor, wanted),
    }


def _view(row: queries.Listed) -> dict[str, Any]:
    route, stop_count, assignee_id, assignee = row
    return {
        "id": route.id,
        "name": route.name,
        "description": route.description,
        "status": route.status,
        "kind": route.kind,
        "customer_group": route.customer_group,
        "stop_count": stop_count,
        "assignee": {"id": assignee_id, "name": assignee} if assignee_id else None,
        "updated_at": route.updated_at,
    }


def _detail(route_id: UUID, on: date | None = None) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    row = queries.one(session, actor, route_id)
    if row is None:
        raise NotFoundError(kind="route", id=str(route_id))
    return {
        **_view(row),
        "stops": [_stop(stop) for stop in queries.stops(session, actor, route_id, on)],
        "assignments": [_assignment(*pair) for pair in queries.assignments(session, route_id)],
    }


def _stop(row: queries.Stop) -> dict[str, Any]:
    stop, name, kind, lat, lon = row
    return {
        "customer": {"id": stop.customer_id, "name": name, "kind": kind, "lat": lat, "lon": lon},
        "seq": stop.seq,
        "membership": stop.membership,
        "note": stop.note,
        "valid_from": stop.valid_from,
        "valid_to": stop.valid_to,
    }


def _assignment(assignment: RouteAssignment, name: str) -> dict[str, Any]:
    return {
        "id": assignment.id,
        "employee": {"id": assignment.employee_id, "name": name},
        "valid_from": assignment.valid_from,
        "valid_to": assignment.valid_to,
        "instruction": assignment.instruction,
    }


@blp.post("/routes")
@requires("route.write")
@transactional
@blp.arguments(NewRouteSchema)
@blp.response(201, RouteDetailSchema)
def create_route(body: dict[str, Any]) -> dict[str, Any]:
    """Set up a route."""
    route = service.create(current_session(), current_actor(), service.NewRoute(**body))
    return _detail(route.id)


@blp.get("/routes/<uuid:route_id>")
@requires("route.read")
@transactional
@blp.arguments(DaySchema, location="query")
@blp.response(200, RouteDetailSchema)
def show_route(query: dict[str, date], route_id: UUID) -> dict[str, Any]:
    """Show a route with its stops, today's or those of a past day."""
    return _detail(route_id, query.get("on"))


@blp.patch("/routes/<uuid:route_id>")
@requires("route.write")
@transactional
@blp.arguments(RouteChangeSchema)
@blp.response(200, RouteDetailSchema)
def change_route(body: dict[str, Any], route_id: UUID) -> dict[str, Any]:
    """Rename a route, stop it or put it to use again, or set its stops."""
    stops = [Wish(**stop) for stop in body.pop("stops")] if "stops" in body else None
    service.update(current_session(), current_actor(), route_id, service.RouteChange(**body, stops=stops))
    return _detail(route_id)


@blp.post("/routes/<uuid:route_id>/assignments")
@requires("route.assign")
@transactional
@blp.arguments(NewAssignmentSchema)
@blp.response(201, AssignmentSchema)
def assign_route(body: dict[str, Any], route_id: UUID) -> dict[str, Any]:
    """Give a route to somebody for some days."""
    session = current_session()
    assignment = service.assign(session, current_actor(), route_id, service.NewAssignment(**body))
    names = people(session, assignment.tenant_id, {assignment.employee_id})
    return _assignment(assignment, names[assignment.employee_id].name)
