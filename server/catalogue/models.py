"""Tables of products, price lists and promotions: `fields` is what forms wrote, most of the rest follows from it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, FetchedValue, ForeignKeyConstraint, Index, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Product(Base):
    """A product; `code_key` is its code without letter case and spaces, the folded `search` made by the database."""

    __tablename__ = "product"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    code_key: Mapped[str | None]
    name: Mapped[str] = mapped_column(FetchedValue())
    code: Mapped[str | None] = mapped_column(FetchedValue())
    product_group: Mapped[str | None] = mapped_column(FetchedValue())
    status: Mapped[str] = mapped_column(FetchedValue())
    search: Mapped[str] = mapped_column(FetchedValue())
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "created_by"], ["employee.tenant_id", "employee.id"]),
        Index("product_code_idx", "tenant_id", "code_key", unique=True),
        Index("product_name_idx", "tenant_id", "name", "id"),
        Index("product_created_by_idx", "tenant_id", "created_by"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy reads it as it is


class ProductPart(Base):
    """A combo holds `qty` of another product."""

    __tablename__ = "product_part"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    part_id: Mapped[UUID] = mapped_column(primary_key=True)
    qty: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        ForeignKeyConstraint(["tenant_id", "part_id"], ["product.tenant_id", "product.id"]),
        Index("product_part_part_idx", "tenant_id", "part_id"),
    )


class PriceList(Base):
    """A price list, in force from one day to another (both included, an open end is null) until it is stopped."""

    __tablename__ = "price_list"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    stopped_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(FetchedValue())
    status: Mapped[str] = mapped_column(FetchedValue())
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "created_by"], ["employee.tenant_id", "employee.id"]),
        Index("price_list_name_idx", "tenant_id", "name", "id"),
        Index("price_list_created_by_idx", "tenant_id", "created_by"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy reads it as it is


class PriceLine(Base):
    """A product's price (đồng without tax, for `unit_qty` units) in a list; `taxes` as they were answered."""

    __tablename__ = "price_line"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    price_list_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[UUID]
    unit_name: Mapped[str | None]
    unit_qty: Mapped[Decimal] = mapped_column(Numeric)
    price: Mapped[int] = mapped_column(BigInteger)
    taxes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)

    __table_args__ = (
        CheckConstraint("unit_qty > 0", name="unit_qty"),
        ForeignKeyConstraint(["tenant_id", "price_list_id"], ["price_list.tenant_id", "price_list.id"]),
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        Index("price_line_product_idx", "tenant_id", "product_id"),
    )


class Promotion(Base):
    """A promotion (CTKM); `code_key` is its code without letter case and spaces."""

    __tablename__ = "promotion"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    code_key: Mapped[str | None]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    name: Mapped[str] = mapped_column(FetchedValue())
    code: Mapped[str | None] = mapped_column(FetchedValue())
    status: Mapped[str] = mapped_column(FetchedValue())
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "created_by"], ["employee.tenant_id", "employee.id"]),
        Index("promotion_code_idx", "tenant_id", "code_key", unique=True),
        Index("promotion_name_idx", "tenant_id", "name", "id"),
        Index("promotion_created_by_idx", "tenant_id", "created_by"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - SQLAlchemy reads it as it is
