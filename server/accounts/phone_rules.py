"""How phones prove themselves and what they may do in each state. Pure: no clock, no database.

Tokens are derived from the instance's secret, so that a phone whose answer was lost can be told the same ones again
without their being stored (see decision 0009).
"""

import hmac
import json
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

ACCESS = timedelta(minutes=15)
REFRESH = timedelta(days=90)
FAMILY = timedelta(days=365)
DRAIN = timedelta(days=7)
IN_PERSON = timedelta(minutes=15)
REMOTE = timedelta(hours=24)
PHONES_EACH = 3
TRIES = 5
CODE_BYTES = 16
HANDS_IN = frozenset({"sync.use", "media.write"})
"""The rights of a phone in `drain`: what it kept it may still hand in."""

TRANSITIONS: Mapping[str, frozenset[str]] = {
    "pending": frozenset({"active", "revoked"}),
    "active": frozenset({"drain", "revoked", "wiped"}),
    "drain": frozenset({"active", "revoked", "wiped"}),
    "revoked": frozenset({"drain", "wiped"}),
    "wiped": frozenset(),
}
"""Which states a person may put a phone into, by the state that it is in."""

_SIDE = 32
_DIGITS = 1_000_000
_TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_MISREAD = str.maketrans("OIL", "011", " -")


@dataclass(frozen=True)
class Proof:
    """A phone's signature; `time` is what its clock said, a claim and nothing more."""

    time: str
    signature: str


@dataclass(frozen=True)
class RefreshToken:
    """What a refresh token says of itself: whose it is and which it is in the row of its family."""

    tenant_id: int
    device_id: UUID
    generation: int


@dataclass(frozen=True)
class Mint:
    """Makes the tokens of phones from the instance's secret."""

    secret: str

    def refresh_token(self, token: RefreshToken, key: Mapping[str, Any]) -> str:
        """Return the refresh token of that place in the family of a phone with that public key; always the same."""
        body = f"{token.tenant_id}.{token.device_id.hex}.{token.generation}"
        return f"{body}.{self._seal('refresh', body, key)}"

    def access_token(self, token: RefreshToken, key: Mapping[str, Any], *, drain: bool = False) -> str:
        """Return the access token that goes with a refresh token; another one when the family is over."""
        body = f"{token.tenant_id}.{token.device_id.hex}.{token.generation}"
        return f"{token.tenant_id}.{self._seal('drain' if drain else 'access', body, key)}"

    def made(self, offered: str, token: RefreshToken, key: Mapping[str, Any]) -> bool:
        """Tell whether we made this very refresh token, whatever became of it."""
        return hmac.compare_digest(offered.encode(), self.refresh_token(token, key).encode())

    def _seal(self, use: str, body: str, key: Mapping[str, Any]) -> str:
        message = f"tuyen-{use}/1|{body}|{thumbprint(key)}".encode()
        return _text(hmac.new(self.secret.encode(), message, sha256).digest())


def read_refresh_token(token: str) -> RefreshToken | None:
    """Return what a refresh token says of itself, None for what has not its form; nothing is proved by it."""
    try:
        tenant, device, generation, _ = token.split(".")
        return RefreshToken(int(tenant), UUID(device), int(generation))
    except ValueError:
        return None


def new_code(tenant_id: int) -> str:
    """Return a code for one enrolment: 128 random bits in letters that are not mistaken for others."""
    letters = b32encode(token_bytes(CODE_BYTES)).decode().rstrip("=").translate(_TO_CROCKFORD)
    return f"{tenant_id}.{letters}"


def tidy_code(typed: str) -> str:
    """Return a code as it was made, whatever spaces, dashes, small letters and mistaken ones it was typed with."""
    return typed.strip().upper().translate(_MISREAD)


def thumbprint(key: Mapping[str, Any]) -> str:
    """Return the fingerprint of a public key (RFC 7638)."""
    members = {name: key[name] for name in ("crv", "kty", "x", "y")}
    return _text(sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest())


def match_code(code: str, key: Mapping[str, Any]) -> str:
    """Return the six digits that phone and console both show: another key or another code gives others."""
    digest = sha256(f"tuyen-match/1|{code}|{thumbprint(key)}".encode()).digest()
    return f"{int.from_bytes(digest[:8]) % _DIGITS:06}"


def public_key(jwk: Mapping[str, Any]) -> dict[str, str]:
    """Return the four members of a P-256 public key; raise ValueError for anything else."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise ValueError("not a public key on P-256")
    key = {"kty": "EC", "crv": "P-256", "x": str(jwk.get("x")), "y": str(jwk.get("y"))}
    _load(key)
    return key


def proof_text(method: str, path: str, subject: str, time: str) -> bytes:
    """Return what a phone signs: `subject` is the secret that the request carries, of which only the hash is named."""
    return "\n".join(["tuyen-proof/1", method, path, sha256(subject.encode()).hexdigest(), time]).encode()


def proves(proof: Proof, key: Mapping[str, Any], method: str, path: str, subject: str) -> bool:
    """Tell whether the phone with that public key signed this (ES256, the signature as r and s of 32 bytes each)."""
    try:
        raw = _bytes(proof.signature)
        if len(raw) != 2 * _SIDE:
            return False
        signature = encode_dss_signature(int.from_bytes(raw[:_SIDE]), int.from_bytes(raw[_SIDE:]))
        _load(key).verify(signature, proof_text(method, path, subject, proof.time), ec.ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


def standing(state: str, drain_until: datetime | None, left_at: datetime | None, now: datetime) -> str:
    """Return the state that holds now: a time to hand in runs out, and who has left hands in and reads nothing.

    `left_at` is None for who is still with us.
    """
    if left_at is not None and state == "pending":
        return "revoked"
    if left_at is not None and state == "active":
        state, drain_until = "drain", left_at + DRAIN
    over = state == "drain" and drain_until is not None and drain_until <= now
    return "revoked" if over else state


def _load(key: Mapping[str, Any]) -> ec.EllipticCurvePublicKey:
    x, y = _bytes(key["x"]), _bytes(key["y"])
    if len(x) != _SIDE or len(y) != _SIDE:
        raise ValueError("a coordinate has not 32 bytes")
    return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1()).public_key()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
