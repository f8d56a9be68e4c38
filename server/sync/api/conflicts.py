"""The conflict inbox."""

from typing import Any
from uuid import UUID

from server.sync import conflicts, queries
from server.sync.api.blueprint import blp
from server.sync.schemas import ConflictQuerySchema, ConflictSchema, ConflictsSchema, SettlementSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/conflicts")
@requires("conflict.read")
@transactional
@blp.arguments(ConflictQuerySchema, location="query")
@blp.response(200, ConflictsSchema)
def list_conflicts(query: dict[str, str]) -> dict[str, Any]:
    """List the newest conflicts about records that one sees."""
    session, actor = current_session(), current_actor()
    found = queries.conflicts(session, actor, query["state"])
    return {"items": conflicts.views(session, actor, found)}


@blp.post("/conflicts/<uuid:conflict_id>/settle")
@requires("conflict.settle")
@transactional
@blp.arguments(SettlementSchema)
@blp.response(200, ConflictSchema)
def settle_conflict(settlement: dict[str, Any], conflict_id: UUID) -> dict[str, Any]:
    """Let one of the values stand, or an own one."""
    session, actor = current_session(), current_actor()
    settled = conflicts.settle(session, actor, conflict_id, settlement["choice"], settlement["value"])
    return conflicts.views(session, actor, [settled])[0]
