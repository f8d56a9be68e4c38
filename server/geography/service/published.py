"""The list of units as phones and the console fetch it."""

import gzip
import json
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from server.geography import queries
from server.geography.service.source import source_name


@dataclass(frozen=True)
class Published:
    """The document's bytes (UTF-8 JSON), the same compressed, and a strong entity tag without quotes."""

    body: bytes
    gzipped: bytes
    etag: str


_built: dict[str, Published] = {}


def published_units(session: Session) -> Published:
    """Return the units in force as `{version, provinces, wards}`; built once per process and data set.

    Units change with an upgrade of the product, and an upgrade starts new processes.
    """
    source = source_name()
    if source not in _built:
        document = _document(session, source)
        if not document["wards"]:
            return encode(document)
        _built[source] = encode(document)
    return _built[source]


def _document(session: Session, source: str) -> dict[str, object]:
    provinces, wards = queries.places(session, "province"), queries.places(session, "ward")
    return {
        "version": source,
        "provinces": [[place.code, place.name, place.lat, place.lon] for place in provinces],
        "wards": [[place.code, place.parent_code, place.name, place.lat, place.lon] for place in wards],
    }


def encode(document: dict[str, object]) -> Published:
    """Return a document's bytes, plain and compressed, with its tag."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Published(body, gzip.compress(body, mtime=0), sha256(body).hexdigest()[:32])
