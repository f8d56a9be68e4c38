"""What happens to a file: announced, named by forms, stored, bound, processed.

Whichever of form and file comes first: the row of the file is locked by both, so whoever comes second sees
the other's work and binds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.core import clock, outbox
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.submissions import MediaItem
from server.media import queries, renditions
from server.media.errors import (
    AlreadyStoredError,
    IdReusedError,
    LockedError,
    RenditionMissingError,
    UploadNotFoundError,
)
from server.media.models import MediaLink, MediaObject, MediaUpload
from server.media.queries import MediaFile
from server.media.renditions import Facts, PictureError
from server.media.rules import PDF, RENDERED_TYPES, UploadRequest, refusal, to_signed
from server.media.storage import Storage

UPLOAD_LIFE = timedelta(days=30)  # a phone may be without a network for weeks
REFUSED = "type_refused"
ORIGINAL = "original"

on_change: list[Callable[[Session, int, UUID], None]] = []
"""Called with (session, tenant, submission) for each submission that names a file whose state has changed."""

visibility: Callable[[Session, Actor, UUID], bool] = queries.made_in_subtree
"""Tells whether the actor may see a file; the composition root puts the submissions' own rule here."""


def announce(session: Session, actor: Actor, request: UploadRequest) -> MediaUpload | None:
    """Take note of a file that is about to be sent; the same announcement again changes nothing.

    Returns the upload under way, None when the file is already stored. Raises IdReusedError when the id
    belongs to other content or to somebody else, TypeRefusedError when this very file was refused before.
    """
    _insert_objects(session, actor, [_object_row(request.media_id, request.sha256, request.type, request.length)])
    file = _lock_all(session, [request.media_id])[0]
    if file.employee_id != actor.employee_id or file.sha256 != request.sha256:
        raise IdReusedError
    if file.failure == REFUSED:
        raise refusal(file.type)
    file.captured_at = file.captured_at or request.captured_at
    file.device_id = file.device_id or actor.device_id
    return None if file.stored_at else _open_upload(session, request)


def _open_upload(session: Session, request: UploadRequest) -> MediaUpload:
    found = queries.upload(session, request.media_id)
    if found is None:
        found = MediaUpload(
            tenant_id=tenant_of(session),
            media_id=request.media_id,
            length=request.length,
            received=0,
            submission_id=request.submission_id,
            created_at=clock.now(),
            expires_at=clock.now(),
        )
        session.add(found)
        day = f"{clock.now():%Y-%m-%d}"
        outbox.send(session, "media.sweep", {}, key=day, delay_s=int(UPLOAD_LIFE.total_seconds()) + 86_400)
    if found.length != request.length:
        raise IdReusedError
    found.expires_at = clock.now() + UPLOAD_LIFE
    return found


def expect(session: Session, actor: Actor, named: Mapping[UUID, Sequence[MediaItem]]) -> set[UUID]:
    """Take note of the files that accepted submissions name (submission → files) and bind those that are here.

    Returns the submissions that await any of theirs. The same call again changes nothing. A file that somebody else
    sent, or whose hash is another, is never bound: naming an id gives no sight of it. Hashes and sizes are such as
    `rules.check_named` takes.
    """
    items = {item.media_id: item for chosen in named.values() for item in chosen}
    if not items:
        return set()
    _insert_objects(session, actor, [_object_row(i.media_id, i.sha256, i.type, i.size) for i in items.values()])
    files = _lock_all(session, items)
    links = [_link(actor, submission_id, item) for submission_id, chosen in named.items() for item in chosen]
    session.execute(insert(MediaLink).values(links).on_conflict_do_nothing())
    for file in files:
        _bind(session, file)
    awaited = {file.id for file in files if file.state == "awaiting"}
    return {submission_id for submission_id, chosen in named.items() if awaited & {item.media_id for item in chosen}}


def _link(actor: Actor, submission_id: UUID, item: MediaItem) -> dict[str, object]:
    return {
        "tenant_id": actor.tenant_id,
        "submission_id": submission_id,
        "media_id": item.media_id,
        "field": item.field,
        "sha256": item.sha256.lower(),
        "employee_id": actor.employee_id,
    }


def _object_row(media_id: UUID, sha256: str, media_type: str, size: int) -> dict[str, object]:
    return {"id": media_id, "sha256": sha256.lower(), "type": media_type[:100], "size": size}


def _insert_objects(session: Session, actor: Actor, rows: list[dict[str, object]]) -> None:
    common = {
        "tenant_id": actor.tenant_id,
        "state": "awaiting",
        "employee_id": actor.employee_id,
        "device_id": actor.device_id,
        "created_at": clock.now(),
    }
    ordered = sorted(rows, key=lambda row: str(row["id"]))  # the same order everywhere: no deadlock
    statement = insert(MediaObject).values([{**row, **common} for row in ordered])
    session.execute(statement.on_conflict_do_nothing())


