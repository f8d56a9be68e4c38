"""What can be decided about a file without a database, a disk or a picture library."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from server.core.errors import InvalidInputError
from server.media.errors import MetadataError, NotAPdfError, TooLargeError, TypeRefusedError

IMAGE_BYTES = 25 * 1024 * 1024
VIDEO_BYTES = 500 * 1024 * 1024
SNIFF_BYTES = 64
TAIL_BYTES = 1024  # where readers look for the end of a PDF (ISO 32000-1, 7.5.5 and annex H)

PDF = "application/pdf"

RENDERED_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    PDF: "pdf",
}
CHECKSUM_LENGTHS = {"sha1": 20, "sha256": 32}
HASH_COLUMNS, HASH_ROWS = 9, 8

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_MP4_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4"}
    | {b"3gp5", b"3gp6", b"MSNV", b"dash", b"mmp4"}
)
_PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9][\s%]")
_PDF_END = b"%%EOF"
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_METADATA_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]+")  # tus 1.0, creation: ASCII without space and comma


@dataclass(frozen=True)
class UploadRequest:
    """What a client announces before it sends a file; `length` in bytes, `sha256` in lower-case hex."""

    media_id: UUID
    sha256: str
    length: int
    type: str
    submission_id: UUID | None
    captured_at: datetime | None


@dataclass(frozen=True)
class Checksum:
    """What an `Upload-Checksum` header promises of one request's bytes."""

    algorithm: str
    digest: bytes


def sniff(head: bytes, tail: bytes = b"") -> str | None:
    """Name the type of a file by its first bytes (at least 16) and, of a PDF, its last TAIL_BYTES; None if not taken.

    Neither the name nor the declared type is asked: a page of HTML called `.jpg` is no picture.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:SNIFF_BYTES]:
        return "video/webm"
    if _PDF_HEAD.match(head):
        return PDF if _PDF_END in tail else None
    return _sniff_iso_container(head) if head[4:8] == b"ftyp" else None


def _sniff_iso_container(head: bytes) -> str | None:
    """Read the major brand of an ISO base media file (ISO/IEC 14496-12, section 4.3)."""
    brand = head[8:12]
    if brand in _HEIC_BRANDS:
        return "image/heic"
    if brand == b"qt  ":
        return "video/quicktime"
    return "video/mp4" if brand in _MP4_BRANDS else None


def refusal(declared: str) -> TypeRefusedError:
    """Return what to raise about a file of no type that is taken and that was `declared` to be of one."""
    return NotAPdfError() if declared == PDF else TypeRefusedError()


def limit_of(media_type: str) -> int:
    """Return the most bytes that a file of this type may have."""
    return VIDEO_BYTES if media_type.startswith("video/") else IMAGE_BYTES


def check_size(media_type: str, length: int) -> None:
    """Raise TooLargeError when `length` bytes are more than this type may have."""
    limit = limit_of(media_type)
    if length > limit:
        raise TooLargeError(limit_mb=limit // (1024 * 1024), length=length)


def kept_as(name: str | None, media_type: str, fallback: str) -> str:
    """Return under which name a browser shall keep a file: the one asked for, with the ending of what it really is."""
    ending = f".{EXTENSIONS[media_type]}"
    plain = _NOT_IN_NAMES.sub(" ", name or "").strip(" .") or fallback
    return plain if plain.lower().endswith(ending) else plain + ending


def parse_metadata(header: str) -> dict[str, str]:
    """Read an `Upload-Metadata` header: comma-separated `key base64(UTF-8)` pairs, a value may be missing.

    Raises MetadataError on anything else, on a key given twice, and on NUL, which PostgreSQL cannot keep.
    """
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, encoded = pair.partition(" ")
        if key in found or not _METADATA_KEY.fullmatch(key):
            raise MetadataError(field=key[:40])
        found[key] = _decode(key, encoded)
    return found


def _decode(key: str, encoded: str) -> str:
    try:
        value = base64.b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise MetadataError(field=key) from error
    if "\x00" in value:
        raise MetadataError(field=key)
    return value


def write_metadata(values: Mapping[str, str]) -> str:
    """Write an `Upload-Metadata` header; the inverse of `parse_metadata`."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def read_request(metadata: Mapping[str, str], length: str | None) -> UploadRequest:
    """Make an upload request of metadata and the `Upload-Length` header.

    Raises MetadataError that names the field which is missing or wrong, TooLargeError above the type's limit.
    """
    sha256 = metadata.get("sha256", "").lower()
    if not _SHA256.fullmatch(sha256):
        raise MetadataError(field="sha256")
    media_type = metadata.get("filetype", "").partition(";")[0].strip().lower()
    size = read_count(length, field="Upload-Length")
    if not size:
        raise MetadataError(field="Upload-Length")
    check_size(media_type, size)
    return UploadRequest(
        media_id=_read_uuid(metadata, "media_id"),
        sha256=sha256,
        length=size,
        type=media_type[:100],
        submission_id=_read_uuid(metadata, "submission_id") if metadata.get("submission_id") else None,
        captured_at=_read_time(metadata.get("captured_at")),
    )


def read_count(header: str | None, *, field: str) -> int:
    """Read a header that is a number of bytes; raises MetadataError with the header's name."""
    if header is None or not re.fullmatch(r"[0-9]{1,15}", header):
        raise MetadataError(field=field)
    return int(header)


def _read_uuid(metadata: Mapping[str, str], field: str) -> UUID:
    value = metadata.get(field, "")
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        raise MetadataError(field=field)
    return UUID(value)


def _read_time(value: str | None) -> datetime | None:
    """Read the phone's time of the picture; a wrong one is forgotten, not refused."""
    try:
        moment = datetime.fromisoformat(value or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def check_named(sha256: str, size: int, pointer: str) -> None:
    """Raise InvalidInputError unless a form names a file by a hash and by a size that a file can have."""
    if not _SHA256.fullmatch(sha256.lower()):
        raise InvalidInputError(pointer=f"{pointer}/sha256", reason="not_a_hash")
    if not 0 < size <= VIDEO_BYTES:
        raise InvalidInputError(pointer=f"{pointer}/size", reason="out_of_range")


def parse_checksum(header: str) -> Checksum:
    """Read an `Upload-Checksum` header: `sha1` or `sha256` and the base64 digest; raises MetadataError."""
    algorithm, _, encoded = header.strip().partition(" ")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MetadataError(field="Upload-Checksum") from error
    if len(digest) != CHECKSUM_LENGTHS.get(algorithm.lower()):
        raise MetadataError(field="Upload-Checksum")
    return Checksum(algorithm.lower(), digest)


def difference_hash(pixels: Sequence[int]) -> int:
    """Return the 64-bit difference hash of a picture shrunk to 9 by 8 grey pixels (72 values, by rows).

    Bit 63 is the top left: 1 where a pixel is darker than its right neighbour. Pictures that look alike
    differ in few bits, whatever their size and compression.
    """
    value = 0
    for row in range(HASH_ROWS):
        for column in range(HASH_COLUMNS - 1):
            place = row * HASH_COLUMNS + column
            value = value << 1 | (pixels[place] < pixels[place + 1])
    return value


def distance(one: int, other: int) -> int:
    """Return in how many of 64 bits two difference hashes differ."""
    return (one ^ other).bit_count()


def to_signed(value: int) -> int:
    """Turn 64 bits without a sign into PostgreSQL's bigint."""
    return value - (1 << 64) if value >> 63 else value


def to_hex(value: int) -> str:
    """Write a hash from a bigint as 16 hex digits: JavaScript numbers hold only 53 bits."""
    return f"{value & (1 << 64) - 1:016x}"
