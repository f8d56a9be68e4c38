"""Reading what proves a person: his sessions and second factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from server.accounts.models import Account, ConsoleSession, Passkey, RecoveryCode
from server.accounts.passwords import token_hash
from server.core.actor import Actor
from server.core.database import tenant_of

Row = TypeVar("Row")


@dataclass(frozen=True)
class SecondFactors:
    """What an account may show besides its password."""

    totp: bool
    passkeys: int
    recovery_left: int

    @property
    def offered(self) -> tuple[str, ...]:
        """The kinds that may be shown now; none when there is neither an app nor a passkey."""
        kinds = {"totp": self.totp, "passkey": self.passkeys > 0}
        standing = tuple(kind for kind, stands in kinds.items() if stands)
        return (*standing, "recovery") if standing and self.recovery_left else standing


def second_factors(session: Session, account: Account) -> SecondFactors:
    """Return which second factors stand for an account."""
    unused = RecoveryCode.used_at.is_(None)
    return SecondFactors(
        account.totp_confirmed_at is not None,
        session.scalar(select(func.count()).select_from(Passkey).where(*_of(Passkey, account))) or 0,
        session.scalar(select(func.count()).select_from(RecoveryCode).where(*_of(RecoveryCode, account), unused)) or 0,
    )


def own_account(session: Session, actor: Actor, *, locked: bool = False) -> Account:
    """Return the account of who asks; `locked` keeps it from changing until the transaction ends."""
    statement = select(Account).where(Account.tenant_id == actor.tenant_id, Account.id == actor.account_id)
    return session.scalars(_held(statement) if locked else statement).one()


def own_session(session: Session, actor: Actor) -> ConsoleSession:
    """Return the console session that asks, held until the transaction ends."""
    statement = select(ConsoleSession).where(
        ConsoleSession.tenant_id == actor.tenant_id, ConsoleSession.id == actor.session_id
    )
    return session.scalars(_held(statement)).one()


def proved_at(session: Session, token: str) -> datetime | None:
    """Return when the person of a console token last proved himself."""
    mine = (ConsoleSession.tenant_id == tenant_of(session), ConsoleSession.token_hash == token_hash(token))
    return session.scalar(select(ConsoleSession.proved_at).where(*mine))


def own_sessions(session: Session, actor: Actor) -> Sequence[ConsoleSession]:
    """Return the open sessions of who asks, the last used first."""
    statement = select(ConsoleSession).where(*_sessions_of(actor)).order_by(ConsoleSession.last_seen_at.desc())
    return session.scalars(statement).all()


def own_passkeys(session: Session, actor: Actor) -> Sequence[Passkey]:
    """Return the passkeys of who asks, the oldest first."""
    mine = (Passkey.tenant_id == actor.tenant_id, Passkey.account_id == actor.account_id)
    return session.scalars(select(Passkey).where(*mine).order_by(Passkey.created_at, Passkey.id)).all()


def passkey_by_credential(session: Session, account_id: UUID, credential_id: bytes) -> Passkey | None:
    """Return the account's passkey of a credential, held until the transaction ends."""
    statement = select(Passkey).where(
        Passkey.tenant_id == tenant_of(session),
        Passkey.account_id == account_id,
        Passkey.credential_id == credential_id,
    )
    return session.scalars(_held(statement)).one_or_none()


def _held(statement: Select[Row]) -> Select[Row]:
    """Lock what is selected and read it anew: another request may have used it up since the gate has read it."""
    return statement.with_for_update().execution_options(populate_existing=True)


def _sessions_of(actor: Actor):  # type: ignore[no-untyped-def]  # noqa: ANN202 - conditions
    return (
        ConsoleSession.tenant_id == actor.tenant_id,
        ConsoleSession.account_id == actor.account_id,
        ConsoleSession.state == "open",
    )


def _of(table: type[Passkey | RecoveryCode], account: Account):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return (table.tenant_id == account.tenant_id, table.account_id == account.id)
