"""Endpoints that only the console asks for."""

from server.console.schemas import StyleSourceSchema
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import services

blp = Blueprint("console", __name__, url_prefix="/api/v1", description="The console's own")


@blp.get("/map/style-source")
@requires("map.read")
@transactional
@blp.response(200, StyleSourceSchema)
def style_source() -> dict[str, str | None]:
    """Tell where street tiles come from."""
    settings = services().settings
    return {"tiles_url": settings.tiles_url, "attribution": settings.tiles_attribution}
