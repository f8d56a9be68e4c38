"""The table of notices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Notification(Base):
    """A notice to one person; `key` makes it unique for him, so that a repeated job notifies once.

    `title` holds the texts by language (`vi`, `en`), `link` is a path inside the product.
    """

    __tablename__ = "notification"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID]
    key: Mapped[str]
    kind: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    body: Mapped[str]
    link: Mapped[str | None]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "employee_id"], ["employee.tenant_id", "employee.id"]),
        UniqueConstraint("tenant_id", "employee_id", "key", name="notification_once_key"),
        Index("notification_inbox_idx", "tenant_id", "employee_id", text("at DESC"), text("id DESC")),
    )
