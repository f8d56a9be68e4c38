"""Tables of phones and of how they are enrolled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Device(Base):
    """An enrolled phone: `last_n` is the highest operation number taken from it.

    Tokens are stored as SHA-256 only. `previous_refresh_hash` is good until its successor is first used,
    `previous_token_hash` until its time is over; `generation` counts refreshes. No `refresh_hash` beside a `public_key`
    says that the family of tokens is over (a copy was noticed). No `public_key`: enrolled before phones had keys.
    `queue_depth`, `media_waiting`, `media_bytes` (still to be sent) and `storage_free` (bytes) are what the phone told
    with its last push.
    `state`: pending (waits for a supervisor), active, drain (may hand in, reads nothing), revoked, wiped.
    """

    __tablename__ = "device"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    name: Mapped[str]
    platform: Mapped[str]
    app_version: Mapped[str]
    token_hash: Mapped[bytes]
    state: Mapped[str] = mapped_column(default="active")
    last_n: Mapped[int] = mapped_column(BigInteger, default=0)
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    last_push_at: Mapped[datetime | None]
    last_pull_at: Mapped[datetime | None]
    queue_depth: Mapped[int | None]
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    media_waiting: Mapped[int | None]
    media_bytes: Mapped[int | None] = mapped_column(BigInteger)
    storage_free: Mapped[int | None] = mapped_column(BigInteger)
    public_key: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    match_code: Mapped[str | None]
    token_expires_at: Mapped[datetime | None]
    previous_token_hash: Mapped[bytes | None]
    previous_token_expires_at: Mapped[datetime | None]
    refresh_hash: Mapped[bytes | None]
    previous_refresh_hash: Mapped[bytes | None]
    refresh_expires_at: Mapped[datetime | None]
    family_expires_at: Mapped[datetime | None]
    generation: Mapped[int] = mapped_column(BigInteger, default=0)
    drain_until: Mapped[datetime | None]
    wipe_ordered_at: Mapped[datetime | None]
    wipe_confirmed_at: Mapped[datetime | None]
    state_changed_at: Mapped[datetime | None]
    state_changed_by: Mapped[UUID | None]


class EnrolmentCode(Base):
    """A code that makes one phone known, once; `confirms` says that a supervisor looks before it works."""

    __tablename__ = "enrolment_code"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes]
    employee_id: Mapped[UUID]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirms: Mapped[bool]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    device_id: Mapped[UUID | None]
