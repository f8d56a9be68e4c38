"""Endpoints of visits."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.core.errors import InvalidInputError
from server.media.queries import media_of
from server.visits import queries
from server.visits.schemas import VisitPageSchema, VisitQuerySchema
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("visits", __name__, url_prefix="/api/v1", description="Visits and their evidence")


@blp.get("/visits")
@requires("visit.read")
@transactional
@blp.arguments(VisitQuerySchema, location="query")
@blp.response(200, VisitPageSchema)
def list_visits(query: dict[str, Any]) -> dict[str, Any]:
    """List the visits of oneself and of the people below, the newest first."""
    session, actor = current_session(), current_actor()
    names = ("since", "until", "employee_id", "customer_id", "state")
    wanted = queries.Filter(**{name: query.get(name) for name in names}, bbox=_box(query.get("bbox")))
    rows = queries.page(session, actor, wanted, paging.after_moment(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    media = media_of(session, actor.tenant_id, [row[0].submission_id for row in shown])
    more = len(rows) > len(shown)
    last = shown[-1][0] if shown else None
    return {
        "items": [_view(row, [file.media_id for file in media.get(row[0].submission_id, [])]) for row in shown],
        "next": paging.encode(last.checked_in_at.isoformat(), last.id) if more and last else None,
        "truncated": more,
    }


def _box(text: str | None) -> queries.Box | None:
    if text is None:
        return None
    west, south, east, north = (float(part) for part in text.split(","))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees of the globe
        raise InvalidInputError(pointer="/bbox", reason="out_of_range")
    return west, south, east, north


def _view(row: queries.Listed, media: list[UUID]) -> dict[str, Any]:
    visit = row[0]
    same = ("id", "submission_id", "route_id", "accuracy_m", "distance_m", "checked_in_at", "received_at")
    return {
        **{name: getattr(visit, name) for name in (*same, "note", "flags")},
        "customer": {"id": visit.customer_id, "name": row.customer_name, "kind": row.customer_kind},
        "employee": {"id": visit.employee_id, "name": row.employee_name},
        "lat": row.lat,
        "lon": row.lon,
        "review_state": row.review_state,
        "media": media,
    }
