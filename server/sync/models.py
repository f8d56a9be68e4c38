"""Tables of the sync engine."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Receipt(Base):
    """What was answered to operation `n` of a device; `sha256` is of the operation's bytes as they were sent."""

    __tablename__ = "receipt"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sha256: Mapped[bytes]
    outcome: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime]


class Quarantined(Base):
    """An operation that could not be applied, kept byte for byte with the reason.

    `state`: open, released (applied after all, `outcome` is the answer) or dismissed (with a `comment`).
    """

    __tablename__ = "quarantine"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    n: Mapped[int | None] = mapped_column(BigInteger)
    code: Mapped[str]
    reason: Mapped[str]
    payload: Mapped[bytes]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    comment: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Waiting(Base):
    """An operation about a record (`on_kind`, `on_id`) that is not there yet; applied when it comes, or at `until`."""

    __tablename__ = "waiting_operation"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    employee_id: Mapped[UUID]
    on_kind: Mapped[str]
    on_id: Mapped[UUID]
    payload: Mapped[bytes]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    until: Mapped[datetime]


class Conflict(Base):
    """Two people's values for one field: `kept` stands in the record, `lost` does not; a supervisor settles it.

    Both are `{value, employee_id, at, received_at, gps}`.
    """

    __tablename__ = "conflict"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_kind: Mapped[str]
    record_id: Mapped[UUID]
    field: Mapped[str]
    policy: Mapped[str]
    kept: Mapped[dict[str, Any]] = mapped_column(JSONB)
    lost: Mapped[dict[str, Any]] = mapped_column(JSONB)
    submission_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="open")
    created_at: Mapped[datetime]
    settled_by: Mapped[UUID | None]
    settled_at: Mapped[datetime | None]
    settled_value: Mapped[Any | None] = mapped_column(JSONB)
