"""Where an instance keeps its files.

data/            the folder that the person names (`.tuyen/data` by default)
  lock           held while the instance runs
  secret         signs cursors and sessions; made once
  media/         photos and their renditions
  log/           one file for each process
  certificates/  the local certificate authority (`--https`)
services/        usually the same folder; for the account of the database and the queue alone
  postgres/  redis/  run/ (the sockets)
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server.instance.account import Account
from server.instance.environment import given
from server.instance.errors import InstanceError

LONGEST_SOCKET_PATH = 107
"""Bytes of a unix socket's path on Linux (`sun_path` is 108 with its end mark)."""
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
SYSTEM_FOLDER = Path("/var/lib/tuyen")


@dataclass(frozen=True)
class Layout:
    """The folders of one instance; `moved` says that the services could not live under `data`."""

    data: Path
    services: Path
    sockets: Path
    moved: bool

    @property
    def postgres(self) -> Path:
        """The database cluster."""
        return self.services / "postgres"

    @property
    def redis(self) -> Path:
        """The queue's append-only files."""
        return self.services / "redis"

    @property
    def media(self) -> Path:
        """Photos and their renditions."""
        return self.data / "media"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.data / "log"


def lay_out(data: Path, account: Account) -> Layout:
    """Make the folders of the instance in `data` and return where they are."""
    data = data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    (data / "log").mkdir(exist_ok=True)
    (data / "media").mkdir(mode=0o700, exist_ok=True)
    reachable = account.can_enter(data)
    services = data if reachable else SYSTEM_FOLDER / short_hash(data)
    services.mkdir(parents=True, exist_ok=True)
    for name in ("postgres", "redis"):
        account.own_folder(services / name)
    return Layout(data, services, socket_folder(services / "run", account), moved=not reachable)


def short_hash(path: Path) -> str:
    """Return a name of 10 characters for `path`, the same every time."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def socket_folder(wanted: Path, account: Account) -> Path:
    """Return `wanted`, or a folder with a short name where sockets in `wanted` would have too long a path."""
    if len(os.fsencode(wanted / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return account.own_folder(wanted)
    parent = Path("/run") if account.switch else Path(given("XDG_RUNTIME_DIR") or "/tmp")  # noqa: S108 - checked below
    folder = parent / f"tuyen-{short_hash(wanted)}"
    folder.mkdir(mode=0o700, exist_ok=True)
    # In a folder that everybody may write to, somebody else may have put this name there first.
    if folder.is_symlink() or folder.stat().st_uid not in {account.uid, os.geteuid()}:
        raise InstanceError(
            f"Thư mục {folder} thuộc về người khác; hãy chọn --data với đường dẫn ngắn hơn.",
            f"The folder {folder} belongs to somebody else; choose a --data folder with a shorter path.",
        )
    return account.own_folder(folder)


@contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Hold `file`'s lock if nobody else does; yield whether we hold it. The system frees it when we die."""
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def waiting_lock(file: Path) -> Iterator[None]:
    """Hold `file`'s lock, waiting while somebody else holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
