"""Handing in operations, alone or with the first page in the same round trip."""

from typing import Any

import msgspec
from flask import Response

from server.core.errors import InvalidInputError
from server.sync.api.blueprint import blp
from server.sync.api.pull import PullBody, pull_page
from server.sync.bodies import decoded, packed, read_body
from server.sync.operations import Envelope, read_envelope
from server.sync.push import push
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


class SyncBody(msgspec.Struct):
    """Push and pull in one round trip."""

    push: msgspec.Raw = msgspec.Raw(b"null")
    pull: PullBody | None = None


@blp.post("/sync/push")
@requires("sync.use", by="phone")
@blp.doc(summary="Hand in operations", description="See SYNC.md; every operation is answered on its own.")
def push_operations() -> Response:
    """Take a batch of operations."""
    envelope = read_envelope(read_body())
    return packed(msgspec.json.encode(_push(envelope)))


@blp.post("/sync")
@requires("sync.use", by="phone")
@blp.doc(summary="Push, then read the first page", description="One round trip for slow networks; see SYNC.md.")
def push_andpull_page() -> Response:
    """Take a batch, then answer the first page; each in a transaction of its own."""
    body = decoded(read_body(), SyncBody)
    offered = bytes(body.push)
    if offered == b"null" and body.pull is None:
        raise InvalidInputError(pointer="/", reason="neither push nor pull")
    pushed = b"null" if offered == b"null" else msgspec.json.encode(_push(read_envelope(offered)))
    pulled = pull_page(body.pull) if body.pull else b"null"
    return packed(b'{"push":' + pushed + b',"pull":' + pulled + b"}")


@transactional
def _push(envelope: Envelope) -> dict[str, Any]:
    return push(current_session(), current_actor(), envelope)
