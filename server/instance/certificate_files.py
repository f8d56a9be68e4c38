"""Where a certificate lies."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CertificateFiles:
    """The server's certificate and key, and the authority that a phone has to trust; PEM files."""

    authority: Path
    certificate: Path
    key: Path
