"""The endpoints of a customer's timeline, of his part of the history, and of the log of calls."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from server.activities import queries
from server.activities.api.blueprint import blp
from server.activities.models import Call
from server.activities.queries import calls, sight
from server.activities.schemas.timeline import (
    CallPageSchema,
    CallQuerySchema,
    TimelineQuerySchema,
    TimelineSchema,
)
from server.audit import service as audit
from server.audit.schemas import CustomerHistorySchema, HistoryPageSchema
from server.core import paging
from server.core.errors import NotFoundError
from server.customers.queries import is_visible
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/customers/<uuid:customer_id>/timeline")
@requires("customer.read")
@transactional
@blp.arguments(TimelineQuerySchema, location="query")
@blp.response(200, TimelineSchema)
def show_timeline(query: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Show what was done with a customer and what became of it, newest first, of all kinds or of some."""
    after, limit = paging.after_moment(query.get("cursor")), query["limit"]
    entries = queries.timeline(current_session(), current_actor(), customer_id, after, limit + 1, query.get("kinds"))
    shown = entries[:limit]
    more = paging.encode(shown[-1].at.isoformat(), shown[-1].id) if len(entries) > limit else None
    return {"items": [_view(entry) for entry in shown], "next": more}


def _view(entry: queries.Entry) -> dict[str, Any]:
    who = {"id": entry.employee_id, "name": entry.employee_name} if entry.employee_id else None
    subject = {"kind": entry.subject[0], "id": entry.subject[1]} if entry.subject else None
    return {**asdict(entry), "employee": who, "subject": subject}


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


@blp.get("/calls")
@requires("visit.read")
@transactional
@blp.arguments(CallQuerySchema, location="query")
@blp.response(200, CallPageSchema)
def list_calls(query: dict[str, Any]) -> dict[str, Any]:
    """List the calls of oneself and of the people below, newest first."""
    session, actor = current_session(), current_actor()
    names = ("since", "until", "customer_id", "employee_id", "status")
    wanted = calls.Filter(**{name: query.get(name) for name in names})
    rows = calls.page(session, actor, wanted, paging.after_moment(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    known = sight.names_of(session, actor, {row.employee_id for row in shown}, {row.customer_id for row in shown})
    more = paging.encode(shown[-1].at.isoformat(), shown[-1].id) if len(rows) > len(shown) else None
    return {"items": [_call_view(row, known) for row in shown], "next": more}


def _call_view(row: Call, names: sight.Names) -> dict[str, Any]:
    return {
        "id": row.id,
        "customer": names.customer(row.customer_id),
        "employee": names.person(row.employee_id),
        "at": row.at,
        "received_at": row.received_at,
        "status": row.status,
        "form": row.form_key,
        "submission_id": row.submission_id,
    }
