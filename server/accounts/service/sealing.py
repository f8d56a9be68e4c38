"""Sealing what has to be read again and must not lie open in the database."""

from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class SealBrokenError(Exception):
    """What was to be opened was sealed with another secret, for something else, or was altered."""


class Sealer:
    """Seals with a key of the instance's secret (AES-256-GCM)."""

    def __init__(self, secret: str) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=b"tuyen/seal/1").derive(secret.encode())
        self._cipher = AESGCM(key)

    def seal(self, plain: str, about: object) -> bytes:
        """Return `plain` sealed; it opens for the same `about` only (whose it is), so that rows cannot be swapped."""
        nonce = urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain.encode(), str(about).encode())

    def open(self, sealed: bytes, about: object) -> str:
        """Return what was sealed for `about`; raise SealBrokenError when it cannot be."""
        try:
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], str(about).encode())
        except InvalidTag as error:
            raise SealBrokenError from error
        return plain.decode()
