"""Taking people on: their place in the manager tree, what they read, what they sign in with."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.errors import LoginTakenError
from server.accounts.models import Account, Employee, EmployeePath
from server.accounts.passwords import hash_password, new_token
from server.accounts.service import memberships
from server.accounts.service.standing import hold_people
from server.core import clock, feed
from server.core.database import savepoint, tenant_of
from server.core.ids import derived_id, new_id


@dataclass(frozen=True)
class Hire:
    """A person to be taken on; `manager_id` is None for a root only."""

    name: str
    title_id: UUID
    manager_id: UUID | None = None
    branch_id: UUID | None = None
    id: UUID | None = None
    code: str | None = None
    email: str | None = None
    phone: str | None = None


def inbox_of(employee_id: UUID) -> UUID:
    """Return the scope that one person alone reads: notices and what became of his submissions."""
    return derived_id("inbox", employee_id)


def hire(session: Session, person: Hire) -> Employee:
    """Add an employee below his manager; he and everybody above read his scope from now on."""
    hold_people(session)
    tenant_id = tenant_of(session)
    employee_id = person.id or new_id()
    employee = Employee(
        tenant_id=tenant_id,
        id=employee_id,
        inbox=inbox_of(employee_id),
        name=person.name,
        title_id=person.title_id,
        branch_id=person.branch_id,
        manager_id=person.manager_id,
        code=person.code,
        email=person.email,
        phone=person.phone,
    )
    session.add(employee)
    session.flush()
    above = select(literal(tenant_id), EmployeePath.ancestor_id, literal(employee.id), EmployeePath.depth + 1).where(
        EmployeePath.tenant_id == tenant_id, EmployeePath.descendant_id == person.manager_id
    )
    columns = ["tenant_id", "ancestor_id", "descendant_id", "depth"]
    session.execute(insert(EmployeePath).from_select(columns, above))
    session.add(EmployeePath(tenant_id=tenant_id, ancestor_id=employee.id, descendant_id=employee.id, depth=0))
    session.flush()
    memberships.after_hire(session, employee)
    feed.touch(session, "employee", employee.id)
    return employee


def open_account(
    session: Session,
    employee_id: UUID,
    login: str,
    password: str | None = None,
    *,
    password_hash: str | None = None,
) -> Account:
    """Let an employee sign in; raise LoginTakenError when somebody already uses the login."""
    account = Account(
        tenant_id=tenant_of(session),
        id=new_id(),
        employee_id=employee_id,
        login=login.strip().lower(),
        password_hash=password_hash or hash_password(password or new_token(tenant_of(session))),
        password_changed_at=clock.now(),
    )
    try:
        with savepoint(session):
            session.add(account)
            session.flush()
    except IntegrityError as error:
        raise LoginTakenError(login=login) from error
    return account
