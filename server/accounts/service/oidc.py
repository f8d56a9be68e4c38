"""Single sign-on: an organisation's providers, whom they prove, and who has linked himself there.

A provider proves (provider, subject) and nothing else: no e-mail address makes anybody somebody here. He is linked by
himself, signed in; a subject whom nobody has linked gets no account and no rights.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.errors import BadCredentialsError, NameTakenError, SsoRefusedError
from server.accounts.models import Account, OidcFlow, OidcIdentity, OidcProvider
from server.accounts.passwords import new_token, token_hash
from server.accounts.service.oidc_protocol import Attempt, Client
from server.accounts.service.sealing import Sealer
from server.accounts.service.sign_in import Browser, SignedIn, identity_of, open_session
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import savepoint, tenant_of
from server.core.errors import NotFoundError
from server.core.ids import new_id

FLOW_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class NewProvider:
    """A provider as an administrator sets it up."""

    name: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Flow:
    """A way to a provider that was begun; `account_id` says that it is to link this account."""

    provider_id: UUID
    attempt: Attempt
    account_id: UUID | None


def add_provider(session: Session, actor: Actor, new: NewProvider, sealer: Sealer) -> OidcProvider:
    """Let the organisation's people sign in at another system; raise NameTakenError when it is set up already."""
    provider = OidcProvider(
        tenant_id=actor.tenant_id,
        id=new_id(),
        name=new.name,
        issuer=new.issuer,
        client_id=new.client_id,
        client_secret=b"",
        enabled=True,
        created_at=clock.now(),
    )
    provider.client_secret = sealer.seal(new.client_secret, _about(provider))
    try:
        with savepoint(session):
            session.add(provider)
            session.flush()
    except IntegrityError as error:
        raise NameTakenError(name=new.name) from error
    detail = {"after": {"name": new.name, "issuer": new.issuer, "client_id": new.client_id}}
    audit.record(session, actor, "sso.add", "oidc_provider", provider.id, detail=detail)
    return provider


def remove_provider(session: Session, actor: Actor, provider_id: UUID) -> None:
    """Take a provider away with everybody's links to it; raise NotFoundError when there is none."""
    provider = provider_of(session, provider_id)
    for table in (OidcFlow, OidcIdentity):
        here = (table.tenant_id == actor.tenant_id, table.provider_id == provider_id)
        session.execute(delete(table).where(*here))
    session.delete(provider)
    detail = {"before": {"name": provider.name, "issuer": provider.issuer}}
    audit.record(session, actor, "sso.remove", "oidc_provider", provider_id, detail=detail)


def providers(session: Session) -> Sequence[OidcProvider]:
    """Return the organisation's providers by name."""
    mine = OidcProvider.tenant_id == tenant_of(session)
    return session.scalars(select(OidcProvider).where(mine).order_by(OidcProvider.name, OidcProvider.id)).all()


def provider_of(session: Session, provider_id: UUID) -> OidcProvider:
    """Return a provider of the organisation; raise NotFoundError when there is none."""
    found = session.get(OidcProvider, (tenant_of(session), provider_id))
    if found is None or not found.enabled:
        raise NotFoundError
    return found


def client_of(provider: OidcProvider, sealer: Sealer, redirect_uri: str) -> Client:
    """Return who we are at a provider."""
    secret = sealer.open(provider.client_secret, _about(provider))
    return Client(provider.issuer, provider.client_id, secret, redirect_uri)


def begin_flow(session: Session, provider_id: UUID, account_id: UUID | None = None) -> Attempt:
    """Note that somebody goes to a provider, to sign in or to link his account."""
    tenant_id, moment = tenant_of(session), clock.now()
    attempt = Attempt(new_token(tenant_id), token_urlsafe(32), token_urlsafe(48))
    session.execute(delete(OidcFlow).where(OidcFlow.tenant_id == tenant_id, OidcFlow.began_at < moment - FLOW_LASTS))
    flow = OidcFlow(
        tenant_id=tenant_id,
        state_hash=token_hash(attempt.state),
        provider_id=provider_id,
        nonce=attempt.nonce,
        verifier=attempt.verifier,
        account_id=account_id,
        began_at=moment,
    )
    session.add(flow)
    session.flush()
    return attempt


def take_flow(session: Session, state: str, kept: str | None) -> Flow:
    """Return the flow of a state and forget it; `kept` is what the browser that began it holds.

    Raise SsoRefusedError for an unknown one, an old one, and one that another browser began.
    """
    mine = (OidcFlow.tenant_id == tenant_of(session), OidcFlow.state_hash == token_hash(state))
    row = session.execute(delete(OidcFlow).where(*mine).returning(OidcFlow)).scalar_one_or_none()
    if row is None or clock.now() - row.began_at > FLOW_LASTS:
        raise SsoRefusedError(reason="state")
    if not hmac.compare_digest((kept or "").encode(), state.encode()):
        raise SsoRefusedError(reason="browser")
    return Flow(row.provider_id, Attempt(state, row.nonce, row.verifier), row.account_id)


def sign_in_by(session: Session, provider_id: UUID, subject: str, browser: Browser) -> SignedIn:
    """Open a session for who has linked the subject; raise SsoRefusedError when nobody has."""
    provider_of(session, provider_id)
    linked = session.get(OidcIdentity, (tenant_of(session), provider_id, subject))
    if linked is None:
        raise SsoRefusedError(reason="unknown")
    try:
        identity = identity_of(session, session.get_one(Account, (linked.tenant_id, linked.account_id)))
    except BadCredentialsError as error:
        raise SsoRefusedError(reason="left") from error
    return open_session(session, identity, browser)


def link(session: Session, actor: Actor, provider_id: UUID, subject: str) -> None:
    """Let the asker sign in as this subject from now on; raise SsoRefusedError when another does so."""
    provider_of(session, provider_id)
    standing = session.get(OidcIdentity, (actor.tenant_id, provider_id, subject))
    if standing is not None:
        if standing.account_id != actor.account_id:
            raise SsoRefusedError(reason="another")
        return
    session.add(
        OidcIdentity(
            tenant_id=actor.tenant_id,
            provider_id=provider_id,
            subject=subject,
            account_id=actor.account_id,
            linked_at=clock.now(),
        )
    )
    session.flush()
    audit.record(session, actor, "sso.link", "account", actor.account_id, detail={"provider": str(provider_id)})


def unlink(session: Session, actor: Actor, provider_id: UUID) -> None:
    """Let the asker sign in at a provider no more."""
    session.execute(
        delete(OidcIdentity).where(
            OidcIdentity.tenant_id == actor.tenant_id,
            OidcIdentity.provider_id == provider_id,
            OidcIdentity.account_id == actor.account_id,
        )
    )
    audit.record(session, actor, "sso.unlink", "account", actor.account_id, detail={"provider": str(provider_id)})


def linked_providers(session: Session, actor: Actor) -> set[UUID]:
    """Return the providers at which the asker has linked himself."""
    mine = (OidcIdentity.tenant_id == actor.tenant_id, OidcIdentity.account_id == actor.account_id)
    return set(session.scalars(select(OidcIdentity.provider_id).where(*mine)))


def _about(provider: OidcProvider) -> str:
    return f"oidc/{provider.tenant_id}/{provider.id}"
