"""Invitations: a link by which somebody chooses his own password, once (SW-17)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.accounts.errors import InvitationSpentError
from server.accounts.models import Account, ConsoleSession, Employee, Invitation
from server.accounts.passwords import hash_password, new_token, tenant_of_token, token_hash
from server.accounts.service.people import open_account
from server.accounts.service.sign_in import NO_BROWSER, Browser, SignedIn, check_password, identity_of, open_session
from server.accounts.service.standing import refuse_outranked, seen
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of, work_for
from server.core.errors import InvalidInputError
from server.core.ids import new_id

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Link:
    """An invitation: its `token` is told once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Acceptance:
    """What somebody answers to a link: his password, and a login where none was chosen for him."""

    token: str
    password: str
    login: str | None = None


def invite(session: Session, actor: Actor, employee_id: UUID) -> Link:
    """Make a link for an employee; older ones of his are worth nothing any more.

    Whoever holds it becomes him, so nobody invites a person who may do more than he himself: OutrankedError.
    """
    employee = seen(session, actor, employee_id)
    refuse_outranked(session, actor, employee)
    link = make_link(session, employee.id, actor.employee_id)
    audit.record(session, actor, "employee.invite", "employee", employee.id, detail={"expires_at": link.expires_at})
    return link


def make_link(session: Session, employee_id: UUID, invited_by: UUID | None = None) -> Link:
    """Make a link, as the operator too may for the first administrator."""
    end_links(session, employee_id)
    token, moment = new_token(tenant_of(session)), clock.now()
    session.add(
        Invitation(
            tenant_id=tenant_of(session),
            id=new_id(),
            employee_id=employee_id,
            token_hash=token_hash(token),
            invited_by=invited_by,
            invited_at=moment,
            expires_at=moment + GOOD_FOR,
        )
    )
    session.flush()
    return Link(token, moment + GOOD_FOR)


def end_links(session: Session, employee_id: UUID) -> None:
    """Let the open links of an employee be worth nothing."""
    moment = clock.now()
    session.execute(
        update(Invitation)
        .where(
            Invitation.tenant_id == tenant_of(session),
            Invitation.employee_id == employee_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > moment,
        )
        .values(expires_at=moment)
    )


def accept(session: Session, answer: Acceptance, browser: Browser = NO_BROWSER) -> SignedIn:
    """Set the password of whoever the link is for and sign him in; his sessions until now end.

    The session works for his organisation from here on. A second factor that stands is still asked for. Raise
    InvitationSpentError, WeakPasswordError, LoginTakenError.
    """
    employee = _spend(session, answer.token)
    account = _account(session, employee, answer)
    mine = (ConsoleSession.tenant_id == account.tenant_id, ConsoleSession.account_id == account.id)
    session.execute(delete(ConsoleSession).where(*mine))
    session.flush()
    identity = identity_of(session, account)
    audit.record(session, identity.actor(), "invitation.accept", "employee", employee.id)
    return open_session(session, identity, browser)


def _spend(session: Session, token: str) -> Employee:
    """Return whose link it is and take it, one at a time."""
    tenant_id = tenant_of_token(token)
    if tenant_id is None:
        raise InvitationSpentError
    work_for(session, tenant_id)
    statement = select(Invitation).where(Invitation.tenant_id == tenant_id, Invitation.token_hash == token_hash(token))
    invitation = session.scalars(statement.with_for_update()).one_or_none()
    if invitation is None or invitation.used_at or invitation.expires_at <= clock.now():
        raise InvitationSpentError
    employee = session.get_one(Employee, (tenant_id, invitation.employee_id))
    if employee.state != "active":
        raise InvitationSpentError
    invitation.used_at = clock.now()
    return employee


def _account(session: Session, employee: Employee, answer: Acceptance) -> Account:
    statement = select(Account).where(Account.tenant_id == employee.tenant_id, Account.employee_id == employee.id)
    account = session.scalars(statement.with_for_update()).one_or_none()
    login = account.login if account else answer.login
    if login is None:
        raise InvalidInputError(pointer="/login", reason="required")
    check_password(answer.password, login, employee.name)
    if account is None:
        return open_account(session, employee.id, login, answer.password)
    account.password_hash = hash_password(answer.password)
    account.password_changed_at = clock.now()
    return account
