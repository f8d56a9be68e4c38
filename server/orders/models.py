"""Tables of orders: `fields` is what forms wrote, the sums and lines follow from it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base

RECENT = (text("captured_at DESC"), text("id DESC"))


class Order(Base):
    """A sale, an order, a request or a quotation of a customer, of who took it; money is whole đồng.

    `captured_at` is the phone's time of it, corrected: by that the prices are chosen. `channel` is None where it was
    taken neither at a call nor at a meeting. Of what is `converted_from` another, the other's prices hold where it is a
    quotation; of one there is at most one that counts (neither cancelled nor declined).
    """

    __tablename__ = "sales_order"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str]
    channel: Mapped[str | None]
    state: Mapped[str]
    customer_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    submission_id: Mapped[UUID]
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    net: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    delivery_time: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    converted_from_id: Mapped[UUID | None]
    captured_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("kind IN ('sale', 'order', 'request', 'quotation')", name="kind"),
        CheckConstraint("channel IN ('tele', 'f2f')", name="channel"),
        CheckConstraint(
            "state IN ('draft', 'sent', 'approved', 'delivering', 'done', 'cancelled', 'returned', 'open', 'answered',"
            " 'closed', 'accepted', 'declined')",
            name="state",
        ),
        UniqueConstraint("tenant_id", "code", name="sales_order_code_key"),
        ForeignKeyConstraint(["tenant_id", "customer_id"], ["customer.tenant_id", "customer.id"]),
        ForeignKeyConstraint(["tenant_id", "owner_id"], ["employee.tenant_id", "employee.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "submission_id"],
            ["submission.tenant_id", "submission.id"],
            deferrable=True,  # an area acts on a submission before it is stored
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(["tenant_id", "converted_from_id"], ["sales_order.tenant_id", "sales_order.id"]),
        Index("sales_order_converted_from_idx", "tenant_id", "converted_from_id"),
        Index(
            "sales_order_standing_idx",
            "tenant_id",
            "converted_from_id",
            unique=True,
            postgresql_where=text("state NOT IN ('cancelled', 'declined')"),
        ),
        Index("sales_order_recent_idx", "tenant_id", *RECENT),
        Index("sales_order_owner_idx", "tenant_id", "owner_id", *RECENT),
        Index("sales_order_customer_idx", "tenant_id", "customer_id", *RECENT),
        Index("sales_order_state_idx", "tenant_id", "state", *RECENT),
        Index("sales_order_submission_idx", "tenant_id", "submission_id"),
    )


class OrderLine(Base):
    """A line of an order with the price that held at its moment: `price` đồng without tax for `unit_qty` units.

    To that come `tax_percent` of it and `fee` đồng for `unit_qty` units; lines that are older than both have neither.
    """

    __tablename__ = "order_line"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[UUID]
    qty: Mapped[int] = mapped_column(Integer)
    unit_name: Mapped[str | None]
    unit_qty: Mapped[Decimal | None] = mapped_column(Numeric)
    price: Mapped[int | None] = mapped_column(BigInteger)
    price_list_id: Mapped[UUID | None]
    tax_percent: Mapped[Decimal | None] = mapped_column(Numeric)
    fee: Mapped[Decimal | None] = mapped_column(Numeric)
    net: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["sales_order.tenant_id", "sales_order.id"]),
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        ForeignKeyConstraint(["tenant_id", "price_list_id"], ["price_list.tenant_id", "price_list.id"]),
        Index("order_line_product_idx", "tenant_id", "product_id"),
        Index("order_line_price_list_idx", "tenant_id", "price_list_id"),
    )


class OrderMove(Base):
    """An order went from one state to another."""

    __tablename__ = "order_move"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    from_state: Mapped[str]
    to_state: Mapped[str]
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["sales_order.tenant_id", "sales_order.id"]),
        ForeignKeyConstraint(["tenant_id", "by_id"], ["employee.tenant_id", "employee.id"]),
        Index("order_move_order_idx", "tenant_id", "order_id", "at"),
        Index("order_move_by_idx", "tenant_id", "by_id"),
    )
