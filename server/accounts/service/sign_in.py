"""Signing in at the console."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.errors import BadCredentialsError
from server.accounts.models import Account, ConsoleSession
from server.accounts.passwords import matches, new_token, token_hash
from server.accounts.queries import Identity
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of, work_for
from server.core.ids import new_id

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """A fresh credential: the token is told once and stored as a hash."""

    token: str
    identity: Identity


def sign_in(session: Session, login: str, password: str) -> SignedIn:
    """Open a console session for a right login and password, else raise BadCredentialsError."""
    account = prove(session, login, password)
    token = new_token(account.tenant_id)
    moment = clock.now()
    session.add(
        ConsoleSession(
            tenant_id=account.tenant_id,
            id=new_id(),
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=moment,
            last_seen_at=moment,
            proved_at=moment,
        )
    )
    return SignedIn(token, identity_of(session, account))


def sign_out(session: Session, token: str) -> None:
    """End the console session of a token; an unknown one is ended already."""
    session.execute(
        delete(ConsoleSession).where(
            ConsoleSession.tenant_id == tenant_of(session), ConsoleSession.token_hash == token_hash(token)
        )
    )


def prove(session: Session, login: str, password: str) -> Account:
    """Return the account of a right login and password and work for its organisation; raise BadCredentialsError."""
    account = queries.account_by_login(session, login)
    if not matches(account.password_hash if account else None, password) or account is None:
        raise BadCredentialsError
    work_for(session, account.tenant_id)
    return account


def identity_of(session: Session, account: Account) -> Identity:
    """Return whose account it is; raise BadCredentialsError when he has left."""
    identity = queries.identity_of_account(session, account.tenant_id, account.id)
    if identity is None:
        raise BadCredentialsError
    return identity


def actor_by_token(session: Session, token: str) -> Actor | None:
    """Return whose console session a token is; idle for 30 minutes or older than 12 hours, it is nobody's."""
    found = queries.identity_of_session(session, tenant_of(session), token_hash(token))
    moment = clock.now()
    if found is None:
        return None
    identity, console_session = found
    if moment - console_session.last_seen_at > IDLE or moment - console_session.created_at > ABSOLUTE:
        return None
    if moment - console_session.last_seen_at > SEEN_EVERY:
        console_session.last_seen_at = moment
    return identity.actor(session_id=console_session.id, proved_at=console_session.proved_at)
