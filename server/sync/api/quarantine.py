"""Operations that could not be applied: listed, repaired and released, or dismissed."""

from typing import Any
from uuid import UUID

from server.audit import service as audit
from server.core import paging
from server.core.errors import NotFoundError
from server.sync import quarantine, quarantine_queries
from server.sync.api.blueprint import blp
from server.sync.explaining import explain
from server.sync.quarantine_queries import Filter, Listed
from server.sync.quarantine_schemas import (
    DecidedManySchema,
    DismissalSchema,
    DismissalsSchema,
    QuarantineCountsSchema,
    QuarantinedSchema,
    QuarantineQuerySchema,
    QuarantineSchema,
    ReleaseSchema,
    ReleasesSchema,
)
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/quarantine")
@requires("quarantine.read")
@transactional
@blp.arguments(QuarantineQuerySchema, location="query")
@blp.response(200, QuarantineSchema)
def list_quarantine(query: dict[str, Any]) -> dict[str, Any]:
    """List the operations of the people one sees that could not be applied, the last received first."""
    session, actor = current_session(), current_actor()
    wanted = Filter(**{name: query[name] for name in Filter.__dataclass_fields__ if name in query})
    after, limit = paging.after_moment(query.get("cursor")), query["limit"]
    rows = quarantine_queries.page(session, actor, wanted, after, limit + 1)
    shown = rows[:limit]
    more = paging.encode(shown[-1][0].received_at.isoformat(), shown[-1][0].id) if len(rows) > limit else None
    audit.record(session, actor, "quarantine.list", detail={"shown": len(shown)})
    return {
        "items": [_view(row) for row in shown],
        "next": more,
        "counts": quarantine_queries.counts(session, actor, wanted),
        "codes": quarantine_queries.codes(session, actor),
    }


def _view(row: Listed) -> dict[str, Any]:
    kept, device_name, employee_name, decider_name = row
    names = ("id", "n", "code", "reason", "received_at", "state", "comment", "decided_at", "outcome")
    return {
        **{name: getattr(kept, name) for name in names},
        "device": {"id": kept.device_id, "name": device_name},
        "employee": {"id": kept.employee_id, "name": employee_name},
        "said": explain(kept.code, kept.reason),
        "payload": kept.payload.decode("utf-8", "backslashreplace"),
        "decided_by": {"id": kept.decided_by, "name": decider_name} if decider_name else None,
    }


def _shown(row_id: UUID) -> dict[str, Any]:
    row = quarantine_queries.one(current_session(), current_actor(), row_id)
    if row is None:
        raise NotFoundError
    return _view(row)


@blp.get("/quarantine/count")
@requires("quarantine.read")
@transactional
@blp.response(200, QuarantineCountsSchema)
def count_quarantine() -> dict[str, int]:
    """Tell how many operations of the people one sees could not be applied, by what was decided."""
    return quarantine_queries.counts(current_session(), current_actor(), Filter())


@blp.get("/quarantine/<uuid:quarantined_id>")
@requires("quarantine.read")
@transactional
@blp.response(200, QuarantinedSchema)
def show_quarantined(quarantined_id: UUID) -> dict[str, Any]:
    """Show one operation that could not be applied."""
    shown = _shown(quarantined_id)
    audit.record(current_session(), current_actor(), "quarantine.view", "quarantine", quarantined_id)
    return shown


@blp.post("/quarantine/<uuid:quarantined_id>/release")
@requires("quarantine.write", by="console")
@transactional
@blp.arguments(ReleaseSchema)
@blp.response(200, QuarantinedSchema)
def release_quarantined(wanted: dict[str, Any], quarantined_id: UUID) -> dict[str, Any]:
    """Apply the operation after all, as it came or repaired, on behalf of the person and phone that sent it."""
    quarantine.release(current_session(), current_actor(), quarantined_id, wanted["payload"])
    return _shown(quarantined_id)


@blp.post("/quarantine/<uuid:quarantined_id>/dismiss")
@requires("quarantine.write", by="console")
@transactional
@blp.arguments(DismissalSchema)
@blp.response(200, QuarantinedSchema)
def dismiss_quarantined(wanted: dict[str, Any], quarantined_id: UUID) -> dict[str, Any]:
    """Decide that the operation is not to be applied, and say why; it stays kept."""
    quarantine.dismiss(current_session(), current_actor(), quarantined_id, wanted["comment"])
    return _shown(quarantined_id)


@blp.post("/quarantine/release")
@requires("quarantine.write", by="console")
@transactional
@blp.arguments(ReleasesSchema)
@blp.response(200, DecidedManySchema)
def release_all(wanted: dict[str, Any]) -> dict[str, Any]:
    """Release many operations as they came, each for itself: one that is refused stops none of the others."""
    return {"items": quarantine.release_many(current_session(), current_actor(), wanted["ids"])}


@blp.post("/quarantine/dismiss")
@requires("quarantine.write", by="console")
@transactional
@blp.arguments(DismissalsSchema)
@blp.response(200, DecidedManySchema)
def dismiss_all(wanted: dict[str, Any]) -> dict[str, Any]:
    """Dismiss many operations for one reason, each for itself."""
    done = quarantine.dismiss_many(current_session(), current_actor(), wanted["ids"], wanted["comment"])
    return {"items": done}
