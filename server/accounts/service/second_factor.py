"""Second factors: codes of an app (TOTP, RFC 6238) and recovery codes; and who shows one."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.errors import (
    BadCredentialsError,
    BadSecondFactorError,
    FactorStandsError,
    SecondFactorNeededError,
)
from server.accounts.models import Account, Passkey, RecoveryCode
from server.accounts.passwords import matches, token_hash
from server.accounts.service import passkeys
from server.accounts.service.passkeys import RelyingParty
from server.accounts.service.sealing import Sealer
from server.accounts.service.sign_in import SignedIn, prove_anew
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor

STEP_S = 30
DRIFT = 1  # steps that a phone's clock may be wrong by
CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is mistaken for something else
HALF_OF_CODE = 5


@dataclass(frozen=True)
class Means:
    """What is needed to check a proof: who we are to a passkey, and what opens sealed secrets."""

    relying: RelyingParty
    sealer: Sealer


@dataclass(frozen=True)
class NewTotp:
    """The secret of an app's codes, told once; `uri` is what its QR code says."""

    secret: str
    uri: str


def show_second(session: Session, actor: Actor, means: Means, proof: Mapping[str, Any]) -> SignedIn:
    """Open the asker's half session for one right second factor (`totp`, `recovery` or `passkey`)."""
    kind = _check(session, actor, means, proof)
    audit.record(session, actor, "session.open", "account", actor.account_id, detail={"second": kind})
    return prove_anew(session, actor)


def step_up(session: Session, actor: Actor, means: Means, proof: Mapping[str, Any]) -> SignedIn:
    """Prove the asker anew: by a second factor where he has one, else by his password."""
    if "password" not in proof:
        _check(session, actor, means, proof)
    else:
        _check_password(session, actor, proof["password"])
    return prove_anew(session, actor)


def begin_totp(session: Session, actor: Actor, sealer: Sealer, issuer: str) -> NewTotp:
    """Make a secret for the asker's app; it counts once a code of it was shown."""
    account = queries.own_account(session, actor, locked=True)
    if account.totp_confirmed_at is not None:
        raise FactorStandsError
    secret = pyotp.random_base32()
    account.totp_secret = sealer.seal(secret, _about(account))
    account.totp_last_step = None
    return NewTotp(secret, pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name=issuer))


def confirm_totp(session: Session, actor: Actor, sealer: Sealer, code: str) -> list[str]:
    """Let the app's codes count from now on, and return fresh recovery codes."""
    account = queries.own_account(session, actor, locked=True)
    if account.totp_confirmed_at is not None:
        raise FactorStandsError
    if not _totp_counts(account, sealer, code):
        raise BadSecondFactorError
    account.totp_confirmed_at = clock.now()
    audit.record(session, actor, "factor.add", "account", account.id, detail={"kind": "totp"})
    return new_recovery_codes(session, actor)


def remove_totp(session: Session, actor: Actor) -> None:
    """Let the app's codes count no more."""
    account = queries.own_account(session, actor, locked=True)
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    audit.record(session, actor, "factor.remove", "account", account.id, detail={"kind": "totp"})
    drop_idle_codes(session, actor)


def add_passkey(
    session: Session, actor: Actor, relying: RelyingParty, credential: dict[str, Any], name: str
) -> tuple[Passkey, list[str]]:
    """Keep a passkey of the asker's; return it, with recovery codes when he has none yet."""
    passkey = passkeys.register(session, actor, relying, credential, name)
    standing = queries.second_factors(session, queries.own_account(session, actor)).recovery_left
    return passkey, [] if standing else new_recovery_codes(session, actor)


def remove_passkey(session: Session, actor: Actor, passkey_id: UUID) -> None:
    """Take one of the asker's passkeys away; raise NotFoundError when he has none of that id."""
    passkeys.remove(session, actor, passkey_id)
    drop_idle_codes(session, actor)


def new_recovery_codes(session: Session, actor: Actor) -> list[str]:
    """Return ten fresh recovery codes; those given before are worth nothing any more."""
    codes = [f"{_letters()}-{_letters()}" for _ in range(CODES)]
    _forget_codes(session, actor)
    session.add_all(
        RecoveryCode(tenant_id=actor.tenant_id, account_id=actor.account_id, code_hash=_code_hash(code))
        for code in codes
    )
    session.flush()
    audit.record(session, actor, "factor.codes", "account", actor.account_id)
    return codes


def drop_idle_codes(session: Session, actor: Actor) -> None:
    """Forget the recovery codes when there is no second factor left that they could stand in for."""
    session.flush()
    if not queries.second_factors(session, queries.own_account(session, actor)).offered:
        _forget_codes(session, actor)


def _check(session: Session, actor: Actor, means: Means, proof: Mapping[str, Any]) -> str:
    """Return the kind of a right proof; note a wrong one and raise BadSecondFactorError."""
    ((kind, shown),) = proof.items()
    account = queries.own_account(session, actor, locked=True)
    if kind == "totp":
        right = account.totp_confirmed_at is not None and _totp_counts(account, means.sealer, shown)
    elif kind == "recovery":
        right = _recovery_counts(session, actor, shown)
    else:
        right = passkeys.counts(session, actor, means.relying, shown)
    if not right:
        audit.record(session, actor, "session.second_failed", "account", account.id, detail={"kind": kind})
        raise BadSecondFactorError
    return kind


def _check_password(session: Session, actor: Actor, password: str) -> None:
    account = queries.own_account(session, actor)
    if queries.second_factors(session, account).offered:
        raise SecondFactorNeededError
    if not matches(account.password_hash, password):
        raise BadCredentialsError


def _totp_counts(account: Account, sealer: Sealer, code: str) -> bool:
    """Use a code up; False for a wrong one and for one that was used before."""
    if account.totp_secret is None:
        return False
    totp = pyotp.TOTP(sealer.open(account.totp_secret, _about(account)))
    now = int(clock.now().timestamp()) // STEP_S
    near = range(now - DRIFT, now + DRIFT + 1)
    step = next((step for step in near if hmac.compare_digest(totp.at(step * STEP_S).encode(), code.encode())), None)
    if step is None or (account.totp_last_step is not None and step <= account.totp_last_step):
        return False
    account.totp_last_step = step
    return True


def _recovery_counts(session: Session, actor: Actor, code: str) -> bool:
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.tenant_id == actor.tenant_id,
            RecoveryCode.account_id == actor.account_id,
            RecoveryCode.code_hash == _code_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.account_id)
    )
    return session.scalar(statement) is not None


def _forget_codes(session: Session, actor: Actor) -> None:
    session.execute(
        delete(RecoveryCode).where(
            RecoveryCode.tenant_id == actor.tenant_id, RecoveryCode.account_id == actor.account_id
        )
    )


def _code_hash(code: str) -> bytes:
    return token_hash("".join(letter for letter in code.lower() if letter in ALPHABET))


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(HALF_OF_CODE))


def _about(account: Account) -> str:
    return f"totp/{account.tenant_id}/{account.id}"
