"""Uploads that survive dead networks and killed servers, in the steps of the tus protocol 1.0.

An upload is many small transactions, never one that is open while a phone trickles bytes: what is
acknowledged is on the disk first and in `media_upload.received` second. Bytes on the disk behind `received`
count for nothing and are cut off by the next writer. A complete file is moved under its hash before the row
says `stored`, so a server that dies between the two finds the file there and finishes when the phone asks
again.
"""

import hashlib
import hmac
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import clock
from server.media import queries, service
from server.media.errors import (
    BusyError,
    ChecksumError,
    HashMismatchError,
    LockedError,
    OffsetError,
    TooLargeError,
    TypeRefusedError,
    UploadExpiredError,
    UploadNotFoundError,
)
from server.media.rules import SNIFF_BYTES, TAIL_BYTES, Checksum, check_size, refusal, sniff
from server.media.storage import Partial, Storage

CHECKPOINT = 4 * 1024 * 1024
READ = 16 * 1024  # the web server fills a read to the end: what a stalled one has so far is lost
SLOTS = threading.BoundedSemaphore(5)  # files that one process takes at once; the others come back
TOKEN_BYTES = 24


class PhoneGoneError(OSError):
    """The connection broke or stalled in the middle of the bytes."""


class Body(Protocol):
    """The bytes of a request, as they come in."""

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end; raises PhoneGoneError."""


@dataclass(frozen=True)
class Progress:
    """How far an upload is: `offset` of `length` bytes are safe; `expires_at` is None when it is complete."""

    tenant_id: int
    media_id: UUID
    sha256: str
    type: str
    offset: int
    length: int
    expires_at: datetime | None


@dataclass(frozen=True)
class Intake:
    """The bytes of one request: where they start, their checksum and their number, if the request says so."""

    offset: int
    body: Body
    checksum: Checksum | None
    size: int | None


@dataclass(frozen=True)
class Uploads:
    """The uploads of one server: where transactions, files and the key of the addresses come from."""

    work: Callable[[int], AbstractContextManager[Session]]
    storage: Storage
    secret: str

    def token(self, tenant_id: int, media_id: UUID) -> str:
        """Return the part of the upload's address that nobody can guess; the same for ever."""
        return f"{tenant_id}.{media_id.hex}.{self._seal(tenant_id, media_id)}"

    def _seal(self, tenant_id: int, media_id: UUID) -> str:
        message = f"media-upload/{tenant_id}/{media_id.hex}".encode()
        digest = hmac.new(self.secret.encode(), message, hashlib.sha256).digest()
        return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()

    def open(self, token: str) -> tuple[int, UUID]:
        """Return organisation and file of an upload's address; UploadNotFoundError for a forged one."""
        try:
            tenant, media, seal = token.split(".")
            tenant_id, media_id = int(tenant), UUID(media)
        except ValueError as error:
            raise UploadNotFoundError from error
        if not hmac.compare_digest(seal.encode(), self._seal(tenant_id, media_id).encode()):
            raise UploadNotFoundError
        return tenant_id, media_id

    def progress(self, token: str) -> Progress:
        """Tell how far the upload is, finishing first what a killed server had begun."""
        found = self._load(*self.open(token))
        return found if self._sound(found) else self._recover(found)

    def append(self, token: str, intake: Intake) -> Progress:
        """Take the bytes of one request and return how far the upload is then.

        Raises OffsetError, LockedError, BusyError, TooLargeError, ChecksumError (these bytes are dropped),
        HashMismatchError (all are dropped), TypeRefusedError, StorageFullError. When the phone vanishes
        (PhoneGoneError), what came in without a checksum is kept.
        """
        tenant_id, media_id = self.open(token)
        with _slot(), self.storage.writing(tenant_id, media_id) as partial:
            found = self._load(tenant_id, media_id)
            if partial is None and found.expires_at:
                self._recover(found)
                raise LockedError
            if intake.offset != found.offset:
                raise OffsetError(offset=found.offset)
            if (intake.size or 0) > found.length - found.offset:
                raise TooLargeError
            return self._take(found, partial, intake) if partial and found.expires_at else found

    def cancel(self, token: str) -> None:
        """Forget an upload under way and its bytes; raises AlreadyStoredError, LockedError."""
        tenant_id, media_id = self.open(token)
        with self.storage.writing(tenant_id, media_id):
            self._load(tenant_id, media_id)
            with self.work(tenant_id) as session:
                service.cancel(session, media_id)
            self.storage.discard(tenant_id, media_id)

    def _load(self, tenant_id: int, media_id: UUID) -> Progress:
        with self.work(tenant_id) as session:
            file = queries.file(session, tenant_id, media_id)
            upload = queries.upload(session, media_id)
        if upload is None and file and file.stored_at:
            return Progress(tenant_id, media_id, file.sha256, file.type, file.size, file.size, None)
        if upload is None or file is None:
            raise UploadNotFoundError
        if upload.expires_at < clock.now():
            raise UploadExpiredError
        return Progress(tenant_id, media_id, file.sha256, file.type, upload.received, upload.length, upload.expires_at)

    def _sound(self, found: Progress) -> bool:
        return found.expires_at is None or self.storage.holds(found.tenant_id, found.media_id)

    def _take(self, found: Progress, partial: Partial, intake: Intake) -> Progress:
        if partial.size() < found.offset:  # the disk came back from an older copy than the database
            raise OffsetError(offset=self._save(found, partial.size()).offset)
        partial.cut(found.offset)
        digest = hashlib.new(intake.checksum.algorithm if intake.checksum else "sha256", usedforsecurity=False)
        try:
            end = self._pump(found, partial, intake, digest.update)
        except PhoneGoneError:
            if intake.checksum is None:
                self._keep_rest(found, partial)
            raise
        if intake.checksum and digest.digest() != intake.checksum.digest:
            partial.cut(found.offset)
            raise ChecksumError
        partial.sync()
        return self._save(found, end) if end < found.length else self._complete(found, partial)

    def _pump(self, found: Progress, partial: Partial, intake: Intake, digest: Callable[[bytes], None]) -> int:
        """Move the body to the disk, acknowledged now and then; return the offset reached."""
        place = saved = found.offset
        while place < found.length and (block := intake.body.read(min(READ, found.length - place))):
            partial.write(block)
            digest(block)
            place += len(block)
            if intake.checksum is None and place - saved >= CHECKPOINT and place < found.length:
                partial.sync()
                saved = self._save(found, place).offset
        return place

    def _keep_rest(self, found: Progress, partial: Partial) -> None:
        """Acknowledge what a broken connection has brought, so that the phone need not send it again."""
        partial.sync()
        self._save(found, partial.size())

    def _complete(self, found: Progress, partial: Partial) -> Progress:
        """Check the whole file, move it under its hash, and say so in the database, in this order."""
        if partial.sha256() != found.sha256:
            partial.cut(0)
            partial.sync()
            self._save(found, 0)
            raise HashMismatchError(offset=0)
        try:
            media_type = type_of(partial.head(SNIFF_BYTES), partial.tail(TAIL_BYTES), found)
        except (TypeRefusedError, TooLargeError):
            self.storage.discard(found.tenant_id, found.media_id)
            with self.work(found.tenant_id) as session:
                service.refuse(session, found.media_id)
            raise
        partial.publish(found.sha256)
        return self._store(found, media_type)

    def _recover(self, found: Progress) -> Progress:
        """Go on where a server died: the file is under its hash already, or it is lost and starts again."""
        original = self.storage.fetch(found.tenant_id, found.sha256)
        if original and original.stat().st_size == found.length:
            with original.open("rb") as source:
                head = source.read(SNIFF_BYTES)
                source.seek(max(0, found.length - TAIL_BYTES))
                return self._store(found, type_of(head, source.read(), found))
        self.storage.begin(found.tenant_id, found.media_id)
        return self._save(found, 0)

    def _store(self, found: Progress, media_type: str) -> Progress:
        with self.work(found.tenant_id) as session:
            service.store(session, found.media_id, media_type, found.length)
        return replace(found, offset=found.length, expires_at=None)

    def _save(self, found: Progress, received: int) -> Progress:
        """Acknowledge `received` bytes, which are safe on the disk; the upload's time begins again."""
        with self.work(found.tenant_id) as session:
            expires_at = service.acknowledge(session, found.media_id, received)
        return replace(found, offset=received, expires_at=expires_at)


def type_of(head: bytes, tail: bytes, found: Progress) -> str:
    """Return the type of a complete file by its first and last bytes; raises TypeRefusedError, TooLargeError."""
    media_type = sniff(head, tail)
    if media_type is None:
        raise refusal(found.type)
    check_size(media_type, found.length)
    return media_type


@contextmanager
def _slot() -> Iterator[None]:
    """Take one of the process's places for incoming files, or raise BusyError at once."""
    if not SLOTS.acquire(blocking=False):
        raise BusyError
    try:
        yield
    finally:
        SLOTS.release()
