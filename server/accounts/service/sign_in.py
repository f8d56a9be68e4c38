"""Signing in at the console: passwords, and the sessions that they open."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.errors import BadCredentialsError, WeakPasswordError
from server.accounts.models import Account, ConsoleSession
from server.accounts.passwords import hash_password, matches, new_token, token_hash
from server.accounts.queries import Identity
from server.accounts.rules import HALF, password_fault
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of, work_for
from server.core.errors import NotFoundError
from server.core.ids import new_id

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
HALF_WAY = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """A fresh credential: the token is told once and stored as a hash.

    `second` names the second factors of which one is still to be shown; until then the session is half and opens
    nothing else.
    """

    token: str
    identity: Identity
    second: tuple[str, ...] = ()


@dataclass(frozen=True)
class Browser:
    """From where somebody signs in, as he may later recognise it."""

    user_agent: str | None = None
    ip: str | None = None


NO_BROWSER = Browser()


def sign_in(session: Session, login: str, password: str, browser: Browser = NO_BROWSER) -> SignedIn:
    """Open a console session for a right login and password, else raise BadCredentialsError."""
    account = prove(session, login, password)
    return open_session(session, identity_of(session, account), browser)


def open_session(session: Session, identity: Identity, browser: Browser = NO_BROWSER) -> SignedIn:
    """Open a session for somebody who has proved himself; half of one where a second factor stands."""
    account = identity.account
    _sweep(session, account)
    second = queries.second_factors(session, account).offered
    token, moment = new_token(account.tenant_id), clock.now()
    opened = ConsoleSession(
        tenant_id=account.tenant_id,
        id=new_id(),
        token_hash=token_hash(token),
        account_id=account.id,
        state="half" if second else "open",
        created_at=moment,
        last_seen_at=moment,
        proved_at=moment,
        user_agent=browser.user_agent,
        ip=browser.ip,
    )
    session.add(opened)
    session.flush()
    if not second:
        audit.record(session, identity.actor(session_id=opened.id), "session.open", "account", account.id)
    return SignedIn(token, identity, second)


def prove_anew(session: Session, actor: Actor) -> SignedIn:
    """Open the asker's session wholly, as proved just now; its token changes: the one before is worth nothing."""
    console_session = queries.own_session(session, actor)
    moment, token = clock.now(), new_token(actor.tenant_id)
    console_session.token_hash = token_hash(token)
    console_session.state = "open"
    console_session.proved_at = console_session.last_seen_at = moment
    session.flush()
    return SignedIn(token, identity_of(session, queries.own_account(session, actor)))


def sign_out(session: Session, actor: Actor) -> None:
    """End the asker's console session."""
    _end(session, actor, ConsoleSession.id == actor.session_id)
    audit.record(session, actor, "session.close", "account", actor.account_id)


def end_session(session: Session, actor: Actor, session_id: UUID) -> None:
    """End one session of the asker's own; raise NotFoundError when he has none of that id."""
    if not _end(session, actor, ConsoleSession.id == session_id):
        raise NotFoundError
    audit.record(session, actor, "session.end", "account", actor.account_id, detail={"session": str(session_id)})


def end_other_sessions(session: Session, actor: Actor) -> int:
    """End all sessions of the asker's but the one that asks, and return how many these were."""
    ended = _end(session, actor, ConsoleSession.id != actor.session_id)
    audit.record(session, actor, "session.end_others", "account", actor.account_id, detail={"ended": ended})
    return ended


def change_password(session: Session, actor: Actor, old: str, new: str) -> None:
    """Change the asker's password and end his other sessions; raise BadCredentialsError or WeakPasswordError."""
    account = queries.own_account(session, actor, locked=True)
    if not matches(account.password_hash, old):
        raise BadCredentialsError
    account.password_hash = _hashed(session, account, new)
    account.password_changed_at = clock.now()
    _end(session, actor, ConsoleSession.id != actor.session_id)
    audit.record(session, actor, "password.change", "account", account.id)


def check_password(password: str, *names: str | None) -> None:
    """Raise WeakPasswordError for a password that anybody would try who knows these names of its owner."""
    fault = password_fault(password, [name for name in names if name])
    if fault:
        raise WeakPasswordError(reason=fault)


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
    """Return whose console session a token is; idle for 30 minutes or older than 12 hours, it is nobody's.

    Half a session acts with the one right to show a second factor.
    """
    found = queries.identity_of_session(session, tenant_of(session), token_hash(token))
    moment = clock.now()
    if found is None:
        return None
    identity, console_session = found
    half = console_session.state == "half"
    if moment - console_session.last_seen_at > IDLE or moment - console_session.created_at > _longest(half=half):
        return None
    if moment - console_session.last_seen_at > SEEN_EVERY:
        console_session.last_seen_at = moment
    actor = identity.actor(session_id=console_session.id, proved_at=console_session.proved_at)
    return replace(actor, rights=frozenset({HALF}) if half else actor.rights | {HALF})


def _longest(*, half: bool) -> timedelta:
    return HALF_WAY if half else ABSOLUTE


def _hashed(session: Session, account: Account, password: str) -> str:
    check_password(password, account.login, identity_of(session, account).employee.name)
    return hash_password(password)


def _end(session: Session, actor: Actor, *which) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN002 - conditions
    statement = delete(ConsoleSession).where(
        ConsoleSession.tenant_id == actor.tenant_id, ConsoleSession.account_id == actor.account_id, *which
    )
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _sweep(session: Session, account: Account) -> None:
    """Forget the account's sessions that have run out."""
    moment = clock.now()
    over = or_(ConsoleSession.last_seen_at < moment - IDLE, ConsoleSession.created_at < moment - ABSOLUTE)
    mine = (ConsoleSession.tenant_id == account.tenant_id, ConsoleSession.account_id == account.id)
    session.execute(delete(ConsoleSession).where(*mine, over))
