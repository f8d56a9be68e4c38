"""Taking people on and changing what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.errors import ArchivedError, CodeTakenError
from server.accounts.models import Branch, Employee
from server.accounts.queries.rights import rights_of_title
from server.accounts.rules import SEE_ALL
from server.accounts.service import memberships
from server.accounts.service.people import Hire, hire, open_account
from server.accounts.service.standing import (
    hold_people,
    keeping_an_administrator,
    refuse_handing_on,
    refuse_outranked,
    rights_by_title,
    seen,
    unless_taken,
    usable_title,
)
from server.accounts.service.tree import check_manager
from server.audit import service as audit
from server.core import feed
from server.core.actor import Actor
from server.core.errors import InvalidInputError, NotFoundError

CODE_INDEX = "employee_code_idx"


@dataclass(frozen=True)
class NewEmployee:
    """A person to be taken on: below `manager_id`, or as a `root` below nobody; `login` reserves a name to sign in."""

    name: str
    title_id: UUID
    manager_id: UUID | None = None
    branch_id: UUID | None = None
    code: str | None = None
    email: str | None = None
    phone: str | None = None
    login: str | None = None
    root: bool = False

    def told(self) -> dict[str, Any]:
        """Return what the history tells of him."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}


def create(session: Session, actor: Actor, person: NewEmployee) -> Employee:
    """Take a person on, in a place and with a title that the actor may give (RB-27).

    Raise CodeTakenError, LoginTakenError, CannotGrantError where the title may do more than the actor.
    """
    if (person.manager_id is None) is not person.root:
        raise InvalidInputError(pointer="/manager_id", reason="root" if person.root else "required")
    hold_people(session)
    check_manager(session, actor, person.manager_id)
    _check_title(session, actor, person.title_id)
    check_branch(session, actor, person.branch_id)
    with unless_taken(session, CodeTakenError(employee_code=person.code), CODE_INDEX):
        employee = hire(
            session,
            Hire(
                name=person.name,
                title_id=person.title_id,
                manager_id=person.manager_id,
                branch_id=person.branch_id,
                code=person.code,
                email=person.email,
                phone=person.phone,
            ),
        )
    if person.login:
        open_account(session, employee.id, person.login)
    audit.record(session, actor, "employee.create", "employee", employee.id, detail={"after": person.told()})
    return employee


def _check_title(session: Session, actor: Actor, title_id: UUID) -> frozenset[str]:
    """Return what the title may do; nobody gives a title that may do more than he himself."""
    rights = rights_of_title(session, usable_title(session, title_id))
    refuse_handing_on(actor, rights)
    return rights


def check_branch(session: Session, actor: Actor, branch_id: UUID | None) -> None:
    """Raise NotFoundError or ArchivedError for a branch that nobody can be put into."""
    if branch_id is None:
        return
    statement = select(Branch).where(Branch.tenant_id == actor.tenant_id, Branch.id == branch_id)
    branch = session.scalars(statement).one_or_none()
    if branch is None:
        raise NotFoundError(kind="branch", id=str(branch_id))
    if branch.archived_at:
        raise ArchivedError(name=branch.name)


def change(session: Session, actor: Actor, employee_id: UUID, changes: Mapping[str, Any]) -> Employee:
    """Set what is named of `name`, `title_id`, `branch_id`, `code`, `email`, `phone`; phones learn it.

    A new title holds at the employee's next request. Raise OutrankedError for the title of somebody who may do more
    than the actor, CannotGrantError for one that may, LastAdministratorError.
    """
    hold_people(session)
    employee = seen(session, actor, employee_id, in_service=False)
    before = {name: getattr(employee, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if "title_id" in changed:
        refuse_outranked(session, actor, employee)
        _check_title(session, actor, changed["title_id"])
    if "branch_id" in changed:
        check_branch(session, actor, changed["branch_id"])
    if changed:
        write(session, employee, changed)
        detail = {"before": {name: before[name] for name in changed}, "after": changed}
        audit.record(session, actor, "employee.change", "employee", employee.id, detail=detail)
    return employee


def write(session: Session, employee: Employee, changes: Mapping[str, Any]) -> None:
    """Write what was checked into an employee's row, with what follows from a new title."""
    saw_all = SEE_ALL in rights_by_title(session, employee) if "title_id" in changes else False
    refusal = CodeTakenError(employee_code=changes.get("code"))
    with keeping_an_administrator(session), unless_taken(session, refusal, CODE_INDEX):
        for name, value in changes.items():
            setattr(employee, name, value)
    if "title_id" in changes and (SEE_ALL in rights_by_title(session, employee)) is not saw_all:
        memberships.after_tree_change(session, [employee.id])
    feed.touch(session, "employee", employee.id)
