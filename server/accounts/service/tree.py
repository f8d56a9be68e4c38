"""The manager tree: one row for each pair of an employee and somebody at or above him, moved by set.

Whoever changes the tree holds the people first (`hold_people`) and reads it afterwards: two moves that are innocent
one by one may together make a cycle. Readers need no lock, for each of their statements sees all of a change or none.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from server.accounts.errors import ManagerCycleError
from server.accounts.models import Employee, EmployeePath
from server.accounts.service import memberships
from server.accounts.service.standing import hold_people, seen
from server.audit import service as audit
from server.core import feed
from server.core.actor import Actor
from server.core.database import tenant_of

_CUT = text("""
DELETE FROM employee_path p USING employee_path above, employee_path below
WHERE above.tenant_id = :tenant_id AND above.descendant_id = ANY(:roots) AND above.depth > 0
  AND below.tenant_id = :tenant_id AND below.ancestor_id = above.descendant_id
  AND p.tenant_id = :tenant_id AND p.ancestor_id = above.ancestor_id AND p.descendant_id = below.descendant_id
""")
_GRAFT = text("""
INSERT INTO employee_path (tenant_id, ancestor_id, descendant_id, depth)
SELECT :tenant_id, above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
FROM employee_path above CROSS JOIN employee_path below
WHERE above.tenant_id = :tenant_id AND above.descendant_id = :manager_id
  AND below.tenant_id = :tenant_id AND below.ancestor_id = :root
""")
MANY = 20


def move(session: Session, actor: Actor, employee_id: UUID, manager_id: UUID | None) -> Employee:
    """Put an employee, with everybody below him, under another manager; who sees what changes at once.

    The actor sees both. To make a root he must be able to change the organisation. Raise ManagerCycleError.
    """
    hold_people(session)
    employee = seen(session, actor, employee_id)
    check_manager(session, actor, manager_id)
    if manager_id == employee.manager_id:
        return employee
    before = employee.manager_id
    moved = relocate(session, employee, manager_id)
    if len(moved) >= MANY:
        plan_for_many(session)
    memberships.after_tree_change(session, moved)
    detail = {"before": {"manager_id": before}, "after": {"manager_id": manager_id}, "people": len(moved)}
    audit.record(session, actor, "employee.move", "employee", employee.id, detail=detail)
    return employee


def check_manager(session: Session, actor: Actor, manager_id: UUID | None) -> None:
    """Raise NotFoundError or ArchivedError for a manager whom the actor does not see, or who has left.

    Only who may change the organisation makes somebody a root.
    """
    if manager_id is None:
        actor.must("organisation.write")
    else:
        seen(session, actor, manager_id)


def relocate(session: Session, employee: Employee, manager_id: UUID | None) -> set[UUID]:
    """Move an employee in the tree and return all who moved with him; raise ManagerCycleError.

    The caller holds the people and lets the memberships of the feed follow.
    """
    moved = below(session, employee.id)
    if manager_id in moved:
        raise ManagerCycleError(employee=employee.name)
    detach(session, [employee.id])
    attach(session, employee.id, manager_id)
    session.refresh(employee)
    return moved


def plan_for_many(session: Session) -> None:
    """Let PostgreSQL join whole tables until the commit.

    Its statistics know nothing yet of people added lately: joined one by one, as they suggest, hundreds take minutes.
    """
    session.execute(text("SET LOCAL enable_nestloop = off"))


def below(session: Session, employee_id: UUID) -> set[UUID]:
    """Return the employee and everybody below him."""
    statement = select(EmployeePath.descendant_id).where(
        EmployeePath.tenant_id == tenant_of(session), EmployeePath.ancestor_id == employee_id
    )
    return set(session.scalars(statement))


def detach(session: Session, employee_ids: Iterable[UUID]) -> None:
    """Cut employees off from everybody above them, each with what is below him: they are roots until attached."""
    session.flush()
    session.execute(_CUT, {"tenant_id": tenant_of(session), "roots": list(employee_ids)})


def attach(session: Session, employee_id: UUID, manager_id: UUID | None) -> None:
    """Put a detached employee, with what is below him, under a manager; phones learn who it is."""
    tenant_id = tenant_of(session)
    session.execute(_GRAFT, {"tenant_id": tenant_id, "manager_id": manager_id, "root": employee_id})
    session.execute(
        update(Employee)
        .where(Employee.tenant_id == tenant_id, Employee.id == employee_id)
        .values(manager_id=manager_id)
        .execution_options(synchronize_session=False)
    )
    feed.touch(session, "employee", employee_id)
