"""Passkeys (WebAuthn): registering them and checking what they sign."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from sqlalchemy.orm import Session
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.accounts import queries
from server.accounts.errors import PasskeyRefusedError
from server.accounts.models import Passkey
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id

CHALLENGE_LASTS = timedelta(minutes=5)
_VERIFIED = UserVerificationRequirement.REQUIRED
_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True)
class RelyingParty:
    """Who we are to a passkey: it signs for this origin only."""

    id: str
    origin: str

    @classmethod
    def at(cls, public_url: str) -> "RelyingParty":
        """Return the relying party of the address by which browsers reach us."""
        parts = urlsplit(public_url)
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def registration_options(session: Session, actor: Actor, relying: RelyingParty) -> dict[str, Any]:
    """Return what the asker's browser needs to make a passkey."""
    account = queries.own_account(session, actor)
    options = webauthn.generate_registration_options(
        rp_id=relying.id,
        rp_name="Tuyen",
        user_name=account.login,
        user_id=account.id.bytes,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_VERIFIED
        ),
        exclude_credentials=_descriptors(session, actor),
    )
    _remember(session, actor, options.challenge)
    return _as_json(options)


def register(session: Session, actor: Actor, relying: RelyingParty, credential: dict[str, Any], name: str) -> Passkey:
    """Keep a passkey that the asker's browser made for our challenge; raise PasskeyRefusedError for anything else."""
    challenge = _take_challenge(session, actor)
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=relying.id,
            expected_origin=relying.origin,
            require_user_verification=True,
        )
    except _UNREADABLE as error:
        raise PasskeyRefusedError from error
    if queries.passkey_by_credential(session, actor.account_id, verified.credential_id):
        raise PasskeyRefusedError
    passkey = Passkey(
        tenant_id=actor.tenant_id,
        id=new_id(),
        account_id=actor.account_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name,
        created_at=clock.now(),
    )
    session.add(passkey)
    session.flush()
    audit.record(session, actor, "factor.add", "account", actor.account_id, detail={"kind": "passkey", "name": name})
    return passkey


def remove(session: Session, actor: Actor, passkey_id: UUID) -> None:
    """Take one of the asker's passkeys away; raise NotFoundError when he has none of that id."""
    found = next((passkey for passkey in queries.own_passkeys(session, actor) if passkey.id == passkey_id), None)
    if found is None:
        raise NotFoundError
    session.delete(found)
    detail = {"kind": "passkey", "name": found.name}
    audit.record(session, actor, "factor.remove", "account", actor.account_id, detail=detail)


def assertion_options(session: Session, actor: Actor, relying: RelyingParty) -> dict[str, Any]:
    """Return what the asker's browser needs to show one of his passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=relying.id, allow_credentials=_descriptors(session, actor), user_verification=_VERIFIED
    )
    _remember(session, actor, options.challenge)
    return _as_json(options)


def counts(session: Session, actor: Actor, relying: RelyingParty, assertion: dict[str, Any]) -> bool:
    """Tell whether an assertion is one of the asker's passkeys' over the challenge of his session, which is used up."""
    challenge = _take_challenge(session, actor)
    try:
        credential_id = webauthn.base64url_to_bytes(assertion["id"])
        passkey = queries.passkey_by_credential(session, actor.account_id, credential_id)
        if passkey is None:
            return False
        verified = webauthn.verify_authentication_response(
            credential=assertion,
            expected_challenge=challenge,
            expected_rp_id=relying.id,
            expected_origin=relying.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _UNREADABLE:
        return False
    passkey.sign_count = verified.new_sign_count
    passkey.last_used_at = clock.now()
    return True


def _descriptors(session: Session, actor: Actor) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(passkey.credential_id) for passkey in queries.own_passkeys(session, actor)]


def _remember(session: Session, actor: Actor, challenge: bytes) -> None:
    console_session = queries.own_session(session, actor)
    console_session.challenge = challenge
    console_session.challenged_at = clock.now()


def _take_challenge(session: Session, actor: Actor) -> bytes:
    """Return the challenge of the asker's session and forget it; raise PasskeyRefusedError when none stands."""
    console_session = queries.own_session(session, actor)
    challenge, since = console_session.challenge, console_session.challenged_at
    console_session.challenge = console_session.challenged_at = None
    if challenge is None or since is None or clock.now() - since > CHALLENGE_LASTS:
        raise PasskeyRefusedError
    return challenge


def _as_json(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return found
