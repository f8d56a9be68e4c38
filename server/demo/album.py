"""The demo's photographs: drawn, stored and rendered by two processes ahead of the forms that name them."""

import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from server.demo.pictures import Snapshot, photograph
from server.media.renditions import SIDES, Facts, answer
from server.media.rules import to_signed
from server.media.storage import LocalStorage

CHUNK = 8


@dataclass(frozen=True)
class Picture:
    """A stored photograph: hash and size of its bytes, when it was taken, what its renditions' maker read in it."""

    media_id: UUID
    sha256: str
    size: int
    taken_at: datetime
    facts: Facts

    @property
    def signed_hash(self) -> int:
        """The difference hash as the database keeps it."""
        return to_signed(self.facts.dhash)


def shoot(
    pool: Executor, folder: Path, tenant_id: int, shots: Sequence[tuple[UUID, Snapshot]], waiting: Callable[[], None]
) -> "Album":
    """Begin to make the pictures, in the order given, into the media store under `folder`.

    `waiting` is called each half second while somebody waits for one.
    """
    jobs: dict[UUID, Future[list[Picture]]] = {}
    for place in range(0, len(shots), CHUNK):
        chunk = shots[place : place + CHUNK]
        jobs |= dict.fromkeys((shot[0] for shot in chunk), pool.submit(develop, folder, tenant_id, chunk))
    return Album(jobs, waiting)


class Album:
    """Pictures by their media id, some of them still in the making."""

    def __init__(self, jobs: dict[UUID, Future[list[Picture]]], waiting: Callable[[], None]) -> None:
        self._jobs, self._waiting = jobs, waiting

    def __getitem__(self, media_id: UUID) -> Picture:
        """Return the picture, waiting for it where it must."""
        job = self._jobs[media_id]
        while not job.done():
            wait([job], timeout=0.5)
            self._waiting()
        return next(picture for picture in job.result() if picture.media_id == media_id)


def develop(folder: Path, tenant_id: int, shots: Sequence[tuple[UUID, Snapshot]]) -> list[Picture]:
    """Draw the pictures and put originals and renditions where the product keeps them."""
    storage = LocalStorage(folder)
    return list(_develop(storage, tenant_id, shots))


def _develop(storage: LocalStorage, tenant_id: int, shots: Sequence[tuple[UUID, Snapshot]]) -> Iterator[Picture]:
    for media_id, shot in shots:
        data = photograph(shot)
        digest = sha256(data).hexdigest()
        storage.begin(tenant_id, media_id)
        with storage.writing(tenant_id, media_id) as partial:
            if partial is None:
                raise FileNotFoundError(media_id)
            partial.write(data)
            partial.publish(digest)
        with storage.workshop(tenant_id) as place:
            facts = Facts(**answer(io.BytesIO(data), place))
            for name in SIDES:
                storage.keep(tenant_id, digest, name, place / name)
        yield Picture(media_id, digest, len(data), shot.taken_at, facts)
