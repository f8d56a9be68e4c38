"""From the bytes that a phone sends to operations. Pure: whatever cannot be read is a `Malformed`, never an error."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from server.core import clock
from server.core.errors import InvalidInputError
from server.core.submissions import MediaItem

OP_BYTES = 262_144
PUSH_OPS = 500
LARGEST_N = 2**62
AHEAD = timedelta(seconds=60)
SHA256 = re.compile(r"^[0-9a-f]{64}$")


class Envelope(msgspec.Struct):
    """A push: `sent_at` is the phone's clock at sending.

    What it tells of its health: `queue_depth` operations and `media_waiting` files (`media_bytes`) that it holds in
    all, `storage_free` bytes left.
    """

    ops: list[msgspec.Raw]
    epoch: str | None = None
    sent_at: datetime | None = None
    mono_ms: int | None = None
    queue_depth: int | None = None
    media_waiting: int | None = None
    media_bytes: int | None = None
    storage_free: int | None = None
    app_version: str | None = None


class Head(msgspec.Struct):
    """What every operation says of itself."""

    n: int
    t: str
    tx: str | None = None


class RecordBody(msgspec.Struct):
    """The record that a form edits or makes; `base` is the number that the phone had seen, None for a new record."""

    kind: str
    id: UUID
    base: int | None = None


class MediaBody(msgspec.Struct):
    """A file that the form names; `size` in bytes."""

    media_id: UUID
    field: str
    sha256: str
    size: int
    type: str = "application/octet-stream"


class SubmitBody(msgspec.Struct):
    """A filled-in form."""

    id: UUID
    form: str
    version: int
    occurred_at: datetime
    answers: dict[str, Any]
    hlc: str | None = None
    gps: dict[str, Any] | None = None
    record: RecordBody | None = None
    before: dict[str, Any] = {}
    media: list[MediaBody] = []
    revises: UUID | None = None


class ReadBody(msgspec.Struct):
    """A notice that was read."""

    id: UUID


@dataclass(frozen=True)
class Operation:
    """One item of a push: its number (None when it cannot be read), its exact bytes and their SHA-256."""

    n: int | None
    kind: str
    tx: str | None
    raw: bytes
    digest: bytes


def read_envelope(body: bytes) -> Envelope:
    """Return the push; raise InvalidInputError naming the place when the batch itself cannot be read."""
    try:
        envelope = msgspec.json.decode(body, type=Envelope)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise InvalidInputError(pointer=_pointer(str(error)), reason=str(error)) from error
    if len(envelope.ops) > PUSH_OPS:
        raise InvalidInputError(pointer="/ops", reason=f"more than {PUSH_OPS} operations")
    if envelope.sent_at is not None and envelope.sent_at.tzinfo is None:
        raise InvalidInputError(pointer="/sent_at", reason="no time zone")
    if envelope.sent_at is not None and not clock.is_sayable(envelope.sent_at):
        return msgspec.structs.replace(envelope, sent_at=None)  # a clock that says nothing corrects nothing
    return envelope


def _pointer(message: str) -> str:
    found = re.search(r"`\$([^`]*)`", message)
    if found:
        return found[1].replace(".", "/").replace("[", "/").replace("]", "") or "/"
    place = re.search(r"byte (\d+)", message)
    return f"byte {place[1]}" if place else "/"


def read_operation(raw: bytes) -> Operation:
    """Return the operation's head; one that cannot be read has kind `malformed`, and its number if that can be.

    All of it is read, members that nobody asks for too: the names of those are not looked at by a typed reader.
    """
    digest = sha256(raw).digest()
    try:
        msgspec.json.decode(raw)
        head = msgspec.json.decode(raw, type=Head)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return Operation(_number(raw), "malformed", None, raw, digest)
    n = head.n if 0 < head.n < LARGEST_N else None
    return Operation(n, head.t if n else "malformed", head.tx, raw, digest)


class _OnlyNumber(msgspec.Struct):
    n: int


def _number(raw: bytes) -> int | None:
    try:
        n = msgspec.json.decode(raw, type=_OnlyNumber).n
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    return n if 0 < n < LARGEST_N else None


def content_digest(raw: bytes) -> bytes:
    """Return the SHA-256 of what an operation says, whatever its place in a queue: without `n` and `tx`, keys in order.

    A form that goes out again after a new enrolment has another number and the same content.
    """
    said = msgspec.json.decode(raw)
    content = {key: value for key, value in said.items() if key not in {"n", "tx"}}
    return sha256(msgspec.json.encode(content, order="sorted")).digest()


def numbered(operations: list[Operation], last_n: int) -> list[Operation]:
    """Return the operations in the order of their numbers.

    One without a number takes the number that is missing at its place in the batch, so that it cannot hold up what
    follows, and takes the same one when the batch comes again. Alone it follows `last_n`.
    """
    taken = {op.n for op in operations if op.n is not None}
    placed: list[Operation] = []
    for place, op in enumerate(operations):
        n = op.n or _free(taken, _expected(placed, operations[place:], last_n))
        taken.add(n)
        placed.append(op if op.n else Operation(n, "malformed", None, op.raw, op.digest))
    return sorted(placed, key=lambda op: op.n or 0)


def _expected(before: list[Operation], rest: list[Operation], last_n: int) -> int:
    """Return the number that follows the one before, else leads up to the next readable one, else to nothing known."""
    if before:
        return (before[-1].n or 0) + 1
    following = next(((place, op.n) for place, op in enumerate(rest) if op.n is not None), None)
    return max(1, following[1] - following[0]) if following else last_n + 1


def _free(taken: set[int], n: int) -> int:
    while n in taken:
        n += 1
    return n


def corrected(occurred_at: datetime, sent_at: datetime | None, received_at: datetime) -> datetime:
    """Return when it happened by the server's clock: received - (sent - occurred), at most a minute from now.

    The phone's clock may be wrong by years; the span between two of its own readings is right.
    """
    try:
        moment = received_at - (sent_at - occurred_at) if sent_at else occurred_at
    except OverflowError:
        moment = received_at
    if not clock.is_sayable(moment):
        moment = received_at
    return min(moment, received_at + AHEAD).astimezone(UTC)


def media_of(body: SubmitBody) -> tuple[MediaItem, ...]:
    """Return the files that the form names; raise ValueError for a hash or a size that cannot be one."""
    for item in body.media:
        if not SHA256.fullmatch(item.sha256) or not 0 < item.size < 2**40:
            raise ValueError(f"media {item.media_id}: sha256 or size")
    return tuple(MediaItem(i.media_id, i.field, i.sha256, i.size, i.type) for i in body.media)
