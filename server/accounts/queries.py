"""Reading people."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.orm import Session

from server.accounts.models import (
    Account,
    Branch,
    ConsoleSession,
    Device,
    Employee,
    EmployeePath,
    Organisation,
)
from server.accounts.rules import sees_all
from server.core.actor import Actor


@dataclass(frozen=True)
class Person:
    """An employee as other areas name him."""

    id: UUID
    name: str


def subtree_of(actor: Actor) -> Select[UUID]:
    """Select the ids of the employees at or below the actor in the manager tree."""
    return select(EmployeePath.descendant_id).where(
        EmployeePath.tenant_id == actor.tenant_id, EmployeePath.ancestor_id == actor.employee_id
    )


def belongs_to_subtree(actor: Actor, column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Return the criterion that the employee in `column` is at or below the actor; office and admin see everybody."""
    return true() if sees_all(actor.role) else column.in_(subtree_of(actor))


def visible_to(actor: Actor) -> Select[Employee]:
    """Select the employees that the actor may see: himself and those below him."""
    return select(Employee).where(
        Employee.tenant_id == actor.tenant_id, belongs_to_subtree(actor, Employee.__table__.c.id)
    )


def employees(session: Session, actor: Actor) -> list[Row[Employee, int]]:
    """Return the visible employees in use with their depth below the root (0), ordered by name."""
    depth = (
        select(EmployeePath.depth)
        .where(EmployeePath.tenant_id == Employee.tenant_id, EmployeePath.descendant_id == Employee.id)
        .order_by(EmployeePath.depth.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = visible_to(actor).where(Employee.state == "active").add_columns(depth.label("depth"))
    return list(session.execute(statement.order_by(Employee.name)))


def branches(session: Session, actor: Actor) -> list[Branch]:
    """Return the organisation's branches by name."""
    statement = select(Branch).where(Branch.tenant_id == actor.tenant_id).order_by(Branch.name)
    return list(session.scalars(statement))


def people(session: Session, tenant_id: int, ids: set[UUID]) -> dict[UUID, Person]:
    """Return the named employees by id."""
    statement = select(Employee.id, Employee.name).where(Employee.tenant_id == tenant_id, Employee.id.in_(ids))
    return {row.id: Person(row.id, row.name) for row in session.execute(statement)}


def managers_of(session: Session, tenant_id: int, employee_id: UUID) -> list[UUID]:
    """Return the employees above this one, the nearest first."""
    statement = (
        select(EmployeePath.ancestor_id)
        .where(
            EmployeePath.tenant_id == tenant_id,
            EmployeePath.descendant_id == employee_id,
            EmployeePath.depth > 0,
        )
        .order_by(EmployeePath.depth)
    )
    return list(session.scalars(statement))


def account_by_login(session: Session, login: str) -> Account | None:
    """Return the account that signs in with `login`, in whatever letter case."""
    return session.scalars(select(Account).where(func.lower(Account.login) == login.strip().lower())).one_or_none()


def _identities() -> Select[Account, Employee, Organisation]:
    return (
        select(Account, Employee, Organisation)
        .join(Employee, (Employee.tenant_id == Account.tenant_id) & (Employee.id == Account.employee_id))
        .join(Organisation, Organisation.id == Account.tenant_id)
        .where(Employee.state == "active")
    )


def identity_of_account(
    session: Session, tenant_id: int, account_id: UUID
) -> Row[Account, Employee, Organisation] | None:
    """Return account, employee and organisation of an account whose employee is still with us."""
    statement = _identities().where(Account.tenant_id == tenant_id, Account.id == account_id)
    return session.execute(statement).one_or_none()


def identity_of_session(
    session: Session, token_hash: bytes
) -> Row[Account, Employee, Organisation, ConsoleSession] | None:
    """Return who is signed in with a console token."""
    statement = (
        _identities()
        .add_columns(ConsoleSession)
        .join(
            ConsoleSession,
            (ConsoleSession.tenant_id == Account.tenant_id) & (ConsoleSession.account_id == Account.id),
        )
        .where(ConsoleSession.token_hash == token_hash)
    )
    return session.execute(statement).one_or_none()


def identity_of_device(session: Session, token_hash: bytes) -> Row[Account, Employee, Organisation, Device] | None:
    """Return whose phone offers a token."""
    statement = (
        _identities()
        .add_columns(Device)
        .join(Device, (Device.tenant_id == Account.tenant_id) & (Device.account_id == Account.id))
        .where(Device.token_hash == token_hash, Device.state == "active")
    )
    return session.execute(statement).one_or_none()


def device(session: Session, tenant_id: int, device_id: UUID, *, lock: bool = False) -> Device | None:
    """Return a phone; with `lock`, its row is held so that one push at a time runs for it."""
    statement = select(Device).where(Device.tenant_id == tenant_id, Device.id == device_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def devices(session: Session, actor: Actor) -> list[Row[Device, str]]:
    """Return the phones of the employees that the actor sees, with the employee's name, silent ones first."""
    statement = (
        select(Device, Employee.name)
        .join(Employee, (Employee.tenant_id == Device.tenant_id) & (Employee.id == Device.employee_id))
        .where(Device.tenant_id == actor.tenant_id, belongs_to_subtree(actor, Device.__table__.c.employee_id))
        .order_by(Device.last_seen_at.asc().nulls_first())
        .limit(1000)
    )
    return list(session.execute(statement))
