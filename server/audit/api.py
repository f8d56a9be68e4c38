"""The endpoint of the history. Nothing here writes, changes or removes an entry but the note that somebody looked."""

from typing import Any

from server.audit import service
from server.audit.queries import Filter
from server.audit.schemas import HistoryQuerySchema, HistorySchema
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("audit", __name__, url_prefix="/api/v1", description="The history of who did what")


@blp.get("/history")
@requires("audit.read", by="console")
@transactional
@blp.arguments(HistoryQuerySchema, location="query")
@blp.response(200, HistorySchema)
def show_history(query: dict[str, Any]) -> dict[str, Any]:
    """Show what the people that one sees did, newest first; with the right to see all, what everybody did."""
    cursor, limit = query.pop("cursor", None), query.pop("limit")
    return service.history(current_session(), current_actor(), Filter(**query), cursor, limit)
