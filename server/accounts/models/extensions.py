"""The table of extensions of the organisation's telephone exchange."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Extension(Base):
    """An employee's extension (máy lẻ): `ring` says where it rings, `forward_to` holds up to two numbers in E.164.

    One that was stopped stays for the history; its number can be issued again.
    """

    __tablename__ = "telephone_extension"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID]
    number: Mapped[str]
    ring: Mapped[str]
    forward_to: Mapped[list[str]] = mapped_column(ARRAY(Text))
    issued_by: Mapped[UUID]
    issued_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
