"""WatermelonDB and RxDB over the same feed and the same push engine."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.queries import device as find_device
from server.accounts.service import note_pull, refuse_drained
from server.core.actor import Actor
from server.core.database import registry_of
from server.core.errors import NotFoundError
from server.core.feed import TenantClock
from server.sync.api.blueprint import blp
from server.sync.bodies import decoded, packed, read_body
from server.sync.compat import rows, rxdb, watermelon
from server.sync.compat.edits import Edit
from server.sync.compat.schemas import SentSchema, WatermelonPullSchema, WatermelonPushSchema
from server.sync.compat.taking import Taken
from server.sync.cursor import CursorSigner
from server.sync.errors import CursorResetError
from server.sync.pull import PAGE_ROWS, Wish
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session, services

Push = Callable[[Session, Actor, list[Edit], datetime | None], Taken]
AT_ONCE = 200
"""Edits in one transaction: so long are the rows that they touch held."""


class RxdbPullBody(msgspec.Struct):
    """RxDB's `pull.handler`: the checkpoint of the batch before (null to begin) and the size of a batch."""

    checkpoint: dict[str, Any] | None = None
    limit: int = 100


class RxdbPushBody(msgspec.Struct):
    """RxDB's `push.handler`."""

    rows: list[rxdb.WriteRow]


@blp.get("/compat/watermelon/pull")
@requires("sync.use", by="phone")
@blp.arguments(WatermelonPullSchema, location="query")
@blp.doc(summary="WatermelonDB: everything that changed", description="See SYNC.md, third-party clients.")
def pull_watermelon(query: dict[str, Any]) -> Response:
    """Answer `{changes, timestamp}`."""
    return packed(msgspec.json.encode(_pull_watermelon(query)))


def _begin_reading(session: Session, actor: Actor) -> None:
    """Refuse a phone that may only hand in, and note that this one reads."""
    refuse_drained(actor)
    device = find_device(session, actor.tenant_id, actor.device_id) if actor.device_id else None
    if device is not None:
        note_pull(device)


@transactional
def _pull_watermelon(query: dict[str, Any]) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    _begin_reading(session, actor)
    timestamps = watermelon.Timestamps(services().settings.secret, _epoch(), actor.employee_id)
    known = registry_of(session).datasets
    tables = [table for table in query["tables"].split(",") if table in known] or sorted(known)
    migration = query["migration"]
    added = {*migration.tables, *(change.table for change in migration.columns)} & set(tables)
    wish = Wish({table: known[table].version for table in tables}, added)
    answer, number = watermelon.pull(session, actor, timestamps.read(query["last_pulled_at"]), wish)
    return answer | {"timestamp": timestamps.write(number)}


@blp.post("/compat/watermelon/push")
@requires("sync.use", by="phone")
@blp.arguments(WatermelonPushSchema, location="query")
@blp.doc(summary="WatermelonDB: what a phone changed", description="See SYNC.md, third-party clients.")
def push_watermelon(query: dict[str, Any]) -> Response:
    """Take `{table: {created, updated, deleted}}`; answer `{experimentalRejectedIds, results}`."""
    offered = watermelon.edits(decoded(read_body(), watermelon.Changes))
    taken = _taken(offered, query["sent_at"], watermelon.push)
    writable = services().database.registry.records
    return packed(msgspec.json.encode(watermelon.answered(taken, writable)))


@blp.post("/compat/rxdb/<kind>/pull")
@requires("sync.use", by="phone")
@blp.doc(summary="RxDB: a batch of documents", description="See SYNC.md, third-party clients.")
def pull_rxdb(kind: str) -> Response:
    """Answer `{documents, checkpoint}`; fewer documents than asked for are the last."""
    body = decoded(read_body(), RxdbPullBody)
    return packed(msgspec.json.encode(_pull_rxdb(kind, body)))


@transactional
def _pull_rxdb(kind: str, body: RxdbPullBody) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    _begin_reading(session, actor)
    if kind not in registry_of(session).datasets:
        raise NotFoundError
    signer = CursorSigner(services().settings.secret, actor.employee_id)
    since = signer.read(_cursor_text(body.checkpoint, kind))
    wish = Wish({kind: registry_of(session).datasets[kind].version})
    gathered, reached = rows.batch(session, actor, since, wish, max(1, min(body.limit, PAGE_ROWS)))
    checkpoint = {"kind": kind, "cursor": signer.write(reached)}
    return {"documents": rxdb.documents(gathered), "checkpoint": checkpoint}


def _cursor_text(checkpoint: dict[str, Any] | None, kind: str) -> str | None:
    if checkpoint is None:
        return None
    if checkpoint.get("kind") != kind or not isinstance(checkpoint.get("cursor"), str):
        raise CursorResetError(reason="cursor")
    return str(checkpoint["cursor"])


@blp.post("/compat/rxdb/<kind>/push")
@requires("sync.use", by="phone")
@blp.arguments(SentSchema, location="query")
@blp.doc(summary="RxDB: documents that a phone wrote", description="See SYNC.md, third-party clients.")
def push_rxdb(query: dict[str, Any], kind: str) -> Response:
    """Take `{rows: [{newDocumentState, assumedMasterState}]}`; answer `{conflicts, results}`."""
    body = decoded(read_body(), RxdbPushBody)
    taken = _taken([edit for row in body.rows if (edit := rxdb.edit_of(kind, row))], query["sent_at"], rxdb.push)
    return packed(msgspec.json.encode(rxdb.answered(taken)))


def _taken(offered: list[Edit], sent_at: datetime | None, push: Push) -> list[Taken]:
    """Hand in everything, some at a time; what one push left over comes with the next."""
    answers, waiting = [_push(offered[:AT_ONCE], sent_at, push)], offered[AT_ONCE:]
    while waiting := [*answers[-1].left, *waiting]:
        answers.append(_push(waiting[:AT_ONCE], sent_at, push))
        waiting = waiting[AT_ONCE:]
    return answers


@transactional
def _push(offered: list[Edit], sent_at: datetime | None, push: Push) -> Taken:
    return push(current_session(), current_actor(), offered, sent_at)


def _epoch() -> UUID:
    tenant_id = current_actor().tenant_id
    return UUID(str(current_session().scalar(select(TenantClock.epoch).where(TenantClock.tenant_id == tenant_id))))
