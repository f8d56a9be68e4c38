"""Where the bytes are: partial uploads that survive a power cut, and files under the hash of their content.

A local folder for now; whatever else keeps files implements `Storage`. Layout below the root:

    partial/<tenant>/<media id>                      what has arrived of an upload
    objects/<tenant>/<2 hex digits>/<sha256>         the original, exactly as it was sent
    objects/<tenant>/<2 hex digits>/<sha256>.<name>  a rendition: thumb or large
"""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from uuid import UUID

from server.media.errors import LockedError, StorageFullError

BLOCK = 1 << 20
SPARE_BYTES = 256 * 1024 * 1024  # left free for the database's sake when both share a disk
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Partial(Protocol):
    """A partial upload, locked for one writer."""

    def size(self) -> int:
        """Return how many bytes are there, acknowledged or not."""

    def cut(self, length: int) -> None:
        """Drop what lies behind `length` bytes; the next write goes there."""

    def write(self, data: bytes) -> None:
        """Append; raises StorageFullError."""

    def sync(self) -> None:
        """Return when everything written survives a power cut; raises StorageFullError."""

    def head(self, length: int) -> bytes:
        """Return the first bytes."""

    def tail(self, length: int) -> bytes:
        """Return the last bytes."""

    def sha256(self) -> str:
        """Return the hash of everything written, in hex."""

    def publish(self, sha256: str) -> None:
        """Make it the original with this hash, durably; the partial upload is gone afterwards."""


class Storage(Protocol):
    """A place for uploads, originals and renditions."""

    def begin(self, tenant_id: int, media_id: UUID) -> None:
        """Make an empty partial upload unless there is one; raises StorageFullError for lack of room."""

    @contextmanager
    def writing(self, tenant_id: int, media_id: UUID) -> Iterator[Partial | None]:
        """Lock a partial upload for one writer, or raise LockedError; None when there is no such upload."""

    def discard(self, tenant_id: int, media_id: UUID) -> None:
        """Forget a partial upload, if there is one."""

    def holds(self, tenant_id: int, media_id: UUID) -> bool:
        """Tell whether there is a partial upload."""

    def fetch(self, tenant_id: int, sha256: str, rendition: str | None = None) -> Path | None:
        """Return a readable local file of an original or a rendition, None when it is not there."""

    @contextmanager
    def workshop(self, tenant_id: int) -> Iterator[Path]:
        """Lend an empty folder from which `keep` takes files; it is gone afterwards."""

    def keep(self, tenant_id: int, sha256: str, rendition: str, made: Path) -> None:
        """Take a rendition out of the workshop, durably; replaces an older one."""


class LocalPartial:
    """A partial upload in a local folder; the file is open and flocked."""

    def __init__(self, descriptor: int, path: Path, objects: Path) -> None:
        self._descriptor = descriptor
        self._path = path
        self._objects = objects

    def size(self) -> int:
        """Return how many bytes are there, acknowledged or not."""
        return os.fstat(self._descriptor).st_size

    def cut(self, length: int) -> None:
        """Drop what lies behind `length` bytes; the next write goes there."""
        os.ftruncate(self._descriptor, length)
        os.lseek(self._descriptor, length, os.SEEK_SET)

    def write(self, data: bytes) -> None:
        """Append; raises StorageFullError."""
        view = memoryview(data)
        with _room():
            while view:
                view = view[os.write(self._descriptor, view) :]

    def sync(self) -> None:
        """Return when everything written survives a power cut; raises StorageFullError."""
        with _room():
            os.fsync(self._descriptor)

    def head(self, length: int) -> bytes:
        """Return the first bytes."""
        return os.pread(self._descriptor, length, 0)

    def tail(self, length: int) -> bytes:
        """Return the last bytes."""
        return os.pread(self._descriptor, length, max(0, self.size() - length))

    def sha256(self) -> str:
        """Return the hash of everything written, in hex."""
        digest, place = hashlib.sha256(), 0
        while block := os.pread(self._descriptor, BLOCK, place):
            digest.update(block)
            place += len(block)
        return digest.hexdigest()

    def publish(self, sha256: str) -> None:
        """Make it the original with this hash, durably; the partial upload is gone afterwards."""
        os.fsync(self._descriptor)
        _move(self._path, self._objects / sha256[:2] / sha256)


