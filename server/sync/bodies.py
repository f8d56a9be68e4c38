"""Bodies of push and pull: gzip both ways, with a cap on what is unpacked."""

import re
import zlib
from typing import TypeVar

import msgspec
from flask import Response, request
from zlib_ng import gzip_ng

from server.core.errors import InvalidInputError
from server.web.errors import TooLargeError

Shape = TypeVar("Shape")
PUSH_BYTES = 1_048_576
INFLATED_BYTES = 16 * PUSH_BYTES
WORTH_PACKING = 1024
PACKING_LEVEL = 7  # a tenth smaller than zlib's fifth, and in less time
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def read_body() -> bytes:
    """Return the request's body, unpacked; raise TooLargeError above the caps, InvalidInputError for broken gzip."""
    if (request.content_length or 0) > PUSH_BYTES:
        raise TooLargeError(limit=PUSH_BYTES)
    body = request.stream.read(PUSH_BYTES + 1)
    if len(body) > PUSH_BYTES:
        raise TooLargeError(limit=PUSH_BYTES)
    packed_body = request.headers.get("Content-Encoding", "").lower() == "gzip"
    return mended(_inflated(body) if packed_body else body)


def mended(body: bytes) -> bytes:
    """Return JSON with U+FFFD for each half of a surrogate pair: phones cut emoji in two, parsers refuse the batch."""
    if b"\\ud" not in body and b"\\uD" not in body:
        return body
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found["half"] else found[0], body)


def _inflated(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(body, INFLATED_BYTES)
    except zlib.error as error:
        raise InvalidInputError(pointer="/", reason="broken gzip") from error
    if unpacker.unconsumed_tail:
        raise TooLargeError(limit=INFLATED_BYTES)
    if not unpacker.eof:
        raise InvalidInputError(pointer="/", reason="gzip ends early")
    return plain


def decoded(body: bytes, shape: type[Shape]) -> Shape:
    """Return the body in its shape; raise InvalidInputError when it cannot be read."""
    try:
        return msgspec.json.decode(body or b"{}", type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise InvalidInputError(pointer="/", reason=str(error)) from error


def packed(body: bytes) -> Response:
    """Return a JSON answer, as gzip where the asker takes it and it is worth it."""
    response = Response(body, mimetype="application/json")
    response.vary.add("Accept-Encoding")
    if len(body) >= WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip_ng.compress(body, PACKING_LEVEL, mtime=0))  # type: ignore[no-untyped-call]
        response.headers["Content-Encoding"] = "gzip"
    return response
