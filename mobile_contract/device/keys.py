"""The key pair with which a device proves itself (P-256, ES256), as SYNC.md ID-6 and ID-7 have it."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

SIDE = 32
BASE = "/api/v1"


class DeviceKey:
    """A private key and what is said of it. `pem` brings back one that was written down; None makes a new one."""

    def __init__(self, pem: str | None = None) -> None:
        made = (
            serialization.load_pem_private_key(pem.encode(), None) if pem else ec.generate_private_key(ec.SECP256R1())
        )
        if not isinstance(made, ec.EllipticCurvePrivateKey):
            raise TypeError("not a key on P-256")
        self._private = made

    @property
    def pem(self) -> str:
        """The key as text, for the journal of a simulated device; a real one never lets it out."""
        return self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def jwk(self) -> dict[str, str]:
        """The public half as a JWK."""
        numbers = self._private.public_key().public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": _text(numbers.x.to_bytes(SIDE)), "y": _text(numbers.y.to_bytes(SIDE))}

    def proof(self, path: str, subject: str, time: str) -> dict[str, Any]:
        """Sign a POST to `path` (below the base) that carries the secret `subject`, at the device's `time`."""
        lines = ("tuyen-proof/1", "POST", BASE + path, sha256(subject.encode()).hexdigest(), time)
        r, s = decode_dss_signature(self._private.sign("\n".join(lines).encode(), ec.ECDSA(SHA256())))
        return {"time": time, "signature": _text(r.to_bytes(SIDE) + s.to_bytes(SIDE))}


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
