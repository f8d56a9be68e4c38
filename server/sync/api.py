"""Endpoints of the sync protocol, of conflicts and of the quarantine."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from flask import Response
from sqlalchemy import select

from server.accounts.queries import device as find_device
from server.accounts.service import refuse_drained
from server.audit import service as audit
from server.core import clock, feed
from server.core.errors import InvalidInputError
from server.core.feed import TenantClock
from server.sync import conflicts, queries
from server.sync.bodies import PUSH_BYTES, packed, read_body
from server.sync.cursor import CursorSigner
from server.sync.errors import NotAPhoneError
from server.sync.operations import OP_BYTES, PUSH_OPS, Envelope, read_envelope
from server.sync.pull import PAGE_ROWS, Page, page
from server.sync.push import push
from server.sync.schemas import (
    CapabilitiesSchema,
    ConflictQuerySchema,
    ConflictSchema,
    ConflictsSchema,
    PokeQuerySchema,
    PokeSchema,
    QuarantineSchema,
    ReceiptsQuerySchema,
    ReceiptsSchema,
    SettlementSchema,
)
from server.web.access import public, requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session, services

blp = Blueprint("sync", __name__, url_prefix="/api/v1", description="Sync, conflicts, quarantine")
LEAST_APP_VERSION = "0.1.0"


class PullBody(msgspec.Struct):
    """A pull: the cursor of the page before (null to begin), at most how many rows, and which kinds are known."""

    cursor: str | None = None
    limit: int = PAGE_ROWS
    kinds: dict[str, int] = {}


class SyncBody(msgspec.Struct):
    """Push and pull in one round trip."""

    push: msgspec.Raw = msgspec.Raw(b"null")
    pull: PullBody | None = None


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
        "features": ["gzip", "tus"],
        "server_time": clock.now(),
        "least_app_version": LEAST_APP_VERSION,
    }


@blp.post("/sync/push")
@requires("sync.use", by="phone")
@blp.doc(summary="Hand in operations", description="See SYNC.md; every operation is answered on its own.")
def push_operations() -> Response:
    """Take a batch of operations."""
    envelope = read_envelope(read_body())
    return packed(msgspec.json.encode(_push(envelope)))


@blp.post("/sync/pull")
@requires("sync.use", by="phone")
@blp.doc(summary="Read one page of changes", description="See SYNC.md.")
def pull_changes() -> Response:
    """Answer one page of what the phone should hold."""
    return packed(_pull(_decoded(read_body(), PullBody)))


@blp.post("/sync")
@requires("sync.use", by="phone")
@blp.doc(summary="Push, then read the first page", description="One round trip for slow networks; see SYNC.md.")
def push_and_pull() -> Response:
    """Take a batch, then answer the first page; each in a transaction of its own."""
    body = _decoded(read_body(), SyncBody)
    offered = bytes(body.push)
    if offered == b"null" and body.pull is None:
        raise InvalidInputError(pointer="/", reason="neither push nor pull")
    pushed = b"null" if offered == b"null" else msgspec.json.encode(_push(read_envelope(offered)))
    pulled = _pull(body.pull) if body.pull else b"null"
    return packed(b'{"push":' + pushed + b',"pull":' + pulled + b"}")


def _decoded(body: bytes, shape: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body or b"{}", type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise InvalidInputError(pointer="/", reason=str(error)) from error


@transactional
def _push(envelope: Envelope) -> dict[str, Any]:
    return push(current_session(), current_actor(), envelope)


@transactional
def _pull(body: PullBody) -> bytes:
    session, actor = current_session(), current_actor()
    refuse_drained(actor)
    if actor.device_id is None:
        raise NotAPhoneError
    device = find_device(session, actor.tenant_id, actor.device_id)
    acked = device.last_n if device else 0
    epoch = session.scalar(select(TenantClock.epoch).where(TenantClock.tenant_id == actor.tenant_id))
    signer = CursorSigner(services().settings.secret, UUID(str(epoch)), actor.employee_id)
    limit = max(1, min(body.limit, PAGE_ROWS))
    found = page(session, actor, signer.read(body.cursor), limit)
    return _page_text(found, str(epoch), signer.write(found.cursor), acked, clock.now())


def _page_text(found: Page, epoch: str, cursor: str, acked_n: int, moment: datetime) -> bytes:
    """Put the page together around the rows' texts, which the database made and nobody decodes."""
    head = msgspec.json.encode(
        {
            "epoch": epoch,
            "complete": found.complete,
            "cursor": cursor,
            "server_time": moment.isoformat(),
            "acked_n": acked_n,
            "remove": list(found.removed.items()),
            "leases": [],
            "again": False,
            "next_after_ms": 0,
        }
    )
    return head[:-1] + b',"changes":[' + ",".join(found.changes).encode() + b"]}"


@blp.get("/sync/poke")
@requires("sync.use")
@transactional
@blp.arguments(PokeQuerySchema, location="query")
@blp.response(200, PokeSchema)
def poke(query: dict[str, int]) -> dict[str, int]:
    """Tell the number of the newest change: whoever has seen less asks for more."""
    del query
    refuse_drained(current_actor())
    return {"seq": feed.current_seq(current_session())}


@blp.get("/sync/receipts")
@requires("sync.use", by="phone")
@transactional
@blp.arguments(ReceiptsQuerySchema, location="query")
@blp.response(200, ReceiptsSchema)
def list_receipts(query: dict[str, int]) -> dict[str, Any]:
    """Tell the phone what became of each of its operations."""
    actor = current_actor()
    refuse_drained(actor)
    if actor.device_id is None:
        raise NotAPhoneError
    return {"items": queries.receipts(current_session(), actor, query["from_n"])}


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
