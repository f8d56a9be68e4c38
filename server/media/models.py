"""Tables of files: what is known of each, what is still arriving, and who names it."""

from datetime import datetime
from uuid import UUID

from geoalchemy2 import Geography, WKBElement
from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class MediaObject(Base):
    """A file by the id that its phone gave it; a form may name it before it arrives.

    `state` is awaiting, stored (the exact bytes are safe), ready (processed) or failed with the code in
    `failure`; `stored_at` tells whether the bytes are here. `type` and `size` are as declared until then.
    `width` and `height` in pixels, upright. `taken_at` and `location` are what the camera wrote into the
    picture, `captured_at` what the phone said; `dhash` the difference hash as a signed 64-bit number.
    """

    __tablename__ = "media_object"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="awaiting")
    failure: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None]
    location: Mapped[WKBElement | None] = mapped_column(Geography("POINT", srid=4326, spatial_index=False))
    dhash: Mapped[int | None] = mapped_column(BigInteger)
    captured_at: Mapped[datetime | None]
    employee_id: Mapped[UUID]
    device_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
    processed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("media_object_employee_idx", "tenant_id", "employee_id", "created_at"),
        Index("media_object_sha256_idx", "tenant_id", "sha256"),
    )


class MediaUpload(Base):
    """An upload under way: `received` of `length` bytes are acknowledged and survive a power cut."""

    __tablename__ = "media_upload"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    submission_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (Index("media_upload_expires_idx", "tenant_id", "expires_at"),)


class MediaLink(Base):
    """A submission names a file in one of its fields.

    `sha256` and `employee_id` are the submission's word; `bound_at` is when both were here and agreed on
    both.
    """

    __tablename__ = "media_link"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    employee_id: Mapped[UUID]
    bound_at: Mapped[datetime | None]

    __table_args__ = (Index("media_link_media_idx", "tenant_id", "media_id"),)
