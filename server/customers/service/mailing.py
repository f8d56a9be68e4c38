"""Writing e-mails to customers: what is sent is kept as it is sent, and handed over after the commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, outbox
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import InvalidInputError, NotFoundError
from server.core.text import nfc
from server.customers import mail_merge, phones
from server.customers.mail_errors import (
    EmailIdTakenError,
    EmailNotFailedError,
    MailNotSetUpError,
    NotAnAddressOfTheCustomerError,
    UnknownMergeFieldError,
)
from server.customers.mail_models import CustomerEmail
from server.customers.models import Customer
from server.customers.queries import mailing as queries
from server.customers.service import addresses
from server.customers.service.holding import held_for_change
from server.customers.service.recency import note_changes

KIND = "email"
SEND = "customers.email"


@dataclass(frozen=True)
class Text:
    """What somebody wrote to the address `to`, merge fields and all."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Draft:
    """An e-mail as it would go out, its merge fields filled in."""

    address: str
    reply_to: str | None
    sender: str
    subject: str
    text: str


@dataclass(frozen=True)
class Start:
    """What an e-mail to a customer can begin with: addresses with whose they are, and merge fields with values."""

    addresses: Mapping[str, str]
    values: Mapping[str, str | None]
    reply_to: str | None


def start(session: Session, actor: Actor, customer_id: UUID) -> Start:
    """Return what an e-mail to a customer that the actor may change can begin with; raises as `held_for_change`."""
    customer = held_for_change(session, actor, [customer_id])[0]
    writer = queries.writer(session, actor)
    known = mail_merge.addresses_of(customer.name, customer.fields)
    return Start(known, _values(session, customer, writer), _reply_to(writer))


def _values(session: Session, customer: Customer, writer: queries.Writer) -> dict[str, str | None]:
    return {
        "customer.name": customer.name,
        "customer.code": customer.code,
        "customer.address": addresses.line(session, customer),
        "employee.name": writer.name,
        "employee.phone": phones.shown(writer.phone),
        "organisation.name": writer.organisation,
    }


def _reply_to(writer: queries.Writer) -> str | None:
    return writer.address if mail_merge.is_address(writer.address) else None


def preview(session: Session, actor: Actor, customer_id: UUID, wanted: Text) -> Draft:
    """Return an e-mail as it would go out; raises what `send` raises of its words and addresses."""
    return _drafted(session, actor, held_for_change(session, actor, [customer_id])[0], wanted)


def _drafted(session: Session, actor: Actor, customer: Customer, wanted: Text) -> Draft:
    check_fields(wanted.subject, wanted.text)
    if wanted.to not in mail_merge.addresses_of(customer.name, customer.fields):
        raise NotAnAddressOfTheCustomerError(address=wanted.to)
    writer = queries.writer(session, actor)
    values = _values(session, customer, writer)
    subject = mail_merge.one_line(mail_merge.merged(nfc(wanted.subject), values))
    text = mail_merge.merged(nfc(wanted.text), values).strip()
    for part, written in (("subject", subject), ("text", text)):
        if not written:
            raise InvalidInputError(pointer=f"/{part}", reason="blank")
    return Draft(wanted.to, _reply_to(writer), f"{writer.name} ({writer.organisation})", subject, text)


def check_fields(subject: str, text: str) -> None:
    """Raise UnknownMergeFieldError at the first place that names a field which there is not."""
    for part, written in (("subject", subject), ("text", text)):
        found = mail_merge.first_unknown(written)
        if found:
            raise UnknownMergeFieldError(part=part, name=found.name, line=found.line, column=found.column)


@dataclass(frozen=True)
class NewEmail:
    """An e-mail to be sent once, however often it is asked for under this `id`."""

    id: UUID
    to: str
    subject: str
    text: str
    template_id: UUID | None = None


def send(
    session: Session, actor: Actor, customer_id: UUID, command: NewEmail, *, has_server: bool = True
) -> CustomerEmail:
    """Keep an e-mail to a customer and let it be sent after the commit; the same one again is sent no second time.

    Raises what `held_for_change` raises, MailNotSetUpError without a mail server, UnknownMergeFieldError,
    NotAnAddressOfTheCustomerError, InvalidInputError for nothing to be sent, EmailIdTakenError.
    """
    customer = held_for_change(session, actor, [customer_id])[0]
    if not has_server:
        raise MailNotSetUpError
    draft = _drafted(session, actor, customer, Text(command.to, command.subject, command.text))
    standing = session.get(CustomerEmail, (actor.tenant_id, command.id))
    if standing is not None:
        return _same(standing, actor, customer_id, draft)
    email = _kept(session, actor, customer_id, command, draft)
    _enqueue(session, email)
    detail = {"after": {"to": email.address, "subject": email.subject}}
    audit.record(session, actor, "email.send", KIND, email.id, customer_id=customer_id, detail=detail)
    note_changes(session, [customer_id], email.at)
    return email


def _same(standing: CustomerEmail, actor: Actor, customer_id: UUID, draft: Draft) -> CustomerEmail:
    said = (standing.customer_id, standing.employee_id, standing.address, standing.subject, standing.text)
    if said != (customer_id, actor.employee_id, draft.address, draft.subject, draft.text):
        raise EmailIdTakenError
    return standing


def _kept(session: Session, actor: Actor, customer_id: UUID, command: NewEmail, draft: Draft) -> CustomerEmail:
    known = command.template_id and queries.template(session, actor, command.template_id)
    email = CustomerEmail(
        tenant_id=actor.tenant_id,
        id=command.id,
        customer_id=customer_id,
        employee_id=actor.employee_id,
        template_id=known.id if known else None,
        at=clock.now(),
        state="queued",
        tries=0,
        sendings=1,
        **vars(draft),
    )
    try:
        with savepoint(session):
            session.add(email)
            session.flush()
    except IntegrityError as error:  # sent to another customer at the same moment
        raise EmailIdTakenError from error
    return email


def _enqueue(session: Session, email: CustomerEmail, delay_s: int = 0) -> None:
    key = f"{email.id}/{email.sendings}/{email.tries}"
    outbox.send(session, SEND, {"id": str(email.id), "sending": email.sendings}, key=key, delay_s=delay_s)


def again(session: Session, actor: Actor, email_id: UUID, *, has_server: bool = True) -> CustomerEmail:
    """Let an e-mail that failed be sent once more, as it was written.

    Raises NotFoundError, what `held_for_change` raises, MailNotSetUpError, EmailNotFailedError for any other.
    """
    email = queries.email(session, actor, email_id)
    if email is None:
        raise NotFoundError(kind=KIND, id=str(email_id))
    held_for_change(session, actor, [email.customer_id])
    if not has_server:
        raise MailNotSetUpError
    taken = session.execute(
        update(CustomerEmail)
        .where(
            CustomerEmail.tenant_id == actor.tenant_id, CustomerEmail.id == email_id, CustomerEmail.state == "failed"
        )
        .values(state="queued", settled_at=None, tries=0, sendings=CustomerEmail.sendings + 1)
        .returning(CustomerEmail.id)
    )
    if taken.first() is None:
        raise EmailNotFailedError
    session.refresh(email)
    _enqueue(session, email)
    audit.record(session, actor, "email.again", KIND, email.id, customer_id=email.customer_id)
    return email


def try_later(session: Session, email: CustomerEmail, delay_s: int) -> None:
    """Let an e-mail that could not be handed over be tried again after a while."""
    session.flush()
    _enqueue(session, email, delay_s)
