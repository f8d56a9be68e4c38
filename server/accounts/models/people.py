"""Tables of organisations, their set-up and their people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Organisation(Base):
    """A company that uses Tuyen; its `id` is the tenant number that leads every key.

    `help` is what its people are told when they need help: `{hours, guides, channels}` (RB-40, RB-41).
    `call_url` is the address of a call through its telephone exchange, `{phone}` where the number belongs and
    `{extension}` where that of the caller's extension does.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str]
    hotline: Mapped[str | None]
    call_url: Mapped[str | None]
    timezone: Mapped[str] = mapped_column(default="Asia/Ho_Chi_Minh")
    created_at: Mapped[datetime]
    help: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


class Branch(Base):
    """A branch (chi nhánh): a scope for filters and reports, not a tenant."""

    __tablename__ = "branch"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    archived_at: Mapped[datetime | None]


class Department(Base):
    """A department (phòng ban): what its titles may do unless they say otherwise."""

    __tablename__ = "department"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    archived_at: Mapped[datetime | None]


class Title(Base):
    """A title (chức danh) inside a department."""

    __tablename__ = "title"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    department_id: Mapped[UUID]
    name: Mapped[str]
    archived_at: Mapped[datetime | None]


class RightGrant(Base):
    """One verb allowed or denied to a department or to a title; no row says nothing."""

    __tablename__ = "right_grant"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(FetchedValue(), primary_key=True)
    verb: Mapped[str] = mapped_column(primary_key=True)
    department_id: Mapped[UUID | None]
    title_id: Mapped[UUID | None]
    allowed: Mapped[bool]
    granted_by: Mapped[UUID | None]
    granted_at: Mapped[datetime]


class Employee(Base):
    """A person of the organisation, under a direct manager (none for a root).

    `inbox` is the feed scope that he alone reads: notices, and what became of his submissions. `code` is the
    company's own number of him.
    """

    __tablename__ = "employee"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    title_id: Mapped[UUID]
    branch_id: Mapped[UUID | None]
    manager_id: Mapped[UUID | None]
    inbox: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="active")
    code: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    left_at: Mapped[datetime | None]


class EmployeePath(Base):
    """The closure of the manager tree: `ancestor` stands `depth` steps above `descendant`, 0 for himself."""

    __tablename__ = "employee_path"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ancestor_id: Mapped[UUID] = mapped_column(primary_key=True)
    descendant_id: Mapped[UUID] = mapped_column(primary_key=True)
    depth: Mapped[int]


class Team(Base):
    """A team (đội nhóm): its leader sees what its members own, whoever manages them (SW-31)."""

    __tablename__ = "team"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    leader_id: Mapped[UUID]
    archived_at: Mapped[datetime | None]


class TeamMember(Base):
    """An employee in a team."""

    __tablename__ = "team_member"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)


class Invitation(Base):
    """A link that lets an employee choose his password once; its token is stored as its SHA-256 only."""

    __tablename__ = "invitation"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    invited_by: Mapped[UUID | None]
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class NumberSeries(Base):
    """The next number of a series of human-readable codes, for example customer codes."""

    __tablename__ = "number_series"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    next: Mapped[int] = mapped_column(BigInteger, default=1)
