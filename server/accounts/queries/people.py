"""Reading people."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Department, Employee, EmployeePath, Title
from server.accounts.queries.visibility import visible_to
from server.core.actor import Actor


@dataclass(frozen=True)
class Person:
    """An employee as other areas name him."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Colleague:
    """An employee with his place: `depth` is the steps below the root of the manager tree (0)."""

    employee: Employee
    title: str
    department: str
    depth: int


def employees(session: Session, actor: Actor) -> list[Colleague]:
    """Return the visible employees in service with their places, ordered by name."""
    depth = (
        select(EmployeePath.depth)
        .where(EmployeePath.tenant_id == Employee.tenant_id, EmployeePath.descendant_id == Employee.id)
        .order_by(EmployeePath.depth.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        visible_to(actor)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .join(Department, (Department.tenant_id == Title.tenant_id) & (Department.id == Title.department_id))
        .where(Employee.state == "active")
        .add_columns(Title.name, Department.name, depth)
        .order_by(Employee.name, Employee.id)
    )
    return [Colleague(*row) for row in session.execute(statement)]


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
