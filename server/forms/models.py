"""Tables of forms and of what was filled in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography, WKBElement
from sqlalchemy import BigInteger, Identity, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class FormVersion(Base):
    """A published form: immutable, accepted for ever; `current` marks the newest of its key."""

    __tablename__ = "form_version"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    current: Mapped[bool]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]


class FormDraft(Base):
    """The next version of a form while it is being made; it may have faults."""

    __tablename__ = "form_draft"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


class FieldDefinition(Base):
    """A field that records of a kind (`scope`) have, whatever form asks for it; one name has one type.

    `own` says that the organisation made it; `required`, `is_unique` and `visible_in_list` hold where no form says.
    """

    __tablename__ = "field_definition"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    scope: Mapped[str]
    name: Mapped[str]
    type: Mapped[str]
    label: Mapped[dict[str, str]] = mapped_column(JSONB)
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    options_from: Mapped[str | None]
    refers_to: Mapped[str | None]
    required: Mapped[bool] = mapped_column(default=False)
    is_unique: Mapped[bool] = mapped_column(default=False)
    visible_in_list: Mapped[bool] = mapped_column(default=False)
    own: Mapped[bool]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class UniqueValue(Base):
    """A value of a unique field that a record was given, folded; whether it still has it, its fields say."""

    __tablename__ = "unique_value"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class ChoiceList(Base):
    """A list that fields choose from (`options_from`); `retired` are choices that are offered no more."""

    __tablename__ = "choice_list"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(JSONB)
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    retired: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class SubmissionRow(Base):
    """A filled-in form as it was sent, and what the review made of it.

    `changes` lists the differences it made (`{field, before, after}`); `flags` are codes for the reviewer; `revises_id`
    is the submission that it corrects, `revised_by_id` the one that corrects it. `place` is the order in which
    submissions were applied, and `unseen` names the fields of the record that had been written since its author saw
    it: with them it can be applied again.
    """

    __tablename__ = "submission"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    form_key: Mapped[str]
    form_version: Mapped[int]
    employee_id: Mapped[UUID]
    device_id: Mapped[UUID | None]
    device_n: Mapped[int | None] = mapped_column(BigInteger)
    record_kind: Mapped[str | None]
    record_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    media: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    location: Mapped[WKBElement | None] = mapped_column(Geography("POINT", 4326, spatial_index=False))
    fix: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    base: Mapped[int | None] = mapped_column(BigInteger)
    hlc: Mapped[str]
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    body_sha256: Mapped[bytes]
    state: Mapped[str] = mapped_column(default="received")
    comment: Mapped[str | None]
    reviewer_id: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    request_id: Mapped[str | None]
    revises_id: Mapped[UUID | None]
    revised_by_id: Mapped[UUID | None]
    unseen: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    place: Mapped[int] = mapped_column(BigInteger, Identity(always=True))


class SubmissionReview(Base):
    """One decision on a submission; the newest stands in the submission itself."""

    __tablename__ = "submission_review"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID]
    state: Mapped[str]
    comment: Mapped[str | None]
    reviewer_id: Mapped[UUID]
    reviewed_at: Mapped[datetime]


class MergePolicy(Base):
    """How an organisation lets concurrent edits of a form's field be settled; no row: as the form says."""

    __tablename__ = "merge_policy"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    form_key: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    policy: Mapped[str]
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]
