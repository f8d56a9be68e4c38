"""Founding an organisation with its first administrator, by its operator or, where he allows it, by anybody."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.accounts.models import Account, Employee
from server.accounts.service.invitations import Link, make_link
from server.accounts.service.organisations import found_organisation, shipped_title
from server.accounts.service.people import Hire, hire, open_account
from server.accounts.service.sign_in import NO_BROWSER, Browser, SignedIn, check_password, identity_of, open_session
from server.audit import service as audit

ON_FOUNDING: list[Callable[[Session], object]] = []
"""What other areas give a new organisation, for example the shipped forms; wired by the composition root."""


@dataclass(frozen=True)
class Founder:
    """Who founds which organisation; without `password` he is sent a link."""

    organisation: str
    name: str
    login: str
    password: str | None = None


def found(session: Session, founder: Founder) -> Link | None:
    """Make the organisation with its first administrator; return his link, None when he has a password.

    The session works for the organisation from here on. Raise LoginTakenError, WeakPasswordError.
    """
    employee, _ = _found(session, founder)
    return None if founder.password else make_link(session, employee.id)


def sign_up(session: Session, founder: Founder, browser: Browser = NO_BROWSER) -> SignedIn:
    """Found an organisation and sign its administrator in."""
    _, account = _found(session, founder)
    return open_session(session, identity_of(session, account), browser)


def _found(session: Session, founder: Founder) -> tuple[Employee, Account]:
    if founder.password:
        check_password(founder.password, founder.login, founder.name)
    organisation = found_organisation(session, founder.organisation)
    for give in ON_FOUNDING:
        give(session)
    employee = hire(session, Hire(founder.name, shipped_title(session, "admin")))
    account = open_account(session, employee.id, founder.login, founder.password)
    detail = {"name": founder.organisation, "login": account.login}
    audit.record(session, None, "organisation.found", "organisation", organisation.uuid, detail=detail)
    return employee, account
