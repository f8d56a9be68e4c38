"""Reading an organisation's set-up: its first steps, branches, departments and titles."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from server.accounts.models import Account, Branch, Department, Device, Employee, Invitation, Organisation, Title
from server.core.actor import Actor
from server.core.database import Base, tenant_of

STEP_KEYS = ("branch", "department", "employee", "invite", "phone", "customer", "route", "visit")
"""What an organisation does first, in that order."""

LATER_STEPS: dict[str, type[Base]] = {}
"""First steps that are done once a table of another area holds a row; wired by the composition root."""

FEWEST_PEOPLE = 2
"""Who founded the organisation and somebody else."""


@dataclass(frozen=True)
class TitleView:
    """A title with the number of people in service who have it."""

    id: UUID
    name: str
    archived: bool
    people: int


@dataclass(frozen=True)
class DepartmentView:
    """A department with its titles and the number of its people in service."""

    id: UUID
    name: str
    archived: bool
    people: int
    titles: list[TitleView]


def organisation(session: Session) -> Organisation:
    """Return the session's organisation."""
    return session.scalars(select(Organisation).where(Organisation.id == tenant_of(session))).one()


def steps(session: Session) -> dict[str, bool]:
    """Return what an organisation does first, in that order, and whether it has."""
    tenant_id = tenant_of(session)
    own = {
        "branch": _some(Branch, tenant_id, Branch.archived_at.is_(None)),
        "department": _some(Department, tenant_id, Department.archived_at.is_(None)),
        "employee": select(func.count() >= FEWEST_PEOPLE)
        .select_from(Employee)
        .where(Employee.tenant_id == tenant_id, Employee.state == "active")
        .scalar_subquery(),
        "invite": _invited(tenant_id),
        "phone": _some(Device, tenant_id),
    }
    later = {key: _some(table, tenant_id) for key, table in LATER_STEPS.items()}
    row = session.execute(select(*(done.label(key) for key, done in {**own, **later}.items()))).one()
    return dict(zip((*own, *later), row, strict=True))


def _some(table: type[Base], tenant_id: int, *criteria: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.__table__.c.tenant_id == tenant_id, *criteria)


def _invited(tenant_id: int) -> ColumnElement[bool]:
    """Whoever has a link, and whoever signs in besides the founder, was invited."""
    accounts = select(func.count()).select_from(Account).where(Account.tenant_id == tenant_id).scalar_subquery()
    return _some(Invitation, tenant_id) | (accounts >= FEWEST_PEOPLE)


def branches(session: Session, actor: Actor) -> list[Branch]:
    """Return the organisation's branches by name; the archived ones only to who may take them back."""
    statement = select(Branch).where(Branch.tenant_id == actor.tenant_id)
    if not actor.can("organisation.write"):
        statement = statement.where(Branch.archived_at.is_(None))
    return list(session.scalars(statement.order_by(Branch.archived_at.is_not(None), Branch.name)))


def departments(session: Session) -> list[DepartmentView]:
    """Return the departments with their titles, both by name, the archived ones last."""
    tenant_id = tenant_of(session)
    people = _people_by_title(session)
    titles: dict[UUID, list[TitleView]] = {}
    for title in session.scalars(
        select(Title).where(Title.tenant_id == tenant_id).order_by(Title.archived_at.is_not(None), Title.name, Title.id)
    ):
        view = TitleView(title.id, title.name, title.archived_at is not None, people.get(title.id, 0))
        titles.setdefault(title.department_id, []).append(view)
    statement = (
        select(Department)
        .where(Department.tenant_id == tenant_id)
        .order_by(Department.archived_at.is_not(None), Department.name, Department.id)
    )
    return [_department_view(row, titles.get(row.id, [])) for row in session.scalars(statement)]


def _department_view(row: Department, titles: list[TitleView]) -> DepartmentView:
    return DepartmentView(row.id, row.name, row.archived_at is not None, sum(title.people for title in titles), titles)


def _people_by_title(session: Session) -> dict[UUID, int]:
    statement = (
        select(Employee.title_id, func.count())
        .where(Employee.tenant_id == tenant_of(session), Employee.state == "active")
        .group_by(Employee.title_id)
    )
    return dict(session.execute(statement).all())


def people_with(session: Session, title_ids: list[UUID]) -> list[UUID]:
    """Return the employees in service who have one of the titles."""
    statement = select(Employee.id).where(
        Employee.tenant_id == tenant_of(session), Employee.state == "active", Employee.title_id.in_(title_ids)
    )
    return list(session.scalars(statement))


def people_of_branch(session: Session, branch_id: UUID) -> int:
    """Return how many employees in service belong to the branch."""
    statement = select(func.count()).where(
        Employee.tenant_id == tenant_of(session), Employee.state == "active", Employee.branch_id == branch_id
    )
    return session.scalar(statement) or 0


def titles_of(session: Session, department_id: UUID) -> list[Title]:
    """Return the titles of a department, the archived ones included."""
    statement = select(Title).where(Title.tenant_id == tenant_of(session), Title.department_id == department_id)
    return list(session.scalars(statement))
