"""Tables of the history: entries, what they say of persons, and the blocks that seal them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class AuditEntry(Base):
    """Something that was done: `n` counts without gaps in the order of commits.

    `detail_sha256` is the hash of the salted detail, so that personal data may one day be erased and the chain still
    holds. `employee_id` is None for what the system did by itself.
    """

    __tablename__ = "audit_entry"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str]
    kind: Mapped[str | None]
    record_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    employee_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    ip: Mapped[str | None]
    request_id: Mapped[str | None]
    detail_sha256: Mapped[bytes | None]


class AuditDetail(Base):
    """What changed, before and after, as JSON text; hashed with its salt into the entry."""

    __tablename__ = "audit_detail"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    salt: Mapped[bytes]
    body: Mapped[str]


class AuditBlock(Base):
    """A sealed run of entries: `root` over its entries, `head` over the root and the head before it."""

    __tablename__ = "audit_block"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    first_n: Mapped[int] = mapped_column(BigInteger)
    last_n: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes]
    previous: Mapped[bytes]
    head: Mapped[bytes]
    sealed_at: Mapped[datetime]
