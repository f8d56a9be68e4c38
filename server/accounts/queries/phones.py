"""Reading phones and enrolment codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from server.accounts.models import Account, Device, Employee, EnrolmentCode, Organisation, Passkey
from server.accounts.phone_rules import standing
from server.accounts.queries.visibility import belongs_to_reach
from server.core import clock, statements
from server.core.actor import Actor


@dataclass(frozen=True)
class KnownPhone:
    """A phone with whose it is; `state` is the one that holds now, whatever the row says."""

    device: Device
    account: Account
    organisation: Organisation
    state: str


def device(session: Session, tenant_id: int, device_id: UUID, *, lock: bool = False) -> Device | None:
    """Return a phone; with `lock`, its row is held so that one push at a time runs for it."""
    return session.get(Device, (tenant_id, device_id), with_for_update=lock, populate_existing=lock)


def offers(token_hash: bytes | BindParameter[bytes]) -> ColumnElement[bool]:
    """Return the criterion that a phone's access token, or the one before, has that hash and is not over."""
    now = statements.now()
    present = (Device.token_hash == token_hash) & (Device.token_expires_at.is_(None) | (Device.token_expires_at > now))
    before = (Device.previous_token_hash == token_hash) & (Device.previous_token_expires_at > now)
    return or_(present, before)


def phone_by_token(session: Session, tenant_id: int, token_hash: bytes) -> KnownPhone | None:
    """Return whose phone offers an access token that is not over, in whatever state phone and person are."""
    statement = (
        select(Device, Account, Organisation, Employee.state, Employee.left_at)
        .join(Account, (Account.tenant_id == Device.tenant_id) & (Account.id == Device.account_id))
        .join(Employee, (Employee.tenant_id == Device.tenant_id) & (Employee.id == Device.employee_id))
        .join(Organisation, Organisation.id == Device.tenant_id)
        .where(Device.tenant_id == tenant_id, offers(token_hash))
    )
    row = session.execute(statement).one_or_none()
    return KnownPhone(row[0], row[1], row[2], state_now(row[0], left_since(row[3], row[4]))) if row else None


def phone_of(session: Session, device: Device) -> KnownPhone:
    """Return whose phone it is, in whatever state phone and person are."""
    statement = (
        select(Account, Organisation, Employee.state, Employee.left_at)
        .join(Organisation, Organisation.id == Account.tenant_id)
        .join(Employee, (Employee.tenant_id == Account.tenant_id) & (Employee.id == Account.employee_id))
        .where(Account.tenant_id == device.tenant_id, Account.id == device.account_id)
    )
    row = session.execute(statement).one()
    return KnownPhone(device, row[0], row[1], state_now(device, left_since(row[2], row[3])))


def state_now(phone: Device, left_at: datetime | None) -> str:
    """Return the state of a phone that holds now; `left_at` is when its person left, None who has not."""
    return standing(phone.state, phone.drain_until, left_at, clock.now())


def left_since(state: str, left_at: datetime | None) -> datetime | None:
    """Return when somebody left, None for who is with us; who left at an unknown time left just now."""
    return (left_at or clock.now()) if state == "left" else None


def left_at_of(session: Session, tenant_id: int, employee_id: UUID) -> datetime | None:
    """Return when an employee left, None for who is with us."""
    statement = select(Employee.state, Employee.left_at).where(
        Employee.tenant_id == tenant_id, Employee.id == employee_id
    )
    return left_since(*session.execute(statement).one())


def devices(session: Session, actor: Actor) -> list[tuple[Device, str, str]]:
    """Return the phones of the employees that the actor sees, with the employee's name and the state that holds now.

    Silent ones come first.
    """
    statement = (
        select(Device, Employee.name, Employee.state, Employee.left_at)
        .join(Employee, (Employee.tenant_id == Device.tenant_id) & (Employee.id == Device.employee_id))
        .where(Device.tenant_id == actor.tenant_id, belongs_to_reach(actor, Device.__table__.c.employee_id))
        .order_by(Device.last_seen_at.asc().nulls_first())
        .limit(1000)
    )
    rows = session.execute(statement)
    return [(phone, name, state_now(phone, left_since(state, left_at))) for phone, name, state, left_at in rows]


