"""Tables of processes with their steps, and of opportunities: `fields` is what forms wrote."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base

RECENT = (text("captured_at DESC"), text("id DESC"))


class Process(Base):
    """A process (quy trình) with steps; new opportunities go through the default one."""

    __tablename__ = "process"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_default: Mapped[bool]
    created_at: Mapped[datetime]

    __table_args__ = (Index("process_default_idx", "tenant_id", unique=True, postgresql_where=text("is_default")),)


class ProcessStep(Base):
    """A step (bước) of a process: `probability` in percent of selling, `outcome` open, won or lost."""

    __tablename__ = "process_step"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    process_id: Mapped[UUID]
    place: Mapped[int]
    name: Mapped[str]
    probability: Mapped[int] = mapped_column(SmallInteger)
    outcome: Mapped[str]

    __table_args__ = (
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability"),
        CheckConstraint("outcome IN ('open', 'won', 'lost')", name="outcome"),
        UniqueConstraint("tenant_id", "process_id", "place", name="process_step_place_key", deferrable=True),
        ForeignKeyConstraint(["tenant_id", "process_id"], ["process.tenant_id", "process.id"]),
    )


class Opportunity(Base):
    """A chance to sell to a customer, of who noted it.

    `expected_value` is whole đồng without tax; `contact_from` and `contact_to` bound the time of the day, the
    organisation's, at which the customer likes to be called.
    """

    __tablename__ = "opportunity"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    channel: Mapped[str]
    customer_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    submission_id: Mapped[UUID]
    process_id: Mapped[UUID]
    step_id: Mapped[UUID]
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    expected_value: Mapped[int] = mapped_column(BigInteger)
    contact_from: Mapped[time | None]
    contact_to: Mapped[time | None]
    captured_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("channel IN ('tele', 'f2f')", name="channel"),
        UniqueConstraint("tenant_id", "code", name="opportunity_code_key"),
        ForeignKeyConstraint(["tenant_id", "customer_id"], ["customer.tenant_id", "customer.id"]),
        ForeignKeyConstraint(["tenant_id", "owner_id"], ["employee.tenant_id", "employee.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "submission_id"],
            ["submission.tenant_id", "submission.id"],
            deferrable=True,  # an area acts on a submission before it is stored
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(["tenant_id", "process_id"], ["process.tenant_id", "process.id"]),
        ForeignKeyConstraint(["tenant_id", "step_id"], ["process_step.tenant_id", "process_step.id"]),
        Index("opportunity_recent_idx", "tenant_id", *RECENT),
        Index("opportunity_owner_idx", "tenant_id", "owner_id", *RECENT),
        Index("opportunity_customer_idx", "tenant_id", "customer_id", *RECENT),
        Index("opportunity_step_idx", "tenant_id", "step_id", *RECENT),
        Index("opportunity_submission_idx", "tenant_id", "submission_id"),
        Index("opportunity_process_idx", "tenant_id", "process_id"),
    )


class OpportunityItem(Base):
    """A product that may be sold, its price at the moment of the form and what it comes to, in đồng without tax."""

    __tablename__ = "opportunity_item"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    opportunity_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[UUID]
    qty: Mapped[int]
    delivery_frequency: Mapped[str | None]
    price: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "opportunity_id"], ["opportunity.tenant_id", "opportunity.id"]),
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        Index("opportunity_item_product_idx", "tenant_id", "product_id"),
    )


class OpportunityMove(Base):
    """An opportunity went from one step to another (SW-14: from, to, who, when, why)."""

    __tablename__ = "opportunity_move"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    opportunity_id: Mapped[UUID]
    from_step_id: Mapped[UUID]
    to_step_id: Mapped[UUID]
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "opportunity_id"], ["opportunity.tenant_id", "opportunity.id"]),
        ForeignKeyConstraint(["tenant_id", "from_step_id"], ["process_step.tenant_id", "process_step.id"]),
        ForeignKeyConstraint(["tenant_id", "to_step_id"], ["process_step.tenant_id", "process_step.id"]),
        ForeignKeyConstraint(["tenant_id", "by_id"], ["employee.tenant_id", "employee.id"]),
        Index("opportunity_move_opportunity_idx", "tenant_id", "opportunity_id", "at"),
        Index("opportunity_move_from_idx", "tenant_id", "from_step_id"),
        Index("opportunity_move_to_idx", "tenant_id", "to_step_id"),
        Index("opportunity_move_by_idx", "tenant_id", "by_id"),
    )
