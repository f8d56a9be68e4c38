"""Everybody and everything that a list of employees may name, read at once."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Branch, Department, Employee, Title
from server.accounts.queries.rights import words_of
from server.accounts.queries.visibility import visible_to
from server.accounts.rules import effective
from server.core.actor import Actor
from server.core.text import fold


@dataclass(frozen=True)
class Directory:
    """Employees by folded code, the ids that the actor sees, titles by folded names, and what titles may do.

    `named` are the visible employees in service whose folded name nobody else has; `managers` the whole tree.
    """

    by_code: dict[str, Employee]
    visible: set[UUID]
    in_service: set[UUID]
    named: dict[str, UUID]
    managers: dict[UUID, UUID | None]
    branches: dict[str, UUID]
    titles: dict[str, dict[str, UUID]]
    rights: dict[UUID, frozenset[str]]

    def manager_called(self, text: str) -> UUID | None:
        """Return the visible employee in service with this code, else of this name, None for nobody or several."""
        coded = self.by_code.get(fold(text))
        if coded:
            return coded.id if coded.id in self.visible & self.in_service else None
        return self.named.get(fold(text))


def directory(session: Session, actor: Actor) -> Directory:
    """Return what a list of employees may name in the actor's organisation."""
    people = list(session.scalars(select(Employee).where(Employee.tenant_id == actor.tenant_id)))
    visible = set(session.scalars(visible_to(actor).with_only_columns(Employee.id)))
    in_service = {one.id for one in people if one.state == "active"}
    near = [one for one in people if one.id in visible & in_service]
    names = Counter(fold(one.name) for one in near)
    branches = session.scalars(select(Branch).where(Branch.tenant_id == actor.tenant_id, Branch.archived_at.is_(None)))
    titles, rights = _titles(session, actor)
    return Directory(
        by_code={fold(one.code): one for one in people if one.code},
        visible=visible,
        in_service=in_service,
        named={fold(one.name): one.id for one in near if names[fold(one.name)] == 1},
        managers={one.id: one.manager_id for one in people},
        branches={fold(branch.name): branch.id for branch in branches},
        titles=titles,
        rights=rights,
    )


def _titles(session: Session, actor: Actor) -> tuple[dict[str, dict[str, UUID]], dict[UUID, frozenset[str]]]:
    """Return the titles in use by folded department and title, and the rights of all titles."""
    words = words_of(session)
    statement = (
        select(Title, Department)
        .join(Department, (Department.tenant_id == Title.tenant_id) & (Department.id == Title.department_id))
        .where(Title.tenant_id == actor.tenant_id)
    )
    titles: dict[str, dict[str, UUID]] = {}
    rights: dict[UUID, frozenset[str]] = {}
    for title, department in session.execute(statement):
        rights[title.id] = effective(words[department.id], words[title.id])
        if title.archived_at is None and department.archived_at is None:
            titles.setdefault(fold(department.name), {})[fold(title.name)] = title.id
    return titles, rights
