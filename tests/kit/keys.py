"""The key pair of a phone: P-256, as WebCrypto makes it."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.accounts.phone_rules import proof_text


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class PhoneKey:
    """Signs what phones sign."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def jwk(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "EC",
            "crv": "P-256",
            "x": _text(numbers.x.to_bytes(32)),
            "y": _text(numbers.y.to_bytes(32)),
        }

    def proof(self, path: str, subject: str, time: str | None = None) -> dict[str, Any]:
        """Sign a POST to `path` that carries the secret `subject`."""
        time = time or datetime.now(UTC).isoformat()
        der = self.private.sign(proof_text("POST", f"/api/v1{path}", subject, time), ec.ECDSA(SHA256()))
        r, s = decode_dss_signature(der)
        return {"time": time, "signature": _text(r.to_bytes(32) + s.to_bytes(32))}


def enrolment(key: PhoneKey, device: dict[str, str], **credential: str) -> dict[str, Any]:
    """Return the body that enrols a phone by `code=…`, or by `login=…, password=…`."""
    subject = credential.get("code") or credential["login"]
    return {**credential, "device": device, "public_key": key.jwk, "proof": key.proof("/devices", subject)}