class LocalStorage:
    """Files below one folder of the server's disk."""

    def __init__(self, root: Path, *, spare_bytes: int = SPARE_BYTES) -> None:
        self._root = root
        self._spare_bytes = spare_bytes

    def begin(self, tenant_id: int, media_id: UUID) -> None:
        """Make an empty partial upload unless there is one; raises StorageFullError for lack of room."""
        path = self._partial(tenant_id, media_id)
        _make_folder(path.parent)
        if shutil.disk_usage(path.parent).free < self._spare_bytes:
            raise StorageFullError
        with _room():
            path.touch(mode=0o640)

    @contextmanager
    def writing(self, tenant_id: int, media_id: UUID) -> Iterator[LocalPartial | None]:
        """Lock a partial upload for one writer, or raise LockedError; None when there is no such upload.

        The kernel drops the lock with the process, so a killed server leaves none behind.
        """
        path = self._partial(tenant_id, media_id)
        descriptor = _open_locked(path)
        if descriptor is None:
            yield None
            return
        try:
            yield LocalPartial(descriptor, path, self._objects(tenant_id))
        finally:
            os.close(descriptor)

    def discard(self, tenant_id: int, media_id: UUID) -> None:
        """Forget a partial upload, if there is one."""
        self._partial(tenant_id, media_id).unlink(missing_ok=True)

    def holds(self, tenant_id: int, media_id: UUID) -> bool:
        """Tell whether there is a partial upload."""
        return self._partial(tenant_id, media_id).is_file()

    def fetch(self, tenant_id: int, sha256: str, rendition: str | None = None) -> Path | None:
        """Return a readable local file of an original or a rendition, None when it is not there."""
        path = self._object(tenant_id, sha256, rendition)
        return path if path.is_file() else None

    @contextmanager
    def workshop(self, tenant_id: int) -> Iterator[Path]:
        """Lend an empty folder from which `keep` takes files; it is gone afterwards."""
        place = self._root / "workshop" / str(tenant_id)
        _make_folder(place)
        with TemporaryDirectory(dir=place) as folder:
            yield Path(folder)

    def keep(self, tenant_id: int, sha256: str, rendition: str, made: Path) -> None:
        """Take a rendition out of the workshop, durably; replaces an older one."""
        _sync_path(made)
        _move(made, self._object(tenant_id, sha256, rendition))

    def _partial(self, tenant_id: int, media_id: UUID) -> Path:
        return self._root / "partial" / str(tenant_id) / str(media_id)

    def _objects(self, tenant_id: int) -> Path:
        return self._root / "objects" / str(tenant_id)

    def _object(self, tenant_id: int, sha256: str, rendition: str | None) -> Path:
        name = f"{sha256}.{rendition}" if rendition else sha256
        return self._objects(tenant_id) / sha256[:2] / name


def _open_locked(path: Path) -> int | None:
    """Open and lock the file; None when it is gone, or was moved away while it was being opened."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_still(path, descriptor):
            return descriptor
    except BlockingIOError:
        os.close(descriptor)
        raise LockedError from None
    os.close(descriptor)
    return None


def _is_still(path: Path, descriptor: int) -> bool:
    """Tell whether the path still names the open file; after a publish it is an original."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _move(source: Path, target: Path) -> None:
    """Rename and make the new name survive a power cut."""
    _make_folder(target.parent)
    source.replace(target)
    _sync_path(target.parent)


def _make_folder(path: Path) -> None:
    """Make the folder and its parents so that they survive a power cut."""
    if path.is_dir():
        return
    _make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=0o750)
    _sync_path(path.parent)


def _sync_path(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _room() -> Iterator[None]:
    """Turn a full disk into the domain's error."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFullError from error
        raise
