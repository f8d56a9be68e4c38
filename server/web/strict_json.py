"""JSON that can be stored: no NaN, no lone surrogates, no NUL, no bottomless nesting."""

from typing import Any

import msgspec
from flask.json.provider import DefaultJSONProvider


def loads(body: str | bytes) -> Any:
    """Decode JSON; raise ValueError for what PostgreSQL could not keep or a parser could choke on."""
    raw = body.encode() if isinstance(body, str) else body
    if b"\\u0000" in raw or b"\x00" in raw:
        raise ValueError("NUL characters cannot be stored")
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from error


class StrictJson(DefaultJSONProvider):
    """Flask's JSON with the decoder above; it writes UTF-8 as it is."""

    ensure_ascii = False

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Decode a request body."""
        return loads(s)
