"""Whose data a person sees because of who they are to him: himself, those below him, the teams that he leads."""

from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, select, true, union_all

from server.accounts.models import Employee, EmployeePath, Team, TeamMember
from server.accounts.rules import SEE_ALL
from server.core.actor import Actor


def subtree_of(actor: Actor) -> Select[UUID]:
    """Select the ids of the employees at or below the actor in the manager tree."""
    return select(EmployeePath.descendant_id).where(
        EmployeePath.tenant_id == actor.tenant_id, EmployeePath.ancestor_id == actor.employee_id
    )


def led_by(actor: Actor) -> Select[UUID]:
    """Select the ids of the members of the teams that the actor leads."""
    return (
        select(TeamMember.employee_id)
        .join(Team, (Team.tenant_id == TeamMember.tenant_id) & (Team.id == TeamMember.team_id))
        .where(TeamMember.tenant_id == actor.tenant_id, Team.leader_id == actor.employee_id, Team.archived_at.is_(None))
    )


def reach_of(actor: Actor) -> CompoundSelect[UUID]:
    """Select the ids of everybody whose own data the actor sees; an id may come twice."""
    return union_all(subtree_of(actor), led_by(actor))


def belongs_to_reach(actor: Actor, column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Return the criterion that the actor sees what the employee in `column` owns; some see everybody's."""
    return true() if actor.can(SEE_ALL) else column.in_(reach_of(actor))


def visible_to(actor: Actor) -> Select[Employee]:
    """Select the employees that the actor may see: himself, those below him, those of his teams."""
    return select(Employee).where(
        Employee.tenant_id == actor.tenant_id, belongs_to_reach(actor, Employee.__table__.c.id)
    )
