"""Reading e-mails to customers and their templates; who sees a customer sees what was sent to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import Account, Employee, Organisation
from server.core.actor import Actor
from server.customers.mail_models import CustomerEmail, EmailTemplate
from server.customers.queries.visibility import visible_ids

Sent = Row[CustomerEmail, str]
"""An e-mail and the name of who wrote it."""


def page(
    session: Session, actor: Actor, customer_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Sent]:
    """Return up to `limit` e-mails to a customer, newest first; the caller knows that the actor sees it."""
    statement = (
        select(CustomerEmail, Employee.name)
        .join(Employee, (Employee.tenant_id == CustomerEmail.tenant_id) & (Employee.id == CustomerEmail.employee_id))
        .where(CustomerEmail.tenant_id == actor.tenant_id, CustomerEmail.customer_id == customer_id)
    )
    if after:
        statement = statement.where(tuple_(CustomerEmail.at, CustomerEmail.id) < tuple_(*after))
    ordered = statement.order_by(CustomerEmail.at.desc(), CustomerEmail.id.desc()).limit(limit)
    return list(session.execute(ordered))


def author(session: Session, email: CustomerEmail) -> str:
    """Return the name of who wrote an e-mail."""
    statement = select(Employee.name).where(Employee.tenant_id == email.tenant_id, Employee.id == email.employee_id)
    return session.scalar(statement) or ""


def email(session: Session, actor: Actor, email_id: UUID) -> CustomerEmail | None:
    """Return an e-mail to a customer that the actor sees."""
    statement = select(CustomerEmail).where(
        CustomerEmail.tenant_id == actor.tenant_id,
        CustomerEmail.id == email_id,
        CustomerEmail.customer_id.in_(visible_ids(actor)),
    )
    return session.scalars(statement).one_or_none()


def templates(session: Session, actor: Actor) -> list[EmailTemplate]:
    """Return the templates in use, by name."""
    statement = select(EmailTemplate).where(
        EmailTemplate.tenant_id == actor.tenant_id, EmailTemplate.archived_at.is_(None)
    )
    return list(session.scalars(statement.order_by(func.fold_vi(EmailTemplate.name), EmailTemplate.id)))


def template(session: Session, actor: Actor, template_id: UUID) -> EmailTemplate | None:
    """Return a template in use, held until the end of the transaction."""
    statement = select(EmailTemplate).where(
        EmailTemplate.tenant_id == actor.tenant_id,
        EmailTemplate.id == template_id,
        EmailTemplate.archived_at.is_(None),
    )
    return session.scalars(statement.with_for_update()).one_or_none()


@dataclass(frozen=True)
class Writer:
    """Who writes an e-mail: his name, his telephone number, where answers to him go, and his organisation's name."""

    name: str
    phone: str | None
    address: str | None
    organisation: str


def writer(session: Session, actor: Actor) -> Writer:
    """Return the actor as a writer of e-mails; his login counts as an address where he gave none."""
    statement = (
        select(Employee.name, Employee.phone, func.coalesce(Employee.email, Account.login), Organisation.name)
        .join(Organisation, Organisation.id == Employee.tenant_id)
        .outerjoin(Account, (Account.tenant_id == Employee.tenant_id) & (Account.employee_id == Employee.id))
        .where(Employee.tenant_id == actor.tenant_id, Employee.id == actor.employee_id)
    )
    return Writer(*session.execute(statement.limit(1)).one())
