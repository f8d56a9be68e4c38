"""Identifiers that the server makes."""

import secrets
import time
from uuid import UUID, uuid5

NAMESPACE = UUID("6f1c1f3e-7f0a-5b7e-9a51-7475796e0001")


def new_id() -> UUID:
    """Return a version-7 UUID (RFC 9562, section 5.7): the first 48 bits are Unix milliseconds, so ids sort by age."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))


def derived_id(*parts: object) -> UUID:
    """Return the same version-5 UUID for the same parts: an id that two writers agree on without talking."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))
