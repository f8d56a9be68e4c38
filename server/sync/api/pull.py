"""Reading changes, and what became of what was handed in."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, request
from sqlalchemy.orm import Session

from server.accounts.queries import device as find_device
from server.accounts.service import note_pull, refuse_drained
from server.accounts.service.phones import SEEN_EVERY
from server.core import clock
from server.core.actor import Actor
from server.core.database import registry_of
from server.sync import queries
from server.sync.api.blueprint import blp
from server.sync.app_versions import too_old
from server.sync.bodies import decoded, packed, read_body
from server.sync.cursor import CursorSigner
from server.sync.digest import digest
from server.sync.errors import AppTooOldError, NotAPhoneError
from server.sync.leases import lend
from server.sync.pace import Pace
from server.sync.pull import PAGE_ROWS, Wish, page
from server.sync.schemas import ReceiptsQuerySchema, ReceiptsSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session, services


class PullBody(msgspec.Struct):
    """A pull: the cursor of the page before (null to begin), at most how many rows, and which kinds are known.

    `kinds` gives the version of each kind that the phone knows, none of them means all; `reset` names kinds whose rows
    it has dropped and wants again; `held` says how many numbers it has left of each series that it gives out.
    """

    cursor: str | None = None
    limit: int = PAGE_ROWS
    kinds: dict[str, int] = {}
    reset: list[str] = []
    held: dict[str, int] = {}


@blp.post("/sync/pull")
@requires("sync.use", by="phone")
@blp.doc(summary="Read one page of changes", description="See SYNC.md.")
def pull_changes() -> Response:
    """Answer one page of what the phone should hold."""
    return packed(pull_page(decoded(read_body(), PullBody)))


PACE = Pace()


def pull_page(body: PullBody) -> bytes:
    """Return one page as JSON text, in a transaction of its own; raise AppTooOldError for an app that may not read."""
    with PACE.page():
        return _pull_page(body)


@transactional
def _pull_page(body: PullBody) -> bytes:
    session, actor = current_session(), current_actor()
    device_id = _reading_phone(actor)
    _refuse_old_app()
    signer = _signer(actor)
    limit = max(1, min(body.limit, PAGE_ROWS))
    found = page(session, actor, signer.read(body.cursor), limit, _wish(session, body))
    _note_reading(session, actor, device_id, found.last_pull_at)
    leases = lend(session, device_id, body.held) if found.complete else []
    head = {
        "epoch": found.cursor.epoch,
        "complete": found.complete,
        "cursor": signer.write(found.cursor),
        "server_time": clock.now().isoformat(),
        "acked_n": found.acked_n,
        "remove": list(found.removed.items()),
        "leases": leases,
        "again": False,
        "next_after_ms": PACE.next_after_ms() if found.complete else 0,
    }
    return _around(head, found.changes)


def _note_reading(session: Session, actor: Actor, device_id: UUID, last_pull_at: datetime | None) -> None:
    if last_pull_at is None or clock.now() - last_pull_at > SEEN_EVERY:
        device = find_device(session, actor.tenant_id, device_id)
        assert device is not None  # noqa: S101 - its row has just been read
        note_pull(device)


def _refuse_old_app() -> None:
    least = services().settings.least_app_version
    if too_old(request.headers.get("X-App-Version"), least):
        raise AppTooOldError(least_app_version=least)


def _reading_phone(actor: Actor) -> UUID:
    """Return the id of the phone that asks; raise NotAPhoneError or DeviceDrainedError for who may not read."""
    refuse_drained(actor)
    if actor.device_id is None:
        raise NotAPhoneError
    return actor.device_id


def _signer(actor: Actor) -> CursorSigner:
    return CursorSigner(services().settings.secret, actor.employee_id)


def _wish(session: Session, body: PullBody) -> Wish:
    """Return the kinds that both sides know, each at the version that both know."""
    versions = {kind: dataset.version for kind, dataset in registry_of(session).datasets.items()}
    asked = {kind: max(1, min(version, versions[kind])) for kind, version in body.kinds.items() if kind in versions}
    return Wish(asked if body.kinds else versions, frozenset(body.reset))


def _around(head: dict[str, Any], changes: list[str]) -> bytes:
    """Put the page together around the rows' texts, which the database made and nobody decodes."""
    return msgspec.json.encode(head)[:-1] + b',"changes":[' + ",".join(changes).encode() + b"]}"


class DigestBody(msgspec.Struct):
    """A question for the digest: the cursor of the last completed pass."""

    cursor: str | None = None


@blp.post("/sync/digest")
@requires("sync.use", by="phone")
@blp.doc(summary="Tell what the phone should hold, as a hash for each kind", description="See SYNC.md.")
def compare_rows() -> Response:
    """Answer how many rows of each kind the phone holds if nothing went wrong, and their hash."""
    return packed(msgspec.json.encode(_digest(decoded(read_body(), DigestBody))))


@transactional
def _digest(body: DigestBody) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    _reading_phone(actor)
    return digest(session, actor, _signer(actor).read(body.cursor))


@blp.get("/sync/receipts")
@requires("sync.use", by="phone")
@transactional
@blp.arguments(ReceiptsQuerySchema, location="query")
@blp.response(200, ReceiptsSchema)
def list_receipts(query: dict[str, int]) -> dict[str, Any]:
    """Tell the phone what became of each of its operations."""
    actor = current_actor()
    _reading_phone(actor)
    return {"items": queries.receipts(current_session(), actor, query["from_n"])}
