"""Tables of e-mails to customers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class EmailTemplate(Base):
    """A text that e-mails begin with; its merge fields stand in it as they were written."""

    __tablename__ = "email_template"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    updated_by: Mapped[UUID]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class CustomerEmail(Base):
    """An e-mail to a customer as it is sent: `sender` is the name that it comes under, `reply_to` where answers go.

    `state` is queued, sent or failed; `reason` is the code of the last trouble and `answer` what the mail server said.
    `tries` counts attempts of this sending, `sendings` how often somebody asked for one.
    """

    __tablename__ = "customer_email"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    template_id: Mapped[UUID | None]
    address: Mapped[str]
    reply_to: Mapped[str | None]
    sender: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    sendings: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str | None]
    answer: Mapped[str | None]
    settled_at: Mapped[datetime | None]
