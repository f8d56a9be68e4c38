"""The conflict inbox."""

from typing import Any
from uuid import UUID

from server.core import paging
from server.sync import conflict_queries, conflicts
from server.sync.api.blueprint import blp
from server.sync.conflict_queries import Filter
from server.sync.conflict_schemas import (
    ConflictCountsSchema,
    ConflictQuerySchema,
    ConflictSchema,
    ConflictsSchema,
    SettledManySchema,
    SettlementSchema,
    SettlementsSchema,
)
from server.sync.conflict_views import views
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/conflicts")
@requires("conflict.read")
@transactional
@blp.arguments(ConflictQuerySchema, location="query")
@blp.response(200, ConflictsSchema)
def list_conflicts(query: dict[str, Any]) -> dict[str, Any]:
    """List the conflicts about records that one sees, the newest first."""
    session, actor = current_session(), current_actor()
    wanted = Filter(**{name: query[name] for name in Filter.__dataclass_fields__ if name in query})
    after, limit = paging.after_moment(query.get("cursor")), query["limit"]
    found = conflict_queries.page(session, actor, wanted, after, limit + 1)
    shown = found[:limit]
    more = paging.encode(shown[-1].created_at.isoformat(), shown[-1].id) if len(found) > limit else None
    counts = conflict_queries.counts(session, actor, wanted)
    return {"items": views(session, actor, shown), "next": more, "counts": counts}


@blp.get("/conflicts/count")
@requires("conflict.read")
@transactional
@blp.response(200, ConflictCountsSchema)
def count_conflicts() -> dict[str, int]:
    """Tell how many conflicts about records that one sees are open, and settled."""
    return conflict_queries.counts(current_session(), current_actor(), Filter())


@blp.post("/conflicts/<uuid:conflict_id>/settle")
@requires("conflict.settle")
@transactional
@blp.arguments(SettlementSchema)
@blp.response(200, ConflictSchema)
def settle_conflict(settlement: dict[str, Any], conflict_id: UUID) -> dict[str, Any]:
    """Let one of the values stand, or an own one."""
    session, actor = current_session(), current_actor()
    chosen = conflicts.Settlement(**settlement, has_seen="seen" in settlement)
    settled = conflicts.settle(session, actor, conflict_id, chosen)
    return views(session, actor, [settled])[0]


@blp.post("/conflicts/settle")
@requires("conflict.settle")
@transactional
@blp.arguments(SettlementsSchema)
@blp.response(200, SettledManySchema)
def settle_conflicts(wanted: dict[str, Any]) -> dict[str, Any]:
    """Settle many conflicts alike, each for itself: one that is refused stops none of the others."""
    done = conflicts.settle_many(current_session(), current_actor(), wanted["ids"], wanted["choice"])
    return {"items": done}
