"""Tables of what proves a person: passwords, second factors, sessions, other sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Account(Base):
    """What an employee signs in with; `login` is unique over all organisations and in small letters.

    `totp_secret` is sealed with the instance's secret; `totp_last_step` is the last time step used, so that no code
    counts twice.
    """

    __tablename__ = "account"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    employee_id: Mapped[UUID]
    login: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="vi")
    password_changed_at: Mapped[datetime | None]
    totp_secret: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)


class ConsoleSession(Base):
    """A signed-in browser; the cookie's token is stored as its SHA-256 only.

    `half` is a session whose password was right and whose second factor is still to come: it opens nothing.
    `proved_at` is when the person last proved himself (sign-in or step-up); `challenge` is WebAuthn's.
    """

    __tablename__ = "console_session"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    account_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="open")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    challenge: Mapped[bytes | None]
    challenged_at: Mapped[datetime | None]
    user_agent: Mapped[str | None]
    ip: Mapped[str | None]


class Passkey(Base):
    """A WebAuthn credential of an account."""

    __tablename__ = "passkey"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that stands in once for a lost second factor, stored as its SHA-256 only."""

    __tablename__ = "recovery_code"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class OidcProvider(Base):
    """Another system that an organisation's people may sign in with; `client_secret` is sealed."""

    __tablename__ = "oidc_provider"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    issuer: Mapped[str]
    client_id: Mapped[str]
    client_secret: Mapped[bytes]
    enabled: Mapped[bool]
    created_at: Mapped[datetime]


class OidcIdentity(Base):
    """Who an account is at a provider: bound by (issuer, subject), never by e-mail."""

    __tablename__ = "oidc_identity"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    provider_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    linked_at: Mapped[datetime]


class OidcFlow(Base):
    """A sign-in (or, with `account_id`, a linking) that is under way at a provider."""

    __tablename__ = "oidc_flow"

    tenant_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    provider_id: Mapped[UUID]
    nonce: Mapped[str]
    verifier: Mapped[str]
    account_id: Mapped[UUID | None]
    began_at: Mapped[datetime]
