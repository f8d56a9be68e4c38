"""Tables of what belongs to a customer beside its fields: groups, tags, files, changes, duplicates, merges."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import REAL, BigInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class CustomerGroup(Base):
    """A group (nhóm): a list of customers that somebody keeps by hand; a customer is in any number of them."""

    __tablename__ = "customer_group"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class CustomerGroupMember(Base):
    """A customer in a group."""

    __tablename__ = "customer_group_member"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)


class CustomerTag(Base):
    """A customer that has a tag: what its field `tags` says, kept by a trigger for finding customers by tag."""

    __tablename__ = "customer_tag"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)


class CustomerFilter(Base):
    """A segment: how somebody narrows the list of customers, under a name of his own."""

    __tablename__ = "customer_filter"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID]
    name: Mapped[str]
    filter: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]


class CustomerColumns(Base):
    """Which columns of the list of customers somebody chose, in his order."""

    __tablename__ = "customer_columns"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text))


class CustomerFile(Base):
    """A file kept for a customer under a name; `removed_at` takes it out of sight, the file stays."""

    __tablename__ = "customer_file"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    media_id: Mapped[UUID]
    name: Mapped[str]
    added_by: Mapped[UUID]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[UUID | None]


class CustomerChange(Base):
    """One time that fields of a customer were written: `changes` maps each to [before, after].

    `way` is form, console, merge or undo; `occurred_at` is when it was captured, `received_at` when the server had it.
    """

    __tablename__ = "customer_change"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    way: Mapped[str]
    employee_id: Mapped[UUID]
    submission_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)


class DuplicatePair(Base):
    """Two customers that may be one, and why: `one_id` is the smaller id; `distance_m` in metres where that counts."""

    __tablename__ = "duplicate_pair"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    one_id: Mapped[UUID]
    other_id: Mapped[UUID]
    reasons: Mapped[list[str]] = mapped_column(ARRAY(Text))
    distance_m: Mapped[float | None] = mapped_column(REAL)
    state: Mapped[str]
    found_at: Mapped[datetime]
    settled_by: Mapped[UUID | None]
    settled_at: Mapped[datetime | None]


class CustomerMerge(Base):
    """The customer `loser_id` was merged into `winner_id`.

    `written` maps each field of the winner that it changed to [before, after]; `moved` says which rows of which table
    were led to the winner, and which were taken out because the winner had their like.
    """

    __tablename__ = "customer_merge"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    winner_id: Mapped[UUID]
    loser_id: Mapped[UUID]
    merged_by: Mapped[UUID]
    merged_at: Mapped[datetime]
    written: Mapped[dict[str, Any]] = mapped_column(JSONB)
    moved: Mapped[dict[str, Any]] = mapped_column(JSONB)
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]


class Buyer(Base):
    """A customer who buys (Khách hàng): made by converting the customer, and linked with it both ways."""

    __tablename__ = "buyer"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    code: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    converted_by: Mapped[UUID]
    converted_at: Mapped[datetime]
