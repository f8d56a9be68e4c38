"""What the server speaks and takes."""

from typing import Any

from server.core import clock
from server.sync.api.blueprint import blp
from server.sync.bodies import PUSH_BYTES
from server.sync.operations import OP_BYTES, PUSH_OPS
from server.sync.pull import PAGE_ROWS
from server.sync.schemas import CapabilitiesSchema
from server.web.access import public, transactional
from server.web.context import services


@blp.get("/sync/capabilities")
@public
@transactional
@blp.response(200, CapabilitiesSchema)
def capabilities() -> dict[str, Any]:
    """Tell what this server speaks and takes."""
    return {
        "protocols": ["tuyen-sync/1"],
        "limits": {
            "push_ops": PUSH_OPS,
            "push_bytes": PUSH_BYTES,
            "op_bytes": OP_BYTES,
            "page_rows": PAGE_ROWS,
        },
        "features": ["gzip", "tus", "kinds", "digest", "poke", "leases"],
        "server_time": clock.now(),
        "least_app_version": services().settings.least_app_version,
    }
