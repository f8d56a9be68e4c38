"""The tokens of phones: told, told again after a lost answer, changed, and ended when a copy shows itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Device
from server.accounts.passwords import new_token, tenant_of_token, token_hash
from server.accounts.phone_errors import DeviceRevokedError, DeviceWipedError, KeyRefusedError, RefreshReusedError
from server.accounts.phone_rules import (
    ACCESS,
    DRAIN,
    FAMILY,
    REFRESH,
    Mint,
    Proof,
    RefreshToken,
    proves,
    public_key,
    read_refresh_token,
)
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import work_for

REFRESH_PATH = "/api/v1/devices/token"
UPGRADE_PATH = "/api/v1/devices/key"
WIPED_PATH = "/api/v1/devices/wiped"

ALERTS: list[Callable[[Session, Device], None]] = []
"""Called with a phone whose storage was copied; the composition root tells the supervisor from here."""


@dataclass(frozen=True)
class Tokens:
    """What a phone proves itself with: `token` until `expires_at`, then it asks for more with `refresh_token`."""

    token: str
    expires_at: datetime | None
    refresh_token: str


def issue(mint: Mint, device: Device, *, generation: int) -> Tokens:
    """Give a phone the tokens of a generation; the same again for the one that it has, with the time begun anew."""
    moment = clock.now()
    place, key = RefreshToken(device.tenant_id, device.id, generation), device.public_key or {}
    tokens = Tokens(mint.access_token(place, key), moment + ACCESS, mint.refresh_token(place, key))
    if generation != device.generation:
        device.previous_token_hash, device.previous_token_expires_at = device.token_hash, device.token_expires_at
    device.generation = generation
    device.token_hash, device.token_expires_at = token_hash(tokens.token), tokens.expires_at
    device.refresh_hash = token_hash(tokens.refresh_token)
    device.family_expires_at = device.family_expires_at or moment + FAMILY
    device.refresh_expires_at = min(moment + REFRESH, device.family_expires_at)
    return tokens


def refresh(session: Session, mint: Mint, offered: str, proof: Proof) -> tuple[Device, Tokens] | None:
    """Return a phone with its next tokens; None when nothing is proved.

    Raises DeviceRevokedError, DeviceWipedError, RefreshReusedError.
    """
    said = read_refresh_token(offered)
    if said is None or said.tenant_id != tenant_of_token(offered):
        return None
    work_for(session, said.tenant_id)
    device = queries.device(session, said.tenant_id, said.device_id, lock=True)
    if device is None or not device.public_key:
        return None
    if not proves(proof, device.public_key, "POST", REFRESH_PATH, offered):
        return None
    state = queries.state_now(device, queries.left_at_of(session, device.tenant_id, device.employee_id))
    if state == "wiped":
        raise DeviceWipedError
    if state == "revoked":
        raise DeviceRevokedError
    _note_contact(device, proof)
    tokens = _next(session, mint, device, offered, said)
    return (device, tokens) if tokens else None


def _next(session: Session, mint: Mint, device: Device, offered: str, said: RefreshToken) -> Tokens | None:
    offered_hash, moment = token_hash(offered), clock.now()
    known = offered_hash in (device.refresh_hash, device.previous_refresh_hash)
    if not known and not mint.made(offered, said, device.public_key or {}):
        return None
    if device.refresh_expires_at is not None and device.refresh_expires_at <= moment:
        return None
    if device.refresh_hash is None:
        return _tokens_to_hand_in(mint, device, offered, said)
    if offered_hash == device.previous_refresh_hash:
        return issue(mint, device, generation=device.generation)
    if offered_hash != device.refresh_hash and said.generation <= device.generation:
        _end_family(session, device)
        raise RefreshReusedError
    # Its successor; one from the future was given before the database was restored from an older copy.
    device.previous_refresh_hash = offered_hash
    return issue(mint, device, generation=max(said.generation, device.generation) + 1)


def _tokens_to_hand_in(mint: Mint, device: Device, offered: str, said: RefreshToken) -> Tokens:
    """Let a phone whose family is over hand in what it kept: no successor, so no answer can be lost."""
    expires_at = clock.now() + ACCESS
    token = mint.access_token(said, device.public_key or {}, drain=True)
    if device.token_hash != token_hash(token):
        device.previous_token_hash, device.previous_token_expires_at = device.token_hash, device.token_expires_at
    device.token_hash, device.token_expires_at = token_hash(token), expires_at
    return Tokens(token, expires_at, offered)


def _end_family(session: Session, device: Device) -> None:
    moment = clock.now()
    device.token_hash, device.token_expires_at = token_hash(new_token(device.tenant_id)), moment
    device.previous_token_hash = device.previous_token_expires_at = None
    device.refresh_hash = device.previous_refresh_hash = None
    if device.state != "drain":
        device.state, device.drain_until = "drain", moment + DRAIN
    device.state_changed_at, device.state_changed_by = moment, None
    audit.record(session, None, "device.copied", "device", device.id, detail={"after": {"state": "drain"}})
    for alert in ALERTS:
        alert(session, device)


def upgrade(session: Session, mint: Mint, actor: Actor, token: str, jwk: dict[str, str], proof: Proof) -> Tokens:
    """Give a phone that was enrolled before phones had keys a key and tokens, in exchange for its old token.

    The old one stays good for as long as an access token does; asked again with the same key, the answer is the same.
    """
    assert actor.device_id is not None  # noqa: S101 - the gate lets phones in only
    device = queries.device(session, actor.tenant_id, actor.device_id, lock=True)
    assert device is not None  # noqa: S101 - the actor was made from it
    key = offered_key(jwk)
    again = device.public_key is not None and queries.same_key(device, key) and device.generation == 0
    if (device.public_key is not None and not again) or not proves(proof, key, "POST", UPGRADE_PATH, token):
        raise KeyRefusedError
    if not again:
        device.public_key = key
        device.previous_token_hash, device.previous_token_expires_at = device.token_hash, clock.now() + ACCESS
        audit.record(session, actor, "device.upgrade", "device", device.id)
    return issue(mint, device, generation=0)


def offered_key(jwk: dict[str, str]) -> dict[str, str]:
    """Return the public key that a phone offers; raise KeyRefusedError for what is none."""
    try:
        return public_key(jwk)
    except (ValueError, TypeError) as error:
        raise KeyRefusedError from error


def confirm_wipe(session: Session, token: str, proof: Proof) -> UUID | None:
    """Note that a phone has erased its data, as it signed before it did; None when nothing is proved."""
    said = read_refresh_token(token)
    if said is None or said.tenant_id != tenant_of_token(token):
        return None
    work_for(session, said.tenant_id)
    device = queries.device(session, said.tenant_id, said.device_id, lock=True)
    if device is None or device.state != "wiped" or not device.public_key:
        return None
    if not proves(proof, device.public_key, "POST", WIPED_PATH, token):
        return None
    if device.wipe_confirmed_at is None:
        device.wipe_confirmed_at = device.last_seen_at = clock.now()
        audit.record(session, None, "device.wipe_confirmed", "device", device.id)
    return device.id


def _note_contact(device: Device, proof: Proof) -> None:
    device.last_seen_at = clock.now()
    try:
        claimed = datetime.fromisoformat(proof.time)
        device.clock_offset_ms = int((claimed - clock.now()).total_seconds() * 1000)
    except (ValueError, TypeError):
        pass  # a claim that cannot be read says nothing of the clock
