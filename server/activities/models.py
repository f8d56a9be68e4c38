"""The table of what was done with customers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Activity(Base):
    """An entry of a customer's timeline; `kind` is for example `visit`, `details` belong to the kind."""

    __tablename__ = "activity"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    customer_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    submission_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    note: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "customer_id"], ["customer.tenant_id", "customer.id"]),
        ForeignKeyConstraint(["tenant_id", "employee_id"], ["employee.tenant_id", "employee.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "submission_id"],
            ["submission.tenant_id", "submission.id"],
            deferrable=True,  # an area acts on a submission before it is stored
            initially="DEFERRED",
        ),
        Index("activity_customer_idx", "tenant_id", "customer_id", text("occurred_at DESC"), text("id DESC")),
        Index("activity_submission_idx", "tenant_id", "submission_id"),
    )
