"""The table of foreign clients' operations."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class CompatOperation(Base):
    """The number that an edit of a foreign client got in its phone's queue; `id` is derived from what it says."""

    __tablename__ = "compat_operation"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
