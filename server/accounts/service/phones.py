"""Knowing phones again, and putting them into other states."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Device
from server.accounts.passwords import token_hash
from server.accounts.phone_errors import (
    DeviceDrainedError,
    DevicePendingError,
    DeviceRevokedError,
    DeviceStateError,
    DeviceWipedError,
    MatchCodeError,
    TooManyPhonesError,
)
from server.accounts.phone_rules import DRAIN, HANDS_IN, PHONES_EACH, TRANSITIONS
from server.accounts.queries import KnownPhone
from server.accounts.rules import SIGNED_IN
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError, NotFoundError

SEEN_EVERY = timedelta(minutes=1)


class DrainedPhone(Actor):
    """A phone that hands in what it kept and reads nothing, its person perhaps no longer with us."""

    def must(self, right: str) -> None:
        """Raise DeviceDrainedError for anything but handing in."""
        if right not in HANDS_IN:
            raise DeviceDrainedError


def refuse_drained(actor: Actor) -> None:
    """Raise DeviceDrainedError for a phone that reads nothing."""
    if isinstance(actor, DrainedPhone):
        raise DeviceDrainedError


def actor_by_device_token(session: Session, token: str) -> Actor | None:
    """Return whose phone a bearer token is, None when the token is unknown or its time is over.

    Raises DevicePendingError, DeviceRevokedError, DeviceWipedError for phones in these states.
    """
    found = queries.actor_of_device(session, tenant_of(session), token_hash(token))
    if found is None:
        return _actor_of_idle_phone(session, token)
    actor, last_seen_at = found
    if _is_long_ago(last_seen_at) and actor.device_id:
        device = queries.device(session, actor.tenant_id, actor.device_id)
        assert device is not None  # noqa: S101 - its row has just been read
        _note_seen(device)
    return actor


def _actor_of_idle_phone(session: Session, token: str) -> Actor | None:
    known = queries.phone_by_token(session, tenant_of(session), token_hash(token))
    if known is None:
        return None
    _refuse_by_state(known.state)
    _note_seen(known.device)
    return _drained(known)


def _note_seen(device: Device) -> None:
    if _is_long_ago(device.last_seen_at):
        device.last_seen_at = clock.now()


def _is_long_ago(last_seen_at: datetime | None) -> bool:
    return last_seen_at is None or clock.now() - last_seen_at > SEEN_EVERY


def note_pull(device: Device) -> None:
    """Note that a phone reads now, to the minute."""
    if device.last_pull_at is None or clock.now() - device.last_pull_at > SEEN_EVERY:
        device.last_pull_at = clock.now()


def _refuse_by_state(state: str) -> None:
    refusals: dict[str, type[DomainError]] = {
        "pending": DevicePendingError,
        "revoked": DeviceRevokedError,
        "wiped": DeviceWipedError,
    }
    if state in refusals:
        raise refusals[state]


def sender_of(session: Session, device: Device) -> Actor:
    """Return the person of a phone as the one who sent something by it earlier: without rights when he has left."""
    identity = queries.identity_of_account(session, device.tenant_id, device.account_id)
    if identity is not None:
        return identity.actor(device.id)
    drained = _drained(queries.phone_of(session, device))
    return Actor(**{**drained.__dict__, "rights": frozenset()})


def _drained(known: KnownPhone) -> DrainedPhone:
    return DrainedPhone(
        tenant_id=known.device.tenant_id,
        organisation_uuid=known.organisation.uuid,
        account_id=known.account.id,
        employee_id=known.device.employee_id,
        language=known.account.language,
        device_id=known.device.id,
        rights=HANDS_IN | {SIGNED_IN},
    )


def set_state(session: Session, actor: Actor, device_id: UUID, wanted: str, match_code: str | None = None) -> Device:
    """Put a phone of somebody within the actor's reach into another state.

    From `pending` to `active` the six digits that the phone shows go with it. Raises NotFoundError, DeviceStateError,
    MatchCodeError, TooManyPhonesError.
    """
    device = queries.reached_device(session, actor, device_id)
    if device is None:
        raise NotFoundError
    left_at = queries.left_at_of(session, device.tenant_id, device.employee_id)
    state = queries.state_now(device, left_at)
    _refuse_transition(session, device, state, wanted, match_code, left=left_at is not None)
    _change(session, actor, device, state, wanted)
    return device


def _refuse_transition(
    session: Session, device: Device, state: str, wanted: str, match_code: str | None, *, left: bool
) -> None:
    over = device.public_key is not None and device.refresh_hash is None
    if wanted not in TRANSITIONS[state] or (wanted == "active" and (left or over)):
        raise DeviceStateError(state=state, wanted=wanted)
    if state == "pending" and wanted == "active" and match_code != device.match_code:
        raise MatchCodeError
    if wanted == "active":
        others = queries.devices_in_use(session, device.tenant_id, device.employee_id)
        others = [phone for phone in others if phone.id != device.id]
        if len(others) >= PHONES_EACH:
            raise TooManyPhonesError(most=PHONES_EACH, phones=", ".join(phone.name for phone in others))


def _change(session: Session, actor: Actor, device: Device, before: str, wanted: str) -> None:
    moment = clock.now()
    device.state = wanted
    device.state_changed_at, device.state_changed_by = moment, actor.employee_id
    device.drain_until = moment + DRAIN if wanted == "drain" else None
    if wanted == "wiped":
        device.wipe_ordered_at = moment
    detail = {"before": {"state": before}, "after": {"state": wanted}, "employee_id": str(device.employee_id)}
    audit.record(session, actor, f"device.{wanted}", "device", device.id, detail=detail)


def drain_phones_of(session: Session, actor: Actor, employee_id: UUID) -> int:
    """Let the phones of somebody who leaves hand in for seven days and read nothing; return how many they are.

    A phone that waits to be confirmed is taken out of service.
    """
    statement = select(Device).where(
        Device.tenant_id == actor.tenant_id,
        Device.employee_id == employee_id,
        Device.state.in_(["pending", "active"]),
    )
    found = list(session.scalars(statement.with_for_update()))
    for device in found:
        _change(session, actor, device, device.state, "drain" if device.state == "active" else "revoked")
    return len(found)
