"""The endpoints of a customer's timeline and of his part of the history."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from server.activities import queries
from server.activities.schemas import TimelineQuerySchema, TimelineSchema
from server.audit import service as audit
from server.audit.schemas import CustomerHistorySchema, HistoryPageSchema
from server.core import paging
from server.core.errors import NotFoundError
from server.customers.queries import is_visible
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("activities", __name__, url_prefix="/api/v1", description="What was done with customers")


@blp.get("/customers/<uuid:customer_id>/timeline")
@requires("customer.read")
@transactional
@blp.arguments(TimelineQuerySchema, location="query")
@blp.response(200, TimelineSchema)
def show_timeline(query: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Show what one and the people below did with a customer, newest first."""
    after, limit = paging.after_moment(query.get("cursor")), query["limit"]
    entries = queries.timeline(current_session(), current_actor(), customer_id, after, limit + 1)
    shown = entries[:limit]
    more = paging.encode(shown[-1].at.isoformat(), shown[-1].id) if len(entries) > limit else None
    return {"items": [_view(entry) for entry in shown], "next": more}


def _view(entry: queries.Entry) -> dict[str, Any]:
    return {**asdict(entry), "employee": {"id": entry.employee_id, "name": entry.employee_name}}


@blp.get("/customers/<uuid:customer_id>/history")
@requires("customer.read")
@transactional
@blp.arguments(HistoryPageSchema, location="query")
@blp.response(200, CustomerHistorySchema)
def show_customer_history(query: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Show who did what with a customer and who looked at it, newest first, to whoever sees the customer."""
    session, actor = current_session(), current_actor()
    if not is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    return audit.customer_history(session, actor, customer_id, query.get("cursor"), query["limit"])