def _lock_all(session: Session, media_ids: Iterable[UUID]) -> list[MediaObject]:
    """Lock the rows in one order; all exist, or something is badly wrong and nothing is acknowledged."""
    wanted = set(media_ids)
    statement = (
        select(MediaObject)
        .where(MediaObject.tenant_id == tenant_of(session), MediaObject.id.in_(wanted))
        .order_by(MediaObject.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(session.scalars(statement))
    if len(found) != len(wanted):
        raise RuntimeError("a media row vanished between its insert and its lock")
    return found


def _bind(session: Session, file: MediaObject) -> None:
    """Bind a stored file to every submission of its sender that names it by this hash; each once."""
    if not file.stored_at:
        return
    statement = update(MediaLink).where(
        MediaLink.tenant_id == file.tenant_id,
        MediaLink.media_id == file.id,
        MediaLink.sha256 == file.sha256,
        MediaLink.employee_id == file.employee_id,
        MediaLink.bound_at.is_(None),
    )
    session.execute(statement.values(bound_at=clock.now()))


def store(session: Session, media_id: UUID, media_type: str, size: int) -> None:
    """Note that the announced bytes are safe: bind the file, have it processed; a second time is nothing."""
    file = _known(session, media_id)
    if file.stored_at:
        return
    file.state, file.type, file.size, file.stored_at = "stored", media_type, size, clock.now()
    _drop_upload(session, media_id)
    _bind(session, file)
    outbox.send(session, "media.process", {"media_id": str(media_id)}, key=str(media_id))
    _tell(session, media_id)


def acknowledge(session: Session, media_id: UUID, received: int) -> datetime:
    """Note how many bytes are safe on the disk; return until when the rest may follow."""
    upload = queries.upload(session, media_id)
    if upload is None:
        raise UploadNotFoundError
    upload.received, upload.expires_at = received, clock.now() + UPLOAD_LIFE
    return upload.expires_at


def refuse(session: Session, media_id: UUID) -> None:
    """Note that the file is of no type that is taken; nothing of it is kept."""
    file = _known(session, media_id)
    if not file.stored_at:
        file.state, file.failure = "failed", REFUSED
        _drop_upload(session, media_id)
        _tell(session, media_id)


def cancel(session: Session, media_id: UUID) -> None:
    """Forget an upload under way; a file that a form names is awaited further. Raises AlreadyStoredError."""
    file = _known(session, media_id)
    if file.stored_at:
        raise AlreadyStoredError
    _drop_upload(session, media_id)
    if not queries.submissions_naming(session, media_id):
        session.delete(file)


def sweep(session: Session, storage: Storage) -> None:
    """Drop the uploads whose time ran out, bytes and all."""
    for media_id in queries.expired(session, clock.now()):
        with suppress(LockedError), storage.writing(tenant_of(session), media_id):
            cancel(session, media_id)
            storage.discard(tenant_of(session), media_id)


def process(session: Session, storage: Storage, media_id: UUID) -> None:
    """Make the renditions of a stored file and read what it tells about itself; a second time is nothing.

    The row is locked only to write the result: a form that names the file does not wait for a picture to be
    drawn.
    """
    known = queries.file(session, tenant_of(session), media_id)
    if known is None or known.state != "stored":
        return
    try:
        facts = _render(session, storage, known) if known.type in RENDERED_TYPES else None
    except PictureError as error:
        settle(session, media_id, "failed", failure=str(error))
    else:
        settle(session, media_id, "ready", facts=facts)


def _render(session: Session, storage: Storage, known: MediaFile) -> Facts:
    tenant_id = tenant_of(session)
    original = storage.fetch(tenant_id, known.sha256)
    if original is None:
        raise FileNotFoundError(f"the original of media {known.id} is missing")
    with storage.workshop(tenant_id) as folder:
        facts = renditions.render(original, folder)
        for name in renditions.SIDES:
            storage.keep(tenant_id, known.sha256, name, folder / name)
    return facts


def settle(
    session: Session, media_id: UUID, state: str, *, facts: Facts | None = None, failure: str | None = None
) -> None:
    """Say what came of a stored file: `ready` with its facts, or `failed` with a code; the first verdict stands."""
    file = _known(session, media_id)
    if file.state != "stored":
        return
    file.state, file.failure, file.processed_at = state, failure, clock.now()
    if facts:
        _note(session, file, facts)
    _tell(session, media_id)


def _note(session: Session, file: MediaObject, facts: Facts) -> None:
    file.width, file.height, file.dhash = facts.width, facts.height, to_signed(facts.dhash)
    if facts.lat is not None:
        file.location = func.ST_SetSRID(func.ST_MakePoint(facts.lon, facts.lat), 4326)
    if facts.taken_at:
        said = datetime.fromisoformat(facts.taken_at)
        moment = said if said.tzinfo else said.replace(tzinfo=queries.zone(session))
        file.taken_at = moment if clock.is_sayable(moment) else None


def _known(session: Session, media_id: UUID) -> MediaObject:
    file = queries.locked(session, media_id)
    if file is None:
        raise UploadNotFoundError
    return file


def _drop_upload(session: Session, media_id: UUID) -> None:
    session.execute(
        delete(MediaUpload).where(MediaUpload.tenant_id == tenant_of(session), MediaUpload.media_id == media_id)
    )


def _tell(session: Session, media_id: UUID) -> None:
    session.flush()
    for submission_id in queries.submissions_naming(session, media_id):
        for listener in on_change:
            listener(session, tenant_of(session), submission_id)


def visible(session: Session, actor: Actor, media_id: UUID) -> MediaFile:
    """Return what is known of a file that the actor may see; NotFoundError else, as if there were none."""
    found = queries.file(session, actor.tenant_id, media_id)
    if found is None or not (found.employee_id == actor.employee_id or visibility(session, actor, media_id)):
        raise NotFoundError
    return found


def rendition(found: MediaFile, storage: Storage, actor: Actor, name: str) -> Path:
    """Return the local file of `thumb`, `large` or `original`; raises RenditionMissingError if there is none.

    The original carries what the camera wrote into it, place and time: only its maker and reviewers get it. A PDF
    has no camera and no other rendition: whoever sees it may read it.
    """
    if name != ORIGINAL:
        path = storage.fetch(actor.tenant_id, found.sha256, name) if found.state == "ready" else None
    elif found.type == PDF or found.employee_id == actor.employee_id or actor.can("submission.review"):
        path = storage.fetch(actor.tenant_id, found.sha256) if found.stored_at else None
    else:
        raise NotFoundError
    if path is None:
        raise RenditionMissingError
    return path
