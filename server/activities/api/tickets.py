"""The endpoints of support tickets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from server.activities import rules
from server.activities.api.blueprint import blp
from server.activities.models import Ticket, TicketComment
from server.activities.queries import sight
from server.activities.queries import tickets as queries
from server.activities.schemas.tickets import (
    NewTicketCommentSchema,
    TicketChangeSchema,
    TicketDetailSchema,
    TicketPageSchema,
    TicketQuerySchema,
)
from server.activities.service import tickets as service
from server.core import clock, paging
from server.core.errors import NotFoundError
from server.customers.queries import is_visible
from server.media.queries import media_of
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

FILTERS = ("state", "employee_id", "customer_id", "problem")


@blp.get("/tickets")
@requires("ticket.read")
@transactional
@blp.arguments(TicketQuerySchema, location="query")
@blp.response(200, TicketPageSchema)
def list_tickets(query: dict[str, Any]) -> dict[str, Any]:
    """List the tickets of oneself and of the people below, or all of one customer: the late first, then the newest."""
    session, actor = current_session(), current_actor()
    wanted = queries.Filter(**{name: query.get(name) for name in FILTERS})
    if wanted.customer_id and not is_visible(session, actor, wanted.customer_id):
        raise NotFoundError(kind="customer", id=str(wanted.customer_id))
    after = _after(query.get("cursor"))
    as_of = after.as_of if after else clock.now()
    rows = queries.page(session, actor, wanted, as_of, after, query["limit"] + 1)
    shown = rows[: query["limit"]]
    names = _names(shown)
    more = _cursor(shown[-1], as_of) if len(rows) > len(shown) else None
    overdue = queries.count_overdue(session, actor)
    return {"items": [_view(ticket, names) for ticket in shown], "next": more, "overdue": overdue}


def _after(cursor: str | None) -> queries.After | None:
    """Return where a list goes on; late is what was late when its first page was read."""
    if not cursor:
        return None
    as_of, group, *key = paging.decode(cursor, 4)
    moment, ticket_id = paging.moment_key(key)
    return queries.After(paging.moment(as_of), group == "late", moment, ticket_id)


def _cursor(last: Ticket, as_of: datetime) -> str:
    late = queries.is_late(last, as_of)
    moment = last.due_at if late else last.opened_at
    return paging.encode(as_of.isoformat(), "late" if late else "other", moment.isoformat(), last.id)


def _names(tickets: Sequence[Ticket], comments: Sequence[TicketComment] = ()) -> sight.Names:
    people = {one for ticket in tickets for one in (ticket.opened_by, ticket.responsible_id, *ticket.employees)}
    people |= {comment.employee_id for comment in comments}
    return sight.names_of(current_session(), current_actor(), people, {ticket.customer_id for ticket in tickets})


SAME = ("id", "code", "problem", "detail", "state", "due_at", "opened_at", "resolved_at", "updated_at", "submission_id")


def _view(ticket: Ticket, names: sight.Names) -> dict[str, Any]:
    finished = ticket.resolved_at is not None
    return {
        **{name: getattr(ticket, name) for name in SAME},
        "overdue": rules.is_overdue(ticket.due_at, clock.now(), finished=finished),
        "customer": names.customer(ticket.customer_id),
        "opened_by": names.person(ticket.opened_by),
        "responsible": names.person(ticket.responsible_id),
    }


@blp.get("/tickets/<uuid:ticket_id>")
@requires("ticket.read")
@transactional
@blp.response(200, TicketDetailSchema)
def show_ticket(ticket_id: UUID) -> dict[str, Any]:
    """Show a ticket with its course."""
    ticket = queries.one(current_session(), current_actor(), ticket_id)
    if ticket is None:
        raise NotFoundError(kind="ticket", id=str(ticket_id))
    return _detail(ticket)


def _detail(ticket: Ticket) -> dict[str, Any]:
    session = current_session()
    comments = queries.comments(session, ticket.id)
    names = _names([ticket], comments)
    media = media_of(session, ticket.tenant_id, [ticket.submission_id]).get(ticket.submission_id, [])
    return {
        **_view(ticket, names),
        "solution": ticket.solution,
        "result": ticket.result,
        "products": ticket.products,
        "employees": [names.person(one) for one in ticket.employees],
        "media": [file.media_id for file in media],
        "comments": [_comment(comment, names) for comment in comments],
    }


def _comment(comment: TicketComment, names: sight.Names) -> dict[str, Any]:
    return {
        "id": comment.id,
        "text": comment.text,
        "state": comment.state,
        "employee": names.person(comment.employee_id),
        "at": comment.at,
    }


@blp.patch("/tickets/<uuid:ticket_id>")
@requires("ticket.write")
@transactional
@blp.arguments(TicketChangeSchema)
@blp.response(200, TicketDetailSchema)
def change_ticket(body: dict[str, Any], ticket_id: UUID) -> dict[str, Any]:
    """Move a ticket on, hand it over, set its deadline, or note how it was solved."""
    return _detail(service.change(current_session(), current_actor(), ticket_id, service.TicketChange(**body)))


@blp.post("/tickets/<uuid:ticket_id>/comments")
@requires("ticket.write")
@transactional
@blp.arguments(NewTicketCommentSchema)
@blp.response(201, TicketDetailSchema)
def comment_ticket(body: dict[str, Any], ticket_id: UUID) -> dict[str, Any]:
    """Say something on a ticket."""
    return _detail(service.comment(current_session(), current_actor(), ticket_id, body["text"]))
