"""Tables of routes. Days are the organisation's, both ends included; an open end is null."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, FetchedValue, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import text

from server.core.database import Base


class Route(Base):
    """A route (tuyến): a named, ordered round of customers; a special one is for a group of customers.

    `folded` is the name without case and diacritics, made by the database: it is unique among routes in use.
    """

    __tablename__ = "route"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str | None] = mapped_column(FetchedValue())
    description: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="active")
    kind: Mapped[str] = mapped_column(default="standard")
    customer_group: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("status IN ('active', 'stopped')", name="status"),
        CheckConstraint("kind IN ('standard', 'special')", name="kind"),
        ForeignKeyConstraint(["tenant_id", "created_by"], ["employee.tenant_id", "employee.id"]),
        Index(
            "route_active_name_idx",
            "tenant_id",
            "folded",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index("route_created_by_idx", "tenant_id", "created_by"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy reads it as it is


class RouteStop(Base):
    """A customer's place on a route for some days: `in` the route or kept on its list as `out`.

    A change of membership closes the row the day before and opens another, so that the past keeps its stops.
    """

    __tablename__ = "route_stop"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    route_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    seq: Mapped[int]
    membership: Mapped[str]
    note: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("membership IN ('in', 'out')", name="membership"),
        CheckConstraint("valid_to >= valid_from", name="period"),
        ForeignKeyConstraint(["tenant_id", "route_id"], ["route.tenant_id", "route.id"]),
        ForeignKeyConstraint(["tenant_id", "customer_id"], ["customer.tenant_id", "customer.id"]),
        Index(
            "route_stop_current_idx",
            "tenant_id",
            "route_id",
            "customer_id",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("route_stop_route_idx", "tenant_id", "route_id", "seq"),
        Index("route_stop_customer_idx", "tenant_id", "customer_id"),
    )


class RouteAssignment(Base):
    """An employee drives a route on these days; one person a route and day, cancelled ones aside."""

    __tablename__ = "route_assignment"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    route_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    instruction: Mapped[str | None]
    assigned_by: Mapped[UUID]
    assigned_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="period"),
        ForeignKeyConstraint(["tenant_id", "route_id"], ["route.tenant_id", "route.id"]),
        ForeignKeyConstraint(["tenant_id", "employee_id"], ["employee.tenant_id", "employee.id"]),
        ExcludeConstraint(
            ("tenant_id", "="),
            ("route_id", "="),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=text("cancelled_at IS NULL"),
            name="route_assignment_one_a_day_excl",
            using="gist",
        ),
        Index("route_assignment_employee_idx", "tenant_id", "employee_id", "valid_from"),
    )
