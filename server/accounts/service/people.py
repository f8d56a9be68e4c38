"""Taking people on: their place in the manager tree, what they read, what they sign in with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.errors import LoginTakenError
from server.accounts.models import Account, Employee
from server.accounts.passwords import hash_password, new_token
from server.accounts.service import memberships
from server.accounts.service.standing import hold_people
from server.core import clock, feed, sql
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


PATHS = """
WITH RECURSIVE up AS (
  SELECT id AS descendant_id, id AS ancestor_id, 0 AS depth FROM employee
  WHERE tenant_id = :tenant_id AND id = ANY(:ids)
  UNION ALL
  SELECT up.descendant_id, e.manager_id, up.depth + 1 FROM up
  JOIN employee e ON e.tenant_id = :tenant_id AND e.id = up.ancestor_id AND e.manager_id IS NOT NULL
)
INSERT INTO employee_path (tenant_id, ancestor_id, descendant_id, depth)
SELECT :tenant_id, ancestor_id, descendant_id, depth FROM up
"""


def hire(session: Session, person: Hire) -> Employee:
    """Add an employee below his manager; he and everybody above read his scope from now on."""
    return hire_all(session, [person])[0]


def hire_all(session: Session, people: Sequence[Hire]) -> list[Employee]:
    """Add employees, each below his manager, who may be one of them; return them in the same order."""
    hold_people(session)
    employees = [_employee(tenant_of(session), person) for person in people]
    session.add_all(employees)
    session.flush()
    ids = [employee.id for employee in employees]
    sql.run(session, PATHS, {"tenant_id": tenant_of(session), "ids": ids})
    memberships.after_hire(session, employees)
    for employee_id in ids:
        feed.touch(session, "employee", employee_id)
    return employees


def _employee(tenant_id: int, person: Hire) -> Employee:
    employee_id = person.id or new_id()
    return Employee(
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
