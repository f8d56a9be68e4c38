"""Passwords: Argon2id, with at most two hashes at work at once so that sign-ins cannot starve everything else."""

from hashlib import sha256
from secrets import token_urlsafe
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# OWASP Password Storage Cheat Sheet: t=2, 19 MiB, p=1; about 28 ms of CPU.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)
LONGEST_TENANT = 18
_NOBODY = _HASHER.hash("nobody signs in with this")


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Tell whether the password is right; an unknown account costs the same time as a known one."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _NOBODY, password) and stored is not None
        except VerificationError:
            return False


def new_token(tenant_id: int) -> str:
    """Return an opaque token: 256 random bits, led by the number of the organisation that it belongs to.

    The number says under which organisation's row-level security the rest is looked up; it proves nothing.
    """
    return f"{tenant_id}.{token_urlsafe(32)}"


def tenant_of_token(token: str) -> int | None:
    """Return the number of the organisation that a token claims to belong to, None for what is no token of ours."""
    number, dot, _ = token.partition(".")
    return int(number) if dot and number.isascii() and number.isdigit() and len(number) < LONGEST_TENANT else None


def token_hash(token: str) -> bytes:
    """Return what is stored of a token: its SHA-256."""
    return sha256(token.encode()).digest()
