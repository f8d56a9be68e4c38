"""Changing an organisation and its set-up: branches, departments, titles."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.errors import InUseError, NameTakenError
from server.accounts.models import Branch, Department, Organisation, Title
from server.accounts.queries import organisation as setup
from server.accounts.service.organisations import add_branch, add_department, add_title
from server.accounts.service.standing import hold_people, unless_taken
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError

Part = TypeVar("Part", Branch, Department, Title)
NAME_INDEXES = ("branch_name_idx", "department_name_idx", "title_name_idx")


def change_organisation(session: Session, actor: Actor, changes: Mapping[str, Any]) -> Organisation:
    """Set what is named of `name`, `hotline`, `call_url`, `timezone`, `help`; phones learn it with their next pull."""
    hold_people(session)
    organisation = setup.organisation(session)
    before = {name: getattr(organisation, name) for name in changes}
    for name, value in changes.items():
        setattr(organisation, name, value)
    feed.touch(session, "organisation", organisation.uuid)
    detail = {"before": before, "after": dict(changes)}
    audit.record(session, actor, "organisation.change", "organisation", organisation.uuid, detail=detail)
    return organisation


def create_branch(session: Session, actor: Actor, name: str) -> Branch:
    """Add a branch; raise NameTakenError."""
    with unless_taken(session, NameTakenError(name=name), *NAME_INDEXES):
        branch = add_branch(session, name)
    return _created(session, actor, branch)


def create_department(session: Session, actor: Actor, name: str) -> Department:
    """Add a department that may do nothing yet; raise NameTakenError."""
    with unless_taken(session, NameTakenError(name=name), *NAME_INDEXES):
        department = add_department(session, name)
    return _created(session, actor, department)


def create_title(session: Session, actor: Actor, department_id: UUID, name: str) -> Title:
    """Add a title to a department in use, whose rights it has; raise NameTakenError."""
    hold_people(session)
    department = _part(session, actor, Department, department_id)
    if department.archived_at:
        raise NotFoundError(kind="department", id=str(department_id))
    with unless_taken(session, NameTakenError(name=name), *NAME_INDEXES):
        title = add_title(session, department_id, name)
    return _created(session, actor, title)


def _created(session: Session, actor: Actor, part: Part) -> Part:
    kind = part.__tablename__
    audit.record(session, actor, f"{kind}.create", kind, part.id, detail={"after": {"name": part.name}})
    return part


def change_branch(session: Session, actor: Actor, branch_id: UUID, changes: Mapping[str, Any]) -> Branch:
    """Rename a branch, archive it when nobody is in it, or take it back."""
    hold_people(session)
    branch = _part(session, actor, Branch, branch_id)
    _change(session, actor, branch, changes, people=setup.people_of_branch(session, branch_id))
    return branch


def change_department(session: Session, actor: Actor, department_id: UUID, changes: Mapping[str, Any]) -> Department:
    """Rename a department, archive it when nobody is in it, or take it back."""
    hold_people(session)
    department = _part(session, actor, Department, department_id)
    title_ids = [title.id for title in setup.titles_of(session, department_id)]
    people = setup.people_with(session, title_ids)
    _change(session, actor, department, changes, people=len(people))
    _touch(session, people)
    return department


def change_title(session: Session, actor: Actor, title_id: UUID, changes: Mapping[str, Any]) -> Title:
    """Rename a title, archive it when nobody has it, or take it back."""
    hold_people(session)
    title = _part(session, actor, Title, title_id)
    people = setup.people_with(session, [title_id])
    _change(session, actor, title, changes, people=len(people))
    _touch(session, people)
    return title


def _part(session: Session, actor: Actor, model: type[Part], part_id: UUID) -> Part:
    columns = model.__table__.c
    found = session.scalars(select(model).where(columns.tenant_id == actor.tenant_id, columns.id == part_id))
    part = found.one_or_none()
    if part is None:
        raise NotFoundError(kind=model.__tablename__, id=str(part_id))
    return part


def _change(session: Session, actor: Actor, part: Part, changes: Mapping[str, Any], *, people: int) -> None:
    kind, before = part.__tablename__, _state(part)
    if changes.get("archived") and people:
        raise InUseError(people=people)
    with unless_taken(session, NameTakenError(name=changes.get("name", part.name)), *NAME_INDEXES):
        if "name" in changes:
            part.name = changes["name"]
        if "archived" in changes and changes["archived"] != before["archived"]:
            part.archived_at = clock.now() if changes["archived"] else None
    detail = {"before": before, "after": _state(part)}
    audit.record(session, actor, f"{kind}.change", kind, part.id, detail=detail)


def _state(part: Branch | Department | Title) -> dict[str, Any]:
    return {"name": part.name, "archived": part.archived_at is not None}


def _touch(session: Session, people: Iterable[UUID]) -> None:
    """Phones hold the names of each colleague's title and department."""
    for employee_id in people:
        feed.touch(session, "employee", employee_id)
