"""Tables of what was done with customers: the timeline, tasks, tickets, notes and calls."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
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


class Tag(Base):
    """A tag (thẻ) that people put on customers and that says which update sets are offered."""

    __tablename__ = "tag"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    colour: Mapped[str]
    archived_at: Mapped[datetime | None]


class UpdateSet(Base):
    """An update-instruction set (bộ chỉ dẫn cập nhật): the customer's attributes that a rep is to ask for.

    `attributes` are fields as forms have them: `{name, type, label, options…}`, in the order of asking.
    """

    __tablename__ = "update_set"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    archived_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class UpdateSetTag(Base):
    """A tag by which an update set is found."""

    __tablename__ = "update_set_tag"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    update_set_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)


class Task(Base):
    """Something that somebody is to do (công việc), mostly about a customer, until `due_at`.

    `kind` is what is to be done (gọi lại, gặp …), `submission_id` the form that asked for it. A deleted one is gone for
    its users and stays here.
    """

    __tablename__ = "task"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    note: Mapped[str | None]
    kind: Mapped[str]
    priority: Mapped[str] = mapped_column(default="normal")
    state: Mapped[str] = mapped_column(default="open")
    result: Mapped[str | None]
    due_at: Mapped[datetime]
    customer_id: Mapped[UUID | None]
    submission_id: Mapped[UUID | None]
    responsible_id: Mapped[UUID]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[UUID | None]


class Ticket(Base):
    """A request for support (phiếu hỗ trợ) with a deadline; `escalated_at` is when its lateness was told, once."""

    __tablename__ = "ticket"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    customer_id: Mapped[UUID]
    submission_id: Mapped[UUID]
    problem: Mapped[str | None]
    detail: Mapped[str | None]
    solution: Mapped[str | None]
    result: Mapped[str | None]
    products: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    employees: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    state: Mapped[str] = mapped_column(default="open")
    due_at: Mapped[datetime]
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    responsible_id: Mapped[UUID]
    resolved_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    escalated_at: Mapped[datetime | None]


class TicketComment(Base):
    """What somebody said on a ticket; `state` is the one that he moved it to with it."""

    __tablename__ = "ticket_comment"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID]
    text: Mapped[str]
    state: Mapped[str | None]
    employee_id: Mapped[UUID]
    at: Mapped[datetime]


class Note(Base):
    """What somebody wrote down about a customer (ghi chú); a deleted one is gone for people and stays here."""

    __tablename__ = "note"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    text: Mapped[str]
    employee_id: Mapped[UUID]
    submission_id: Mapped[UUID | None]
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[UUID | None]


class NoteMention(Base):
    """Somebody whom a note calls (@)."""

    __tablename__ = "note_mention"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID] = mapped_column(primary_key=True)


class NoteFile(Base):
    """A file on a note, at its place among the others."""

    __tablename__ = "note_file"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int]


class Call(Base):
    """A telephone call to a customer as a form told it; `status` is the form's answer (Tình trạng cuộc gọi)."""

    __tablename__ = "call_log"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    submission_id: Mapped[UUID | None]
    form_key: Mapped[str | None]
    status: Mapped[str | None]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
