"""Operations that could not be applied."""

from typing import Any

from server.audit import service as audit
from server.sync import queries
from server.sync.api.blueprint import blp
from server.sync.schemas import QuarantineSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/quarantine")
@requires("quarantine.read")
@transactional
@blp.response(200, QuarantineSchema)
def list_quarantine() -> dict[str, Any]:
    """List the newest operations that could not be applied."""
    session, actor = current_session(), current_actor()
    rows = queries.quarantined(session, actor)
    audit.record(session, actor, "quarantine.list", detail={"shown": len(rows)})
    return {
        "items": [
            {
                "id": row.id,
                "device": {"id": row.device_id, "name": device_name},
                "employee": {"id": row.employee_id, "name": employee_name},
                "n": row.n,
                "code": row.code,
                "reason": row.reason,
                "payload": row.payload.decode("utf-8", "backslashreplace"),
                "received_at": row.received_at,
            }
            for row, device_name, employee_name in rows
        ]
    }
