"""Keyset paging: a cursor is the key of the last row, as opaque text."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from server.core.errors import InvalidInputError

Part = TypeVar("Part")


def encode(*key: Any) -> str:
    """Return the cursor of a key of JSON-able values and uuids."""
    return base64.urlsafe_b64encode(msgspec.json.encode([str(part) for part in key])).decode().rstrip("=")


def decode(cursor: str, parts: int) -> list[str]:
    """Return the key of a cursor; raise InvalidInputError for one that was not made by `encode` of so many parts."""
    try:
        key = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=list[str])
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise InvalidInputError(pointer="/cursor", reason="malformed") from error
    if len(key) != parts:
        raise InvalidInputError(pointer="/cursor", reason="malformed")
    return key


def after_name(cursor: str | None) -> tuple[str, UUID] | None:
    """Return the (name, id) that a list ordered by name goes on after, None at its start; raise InvalidInputError."""
    if not cursor:
        return None
    name, row_id = decode(cursor, 2)
    return name, _read(UUID, row_id)


def after_moment(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return the (moment, id) that a list ordered by time goes on after, None at its start; raise InvalidInputError."""
    if not cursor:
        return None
    return moment_key(decode(cursor, 2))


def moment_key(key: Sequence[str]) -> tuple[datetime, UUID]:
    """Return the (moment, id) that these parts of a cursor say; raise InvalidInputError."""
    said, row_id = key
    return moment(said), _read(UUID, row_id)


def moment(said: str) -> datetime:
    """Return the moment that a part of a cursor says; raise InvalidInputError."""
    return _read(datetime.fromisoformat, said)


def _read(make: Callable[[str], Part], text: str) -> Part:
    try:
        return make(text)
    except ValueError as error:
        raise InvalidInputError(pointer="/cursor", reason="malformed") from error
