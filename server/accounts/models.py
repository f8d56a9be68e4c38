"""Tables of people and what proves them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Organisation(Base):
    """A company that uses Tuyen; its `id` is the tenant number that leads every key."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str]
    hotline: Mapped[str | None]
    timezone: Mapped[str] = mapped_column(default="Asia/Ho_Chi_Minh")
    created_at: Mapped[datetime]


class Branch(Base):
    """A branch (chi nhánh): a scope for filters and reports, not a tenant."""

    __tablename__ = "branch"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]


class Employee(Base):
    """A person of the organisation, under a direct manager (none for a root).

    `inbox` is the feed scope that he alone reads: notices, and what became of his submissions.
    """

    __tablename__ = "employee"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    branch_id: Mapped[UUID | None]
    manager_id: Mapped[UUID | None]
    inbox: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="active")


class EmployeePath(Base):
    """The closure of the manager tree: `ancestor` stands `depth` steps above `descendant`, 0 for himself."""

    __tablename__ = "employee_path"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ancestor_id: Mapped[UUID] = mapped_column(primary_key=True)
    descendant_id: Mapped[UUID] = mapped_column(primary_key=True)
    depth: Mapped[int]


class Account(Base):
    """What an employee signs in with; `login` is unique over all organisations."""

    __tablename__ = "account"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID]
    login: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="vi")


class ConsoleSession(Base):
    """A signed-in browser; the cookie's token is stored as its SHA-256 only."""

    __tablename__ = "console_session"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(primary_key=True, unique=True)
    account_id: Mapped[UUID]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Device(Base):
    """An enrolled phone: `last_n` is the highest operation number taken from it."""

    __tablename__ = "device"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    name: Mapped[str]
    platform: Mapped[str]
    app_version: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="active")
    last_n: Mapped[int] = mapped_column(BigInteger, default=0)
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    last_push_at: Mapped[datetime | None]
    queue_depth: Mapped[int | None]
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)


class NumberSeries(Base):
    """The next number of a series of human-readable codes, for example customer codes."""

    __tablename__ = "number_series"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int] = mapped_column(BigInteger, default=1)
