"""Reading employees as those who manage them see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Account, Department, Employee, EmployeePath, Invitation, Team, TeamMember, Title
from server.accounts.queries.identities import rights_of
from server.accounts.queries.people import Person
from server.accounts.queries.visibility import visible_to
from server.core import clock
from server.core.actor import Actor
from server.core.text import fold

MOST = 10_000


@dataclass(frozen=True)
class StaffMember:
    """An employee with his place and with how he signs in; `depth` is the steps below the root (0)."""

    employee: Employee
    title: str
    department: str
    department_id: UUID
    depth: int
    login: str | None
    invited_until: datetime | None


@dataclass(frozen=True)
class Place:
    """An employee in the chart: `children` report to him directly."""

    id: UUID
    name: str
    title: str
    manager_id: UUID | None
    state: str
    children: int


def staff(session: Session, actor: Actor, state: str = "active", q: str | None = None) -> list[StaffMember]:
    """Return the visible employees (`state`: active, left, all) by name; `q` is looked for in whatever names them."""
    statement = _members(actor).order_by(Employee.name, Employee.id).limit(MOST)
    if state != "all":
        statement = statement.where(Employee.state == state)
    if q:
        statement = statement.where(_named(q))
    return [_member(row) for row in session.execute(statement)]


def staff_member(session: Session, actor: Actor, employee_id: UUID) -> StaffMember | None:
    """Return a visible employee, whether he is in service or not."""
    row = session.execute(_members(actor).where(Employee.id == employee_id)).one_or_none()
    return _member(row) if row else None


def _members(actor: Actor) -> Select:  # type: ignore[type-arg]
    return (
        visible_to(actor)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .join(Department, (Department.tenant_id == Title.tenant_id) & (Department.id == Title.department_id))
        .outerjoin(Account, (Account.tenant_id == Employee.tenant_id) & (Account.employee_id == Employee.id))
        .add_columns(Title.name, Department.name, Department.id, _depth(), Account.login, _invited_until())
    )


def _member(row: Row) -> StaffMember:  # type: ignore[type-arg]
    return StaffMember(*row)


def _depth() -> ScalarSelect[int]:
    return (
        select(func.max(EmployeePath.depth))
        .where(EmployeePath.tenant_id == Employee.tenant_id, EmployeePath.descendant_id == Employee.id)
        .scalar_subquery()
    )


def _invited_until() -> ScalarSelect[datetime]:
    return (
        select(func.max(Invitation.expires_at))
        .where(
            Invitation.tenant_id == Employee.tenant_id,
            Invitation.employee_id == Employee.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .scalar_subquery()
    )


def _named(q: str) -> ColumnElement[bool]:
    columns = (Employee.name, Employee.code, Employee.email, Employee.phone, Account.login)
    return or_(*(func.fold_vi(column).contains(fold(q.strip()), autoescape=True) for column in columns))


def chart(session: Session, actor: Actor) -> list[Place]:
    """Return the visible employees in service as the flat manager tree, by name."""
    report = aliased(Employee)
    children = (
        select(func.count())
        .where(report.tenant_id == Employee.tenant_id, report.manager_id == Employee.id, report.state == "active")
        .scalar_subquery()
    )
    statement = (
        visible_to(actor)
        .with_only_columns(Employee.id, Employee.name, Title.name, Employee.manager_id, Employee.state, children)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .where(Employee.state == "active")
        .order_by(Employee.name, Employee.id)
        .limit(MOST)
    )
    return [Place(*row) for row in session.execute(statement)]


def teams_of(session: Session, actor: Actor, employee_id: UUID) -> list[Person]:
    """Return the teams in use that an employee leads or is in, by name."""
    inside = select(TeamMember.team_id).where(
        TeamMember.tenant_id == actor.tenant_id, TeamMember.employee_id == employee_id
    )
    statement = (
        select(Team.id, Team.name)
        .where(
            Team.tenant_id == actor.tenant_id,
            Team.archived_at.is_(None),
            or_(Team.leader_id == employee_id, Team.id.in_(inside)),
        )
        .order_by(Team.name, Team.id)
    )
    return [Person(*row) for row in session.execute(statement)]


def rights_in_service(session: Session, actor: Actor, employee_id: UUID) -> list[str]:
    """Return the rights that hold for an employee by his title; none for who has left (SW-18)."""
    return sorted(rights_of(session, actor.tenant_id, employee_id))
