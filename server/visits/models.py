"""The table of visits."""

from datetime import datetime
from uuid import UUID

from geoalchemy2 import Geography, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Visit(Base):
    """A visit to a customer (viếng thăm), from check-in to check-out, with what proves it.

    `checked_in_at` is the phone's clock corrected by the push, `received_at` the server's. `location` is where
    the phone was, `accuracy_m` its accuracy, `distance_m` how far that was from the customer's pin at that
    moment (all metres; null where unknown). `tile` is `core.tiles.tile_of` the location: a btree on it serves maps
    under row-level security, where a GiST index is not used. `flags` are codes for the reviewer.
    """

    __tablename__ = "visit"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    route_id: Mapped[UUID | None]
    checked_in_at: Mapped[datetime]
    checked_out_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    location: Mapped[WKBElement | None] = mapped_column(Geography("POINT", 4326, spatial_index=False))
    tile: Mapped[int | None] = mapped_column(Integer)
    accuracy_m: Mapped[float | None]
    mock: Mapped[bool]
    distance_m: Mapped[int | None]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    note: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "submission_id", name="visit_submission_key"),
        CheckConstraint("(tile IS NULL) = (location IS NULL)", name="tile"),
        ForeignKeyConstraint(
            ["tenant_id", "submission_id"],
            ["submission.tenant_id", "submission.id"],
            deferrable=True,  # an area acts on a submission before it is stored
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(["tenant_id", "customer_id"], ["customer.tenant_id", "customer.id"]),
        ForeignKeyConstraint(["tenant_id", "employee_id"], ["employee.tenant_id", "employee.id"]),
        ForeignKeyConstraint(["tenant_id", "route_id"], ["route.tenant_id", "route.id"]),
        Index("visit_recent_idx", "tenant_id", text("checked_in_at DESC"), text("id DESC")),
        Index("visit_employee_idx", "tenant_id", "employee_id", text("checked_in_at DESC")),
        Index("visit_customer_idx", "tenant_id", "customer_id", text("checked_in_at DESC")),
        Index("visit_tile_idx", "tenant_id", "tile"),
    )
