"""Endpoints of the inbox."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.core.errors import NotFoundError
from server.notifications import queries, service
from server.notifications.schemas import NotificationPageSchema, NotificationQuerySchema
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("notifications", __name__, url_prefix="/api/v1", description="The inbox of the person signed in")


@blp.get("/notifications")
@requires("notification.read")
@transactional
@blp.arguments(NotificationQuerySchema, location="query")
@blp.response(200, NotificationPageSchema)
def list_notifications(query: dict[str, Any]) -> dict[str, Any]:
    """List one's notices, newest first."""
    session, actor = current_session(), current_actor()
    rows = queries.page(session, actor, paging.after_moment(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1].at.isoformat(), shown[-1].id) if len(rows) > len(shown) else None
    return {"items": shown, "next": more, "unread": queries.count_unread(session, actor)}


@blp.post("/notifications/<uuid:notification_id>/read")
@requires("notification.read")
@transactional
@blp.response(204)
def read_notification(notification_id: UUID) -> None:
    """Note that one has read a notice."""
    if not service.mark_read(current_session(), current_actor(), [notification_id]):
        raise NotFoundError(kind=service.KIND, id=str(notification_id))