def reached_device(session: Session, actor: Actor, device_id: UUID) -> Device | None:
    """Return a phone of somebody whom the actor sees, held until the end of the transaction."""
    statement = (
        select(Device)
        .where(
            Device.tenant_id == actor.tenant_id,
            Device.id == device_id,
            belongs_to_reach(actor, Device.__table__.c.employee_id),
        )
        .with_for_update()
    )
    return session.scalars(statement).one_or_none()


def devices_in_use(session: Session, tenant_id: int, employee_id: UUID) -> list[Device]:
    """Return the phones that an employee works with, or waits to; the employee is held, so that they are counted once.

    A phone whose person left, or that may only hand in, counts no more.
    """
    held = select(Employee.id).where(Employee.tenant_id == tenant_id, Employee.id == employee_id)
    session.execute(held.with_for_update(key_share=True))
    statement = (
        select(Device)
        .where(
            Device.tenant_id == tenant_id,
            Device.employee_id == employee_id,
            Device.state.in_(["pending", "active"]),
        )
        .order_by(Device.enrolled_at)
    )
    return list(session.scalars(statement))


def account_of_employee(session: Session, tenant_id: int, employee_id: UUID) -> Account | None:
    """Return the account of an employee who is with us."""
    statement = (
        select(Account)
        .join(Employee, (Employee.tenant_id == Account.tenant_id) & (Employee.id == Account.employee_id))
        .where(Account.tenant_id == tenant_id, Account.employee_id == employee_id, Employee.state == "active")
        .limit(1)
    )
    return session.scalars(statement).one_or_none()


def has_second_factor(session: Session, account: Account) -> bool:
    """Tell whether a password alone does not prove the account's person."""
    passkeys = select(func.count()).where(Passkey.tenant_id == account.tenant_id, Passkey.account_id == account.id)
    return account.totp_confirmed_at is not None or bool(session.scalar(passkeys))


def enrolment_code(session: Session, tenant_id: int, code_hash: bytes) -> EnrolmentCode | None:
    """Return the enrolment code with that hash, held until the end of the transaction."""
    statement = select(EnrolmentCode).where(EnrolmentCode.tenant_id == tenant_id, EnrolmentCode.code_hash == code_hash)
    return session.scalars(statement.with_for_update()).one_or_none()


def enrolment_codes(session: Session, actor: Actor, employee_id: UUID | None) -> list[Row[EnrolmentCode, str]]:
    """Return the newest codes of the people that the actor sees, or of one of them, with the person's name."""
    statement = (
        select(EnrolmentCode, Employee.name)
        .join(Employee, (Employee.tenant_id == EnrolmentCode.tenant_id) & (Employee.id == EnrolmentCode.employee_id))
        .where(
            EnrolmentCode.tenant_id == actor.tenant_id,
            belongs_to_reach(actor, EnrolmentCode.__table__.c.employee_id),
        )
        .order_by(EnrolmentCode.made_at.desc(), EnrolmentCode.id)
        .limit(200)
    )
    if employee_id is not None:
        statement = statement.where(EnrolmentCode.employee_id == employee_id)
    return list(session.execute(statement))


def reached_code(session: Session, actor: Actor, code_id: UUID) -> EnrolmentCode | None:
    """Return a code of somebody whom the actor sees, held until the end of the transaction."""
    statement = select(EnrolmentCode).where(
        EnrolmentCode.tenant_id == actor.tenant_id,
        EnrolmentCode.id == code_id,
        belongs_to_reach(actor, EnrolmentCode.__table__.c.employee_id),
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def same_key(phone: Device, key: Mapping[str, Any]) -> bool:
    """Tell whether a phone has that public key."""
    return phone.public_key == dict(key)
