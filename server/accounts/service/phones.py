"""Enrolling phones and knowing them again."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Device
from server.accounts.passwords import new_token, token_hash
from server.accounts.service.sign_in import SEEN_EVERY, SignedIn, identity_of, prove
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.ids import new_id


@dataclass(frozen=True)
class DeviceInfo:
    """What a phone says of itself."""

    name: str
    platform: str
    app_version: str


def enrol_device(session: Session, login: str, password: str, info: DeviceInfo) -> tuple[SignedIn, Device]:
    """Make a phone known by login and password; its token is what it proves itself with from now on."""
    account = prove(session, login, password)
    token = new_token(account.tenant_id)
    device = Device(
        tenant_id=account.tenant_id,
        id=new_id(),
        account_id=account.id,
        employee_id=account.employee_id,
        name=info.name,
        platform=info.platform,
        app_version=info.app_version,
        token_hash=token_hash(token),
        enrolled_at=clock.now(),
        last_seen_at=clock.now(),
    )
    session.add(device)
    session.flush()
    return SignedIn(token, identity_of(session, account)), device


def actor_by_device_token(session: Session, token: str) -> Actor | None:
    """Return whose phone a bearer token is, None when it is revoked or unknown."""
    found = queries.identity_of_device(session, tenant_of(session), token_hash(token))
    if found is None:
        return None
    identity, device = found
    if device.last_seen_at is None or clock.now() - device.last_seen_at > SEEN_EVERY:
        device.last_seen_at = clock.now()
    return identity.actor(device.id)
