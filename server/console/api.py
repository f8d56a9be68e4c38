"""Endpoints that only the console asks for."""

from typing import Any

from server.console.health import board
from server.console.schemas import HealthQuerySchema, HealthSchema, StyleSourceSchema
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session, services

blp = Blueprint("console", __name__, url_prefix="/api/v1", description="The console's own")


@blp.get("/map/style-source")
@requires("map.read")
@transactional
@blp.response(200, StyleSourceSchema)
def style_source() -> dict[str, str | None]:
    """Tell where street tiles come from."""
    settings = services().settings
    return {"tiles_url": settings.tiles_url, "attribution": settings.tiles_attribution}


@blp.get("/sync/health")
@requires("device.read")
@transactional
@blp.arguments(HealthQuerySchema, location="query")
@blp.response(200, HealthSchema)
def sync_health(query: dict[str, str]) -> dict[str, Any]:
    """Show how the sync of each phone of the people one sees stands, the worst first."""
    shown = board(current_session(), current_actor(), services().settings.least_app_version)
    if "state" in query:
        shown["items"] = [phone for phone in shown["items"] if phone["state"] == query["state"]]
    return shown
