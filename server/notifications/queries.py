"""Reading notices: everybody reads his own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import Account, Employee
from server.core.actor import Actor
from server.core.database import tenant_of
from server.notifications.models import Notification


def visible_to(actor: Actor) -> Select[Notification]:
    """Select the notices to the actor himself; no manager reads another person's inbox."""
    return select(Notification).where(
        Notification.tenant_id == actor.tenant_id, Notification.employee_id == actor.employee_id
    )


def page(session: Session, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[Notification]:
    """Return up to `limit` notices, newest first, older than the key (at, id) of the page before."""
    statement = visible_to(actor)
    if after:
        statement = statement.where(tuple_(Notification.at, Notification.id) < tuple_(*after))
    return list(session.scalars(statement.order_by(Notification.at.desc(), Notification.id.desc()).limit(limit)))


def count_unread(session: Session, actor: Actor) -> int:
    """Return how many notices the actor has not read."""
    unread = visible_to(actor).where(Notification.read_at.is_(None)).with_only_columns(func.count())
    return session.scalar(unread) or 0


def locked(session: Session, actor: Actor, notification_ids: Collection[UUID]) -> list[Notification]:
    """Return those of the notices that are to the actor, held until the end of the transaction."""
    statement = visible_to(actor).where(Notification.id.in_(notification_ids)).order_by(Notification.id)
    return list(session.scalars(statement.with_for_update()))


@dataclass(frozen=True)
class Addressed:
    """A notice with the e-mail address of whom it is to, and his language."""

    id: UUID
    title: dict[str, str]
    body: str
    link: str | None
    address: str
    language: str


def addressed(session: Session, notification_id: UUID) -> Addressed | None:
    """Return a notice with where to mail it: his address, else a login that is one; None when there is neither.

    None too for somebody who is no longer in service.
    """
    address = func.coalesce(Employee.email, Account.login)
    statement = (
        select(Notification.id, Notification.title, Notification.body, Notification.link, address, Account.language)
        .join(Employee, (Employee.tenant_id == Notification.tenant_id) & (Employee.id == Notification.employee_id))
        .outerjoin(Account, (Account.tenant_id == Employee.tenant_id) & (Account.employee_id == Employee.id))
        .where(
            Notification.tenant_id == tenant_of(session),
            Notification.id == notification_id,
            Employee.state == "active",
            address.like("%_@_%"),
        )
    )
    row = session.execute(statement).first()
    return Addressed(*row[:5], row[5] or "vi") if row else None
