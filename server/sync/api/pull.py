"""Reading changes, and what became of what was handed in."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.queries import device as find_device
from server.accounts.service import refuse_drained
from server.core import clock, feed
from server.core.database import registry_of
from server.core.feed import TenantClock
from server.sync import queries
from server.sync.api.blueprint import blp
from server.sync.bodies import decoded, packed, read_body
from server.sync.cursor import CursorSigner
from server.sync.errors import NotAPhoneError
from server.sync.pull import PAGE_ROWS, Page, Wish, page
from server.sync.schemas import PokeQuerySchema, PokeSchema, ReceiptsQuerySchema, ReceiptsSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session, services


class PullBody(msgspec.Struct):
    """A pull: the cursor of the page before (null to begin), at most how many rows, and which kinds are known.

    `kinds` gives the version of each kind that the phone knows, none of them means all; `reset` names kinds whose rows
    it has dropped and wants again.
    """

    cursor: str | None = None
    limit: int = PAGE_ROWS
    kinds: dict[str, int] = {}
    reset: list[str] = []


@blp.post("/sync/pull")
@requires("sync.use", by="phone")
@blp.doc(summary="Read one page of changes", description="See SYNC.md.")
def pull_changes() -> Response:
    """Answer one page of what the phone should hold."""
    return packed(pull_page(decoded(read_body(), PullBody)))


@transactional
def pull_page(body: PullBody) -> bytes:
    """Return one page as JSON text, in a transaction of its own."""
    session, actor = current_session(), current_actor()
    refuse_drained(actor)
    if actor.device_id is None:
        raise NotAPhoneError
    device = find_device(session, actor.tenant_id, actor.device_id)
    acked = device.last_n if device else 0
    epoch = session.scalar(select(TenantClock.epoch).where(TenantClock.tenant_id == actor.tenant_id))
    signer = CursorSigner(services().settings.secret, UUID(str(epoch)), actor.employee_id)
    limit = max(1, min(body.limit, PAGE_ROWS))
    found = page(session, actor, signer.read(body.cursor), limit, _wish(session, body))
    return _page_text(found, str(epoch), signer.write(found.cursor), acked, clock.now())


def _wish(session: Session, body: PullBody) -> Wish:
    """Return the kinds that both sides know, each at the version that both know."""
    versions = {kind: dataset.version for kind, dataset in registry_of(session).datasets.items()}
    asked = {kind: max(1, min(version, versions[kind])) for kind, version in body.kinds.items() if kind in versions}
    return Wish(asked if body.kinds else versions, frozenset(body.reset))


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
