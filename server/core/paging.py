"""Keyset paging: a cursor is the key of the last row, as opaque text."""

import base64
import binascii
from typing import Any

import msgspec

from server.core.errors import InvalidInputError


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
