"""Making phones known: by a code that a supervisor made for one person, or by login and password."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.models import Account, Device, Employee, EnrolmentCode
from server.accounts.passwords import new_token, tenant_of_token, token_hash
from server.accounts.phone_errors import (
    AccountMissingError,
    CodeExpiredError,
    CodeNeededError,
    CodeSpentError,
    CodeUnknownError,
    CodeUsedError,
    KeyRefusedError,
    TooManyPhonesError,
)
from server.accounts.phone_rules import (
    IN_PERSON,
    PHONES_EACH,
    REMOTE,
    TRIES,
    Mint,
    Proof,
    match_code,
    new_code,
    proves,
    tidy_code,
)
from server.accounts.queries import Identity
from server.accounts.service.phone_tokens import Tokens, issue, offered_key
from server.accounts.service.sign_in import identity_of, prove
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of, work_for
from server.core.errors import NotFoundError
from server.core.ids import new_id

PATH = "/api/v1/devices"


@dataclass(frozen=True)
class DeviceInfo:
    """What a phone says of itself."""

    name: str
    platform: str
    app_version: str


@dataclass(frozen=True)
class Newcomer:
    """A phone that asks to be enrolled: what it says of itself, its public key (JWK), and a proof of the other half."""

    info: DeviceInfo
    key: dict[str, str]
    proof: Proof


@dataclass(frozen=True)
class Enrolled:
    """A phone that is known now, and whose it is."""

    device: Device
    identity: Identity
    tokens: Tokens


def make_code(
    session: Session, actor: Actor, employee_id: UUID, *, remote: bool = False, confirms: bool = False
) -> tuple[EnrolmentCode, str]:
    """Make a code with which a person within the actor's reach enrols one phone; the code is told this once.

    It holds for 15 minutes, a day where `remote`. With `confirms` a supervisor looks before the phone works. Raises
    NotFoundError, AccountMissingError.
    """
    if session.scalar(queries.visible_to(actor).where(Employee.id == employee_id)) is None:
        raise NotFoundError
    if queries.account_of_employee(session, actor.tenant_id, employee_id) is None:
        raise AccountMissingError
    code, moment = new_code(tenant_of(session)), clock.now()
    made = EnrolmentCode(
        tenant_id=tenant_of(session),
        id=new_id(),
        code_hash=token_hash(code),
        employee_id=employee_id,
        made_by=actor.employee_id,
        made_at=moment,
        expires_at=moment + (REMOTE if remote else IN_PERSON),
        confirms=confirms,
    )
    session.add(made)
    session.flush()
    detail = {"employee_id": str(employee_id), "remote": remote, "confirms": confirms}
    audit.record(session, actor, "enrolment_code.create", "enrolment_code", made.id, detail=detail)
    return made, code


def end_code(session: Session, actor: Actor, code_id: UUID) -> None:
    """Take a code back that was not used; one whose time is over stays as it is."""
    found = queries.reached_code(session, actor, code_id)
    if found is None:
        raise NotFoundError
    if found.used_at is None and found.expires_at > clock.now():
        found.expires_at = clock.now()
        audit.record(session, actor, "enrolment_code.end", "enrolment_code", found.id)


def enrol_by_code(session: Session, mint: Mint, typed: str, newcomer: Newcomer) -> Enrolled:
    """Make a phone known by a code; the same phone again, whose answer was lost, is told the same again.

    Raises CodeUnknownError, CodeUsedError, CodeExpiredError, CodeSpentError, KeyRefusedError, TooManyPhonesError.
    """
    code = tidy_code(typed)
    found = _held_code(session, code)
    key = _proved_key(newcomer, typed)
    if found.used_at is not None:
        return _told_again(session, mint, found, key)
    _refuse_dead(found)
    account = queries.account_of_employee(session, found.tenant_id, found.employee_id)
    if account is None:
        raise CodeExpiredError
    device = _add_device(session, account, newcomer.info, key)
    if found.confirms:
        device.state, device.match_code = "pending", match_code(code, key)
    found.used_at, found.device_id = clock.now(), device.id
    return _enrolled(session, mint, account, device, by="code")


def enrol_by_password(session: Session, mint: Mint, login: str, password: str, newcomer: Newcomer) -> Enrolled:
    """Make a phone known by login and password; raise CodeNeededError for who has a second factor.

    Raises BadCredentialsError, KeyRefusedError, TooManyPhonesError.
    """
    account = prove(session, login, password)
    identity_of(session, account)
    if queries.has_second_factor(session, account):
        raise CodeNeededError
    key = _proved_key(newcomer, login)
    again = [
        phone
        for phone in queries.devices_in_use(session, account.tenant_id, account.employee_id)
        if queries.same_key(phone, key) and phone.generation == 0 and phone.last_n == 0 and phone.last_push_at is None
    ]
    device = again[0] if again else _add_device(session, account, newcomer.info, key)
    return _enrolled(session, mint, account, device, by="password")


def keyless_phone(session: Session, login: str, password: str, info: DeviceInfo) -> Actor:
    """Add a phone that never speaks for itself: its token is told to nobody. Raises BadCredentialsError."""
    account = prove(session, login, password)
    identity = identity_of(session, account)
    return identity.actor(_add_device(session, account, info, None).id)


def note_vain_try(session: Session, typed: str) -> None:
    """Count a try of a code that was refused; after five the code is dead."""
    try:
        found = _held_code(session, tidy_code(typed))
    except CodeUnknownError:
        return
    found.tries += 1
    audit.record(session, None, "enrolment_code.refuse", "enrolment_code", found.id, detail={"tries": found.tries})


def _held_code(session: Session, code: str) -> EnrolmentCode:
    tenant_id = tenant_of_token(code)
    if tenant_id is None:
        raise CodeUnknownError
    work_for(session, tenant_id)
    found = queries.enrolment_code(session, tenant_id, token_hash(code))
    if found is None:
        raise CodeUnknownError
    return found


def _proved_key(newcomer: Newcomer, subject: str) -> dict[str, str]:
    key = offered_key(newcomer.key)
    if not proves(newcomer.proof, key, "POST", PATH, subject):
        raise KeyRefusedError
    return key


def _refuse_dead(found: EnrolmentCode) -> None:
    if found.expires_at <= clock.now():
        raise CodeExpiredError
    if found.tries >= TRIES:
        raise CodeSpentError


def _told_again(session: Session, mint: Mint, found: EnrolmentCode, key: dict[str, str]) -> Enrolled:
    device = queries.device(session, found.tenant_id, found.device_id, lock=True) if found.device_id else None
    if device is None or not queries.same_key(device, key) or device.generation != 0 or device.refresh_hash is None:
        raise CodeUsedError
    account = queries.account_of_employee(session, found.tenant_id, found.employee_id)
    if account is None or device.state not in {"pending", "active"}:
        raise CodeExpiredError
    return Enrolled(device, identity_of(session, account), issue(mint, device, generation=0))


def _add_device(session: Session, account: Account, info: DeviceInfo, key: dict[str, str] | None) -> Device:
    """Add a phone; the one that had this very key until now is the same, enrolled anew."""
    in_use = queries.devices_in_use(session, account.tenant_id, account.employee_id)
    for former in in_use:
        if key is not None and queries.same_key(former, key):
            former.state, former.state_changed_at = "revoked", clock.now()
            audit.record(session, None, "device.replace", "device", former.id)
    others = [phone for phone in in_use if phone.state != "revoked"]
    if len(others) >= PHONES_EACH:
        raise TooManyPhonesError(most=PHONES_EACH, phones=", ".join(phone.name for phone in others))
    device = Device(
        tenant_id=account.tenant_id,
        id=new_id(),
        account_id=account.id,
        employee_id=account.employee_id,
        name=info.name,
        platform=info.platform,
        app_version=info.app_version,
        token_hash=token_hash(new_token(account.tenant_id)),
        public_key=key,
        enrolled_at=clock.now(),
        last_seen_at=clock.now(),
        generation=0,
        last_n=0,
        state="active",
    )
    session.add(device)
    session.flush()
    return device


def _enrolled(session: Session, mint: Mint, account: Account, device: Device, *, by: str) -> Enrolled:
    identity = identity_of(session, account)
    tokens = issue(mint, device, generation=0)
    session.flush()
    detail = {"by": by, "state": device.state, "name": device.name}
    audit.record(session, identity.actor(device.id), "device.enrol", "device", device.id, detail=detail)
    return Enrolled(device, identity, tokens)
