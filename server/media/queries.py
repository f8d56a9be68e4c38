"""Reading about files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from geoalchemy2 import Geometry
from sqlalchemy import cast, func, select, text
from sqlalchemy.orm import Session

from server.accounts.queries import belongs_to_reach
from server.core.actor import Actor
from server.core.database import tenant_of
from server.media.models import MediaLink, MediaObject, MediaUpload


@dataclass(frozen=True)
class MediaRef:
    """A file as a submission shows it; `state` is failed too when its hash is not the form's."""

    media_id: UUID
    field: str
    state: str


@dataclass(frozen=True)
class MediaFile:
    """What is known of one file; `dhash` as a signed 64-bit number, `lat` and `lon` in degrees."""

    id: UUID
    state: str
    failure: str | None
    type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    taken_at: datetime | None
    lat: float | None
    lon: float | None
    dhash: int | None
    employee_id: UUID
    stored_at: datetime | None


def media_of(session: Session, tenant_id: int, submission_ids: Iterable[UUID]) -> dict[UUID, list[MediaRef]]:
    """Return the files that each submission names, by submission; one without files has no entry."""
    wanted = list(submission_ids)
    if not wanted:
        return {}
    statement = (
        select(MediaLink, MediaObject.state, MediaObject.stored_at)
        .join(
            MediaObject,
            (MediaObject.tenant_id == MediaLink.tenant_id) & (MediaObject.id == MediaLink.media_id),
        )
        .where(MediaLink.tenant_id == tenant_id, MediaLink.submission_id.in_(wanted))
        .order_by(MediaLink.submission_id, MediaLink.field, MediaLink.media_id)
    )
    found: dict[UUID, list[MediaRef]] = {}
    for link, state, stored_at in session.execute(statement):
        disagrees = stored_at is not None and link.bound_at is None
        ref = MediaRef(link.media_id, link.field, "failed" if disagrees else state)
        found.setdefault(link.submission_id, []).append(ref)
    return found


def state_of(session: Session, tenant_id: int, media_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the state of each file that is known."""
    statement = select(MediaObject.id, MediaObject.state).where(
        MediaObject.tenant_id == tenant_id, MediaObject.id.in_(list(media_ids))
    )
    return {row.id: row.state for row in session.execute(statement)}


def file(session: Session, tenant_id: int, media_id: UUID) -> MediaFile | None:
    """Return what is known of a file, None when nothing is."""
    point = cast(MediaObject.location, Geometry)
    names = [name for name in MediaFile.__dataclass_fields__ if name not in {"lat", "lon"}]
    statement = select(
        *(getattr(MediaObject, name) for name in names),
        func.ST_Y(point).label("lat"),
        func.ST_X(point).label("lon"),
    ).where(MediaObject.tenant_id == tenant_id, MediaObject.id == media_id)
    row = session.execute(statement).one_or_none()
    return MediaFile(**row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's public name for it


def locked(session: Session, media_id: UUID) -> MediaObject | None:
    """Return the file's row and keep everybody else from changing it until the commit."""
    statement = (
        select(MediaObject)
        .where(MediaObject.tenant_id == tenant_of(session), MediaObject.id == media_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one_or_none()


def upload(session: Session, media_id: UUID) -> MediaUpload | None:
    """Return the upload under way of a file."""
    return session.get(MediaUpload, (tenant_of(session), media_id), populate_existing=True)


def expired(session: Session, before: datetime) -> list[UUID]:
    """Return the files whose uploads have been left alone since before their time ran out."""
    statement = select(MediaUpload.media_id).where(
        MediaUpload.tenant_id == tenant_of(session), MediaUpload.expires_at < before
    )
    return list(session.scalars(statement))


def submissions_naming(session: Session, media_id: UUID) -> list[UUID]:
    """Return the submissions that name the file, each once."""
    statement = (
        select(MediaLink.submission_id)
        .where(MediaLink.tenant_id == tenant_of(session), MediaLink.media_id == media_id)
        .distinct()
        .order_by(MediaLink.submission_id)
    )
    return list(session.scalars(statement))


def submissions_bound(session: Session, tenant_id: int, media_id: UUID) -> list[UUID]:
    """Return the submissions to which the file is bound: whoever may see one of them may see the file."""
    statement = select(MediaLink.submission_id).where(
        MediaLink.tenant_id == tenant_id, MediaLink.media_id == media_id, MediaLink.bound_at.is_not(None)
    )
    return list(session.scalars(statement.distinct()))


def made_in_subtree(session: Session, actor: Actor, media_id: UUID) -> bool:
    """Tell whether the file comes from the actor or somebody below him; office and admin see everybody's."""
    statement = select(MediaObject.id).where(
        MediaObject.tenant_id == actor.tenant_id,
        MediaObject.id == media_id,
        belongs_to_reach(actor, MediaObject.__table__.c.employee_id),
    )
    return session.scalar(statement) is not None


def zone(session: Session) -> ZoneInfo:
    """Return the zone in which the organisation's cameras write times that name none."""
    name = session.scalar(text("SELECT timezone FROM organisation WHERE id = :id"), {"id": tenant_of(session)})
    return ZoneInfo(name or "Asia/Ho_Chi_Minh")
