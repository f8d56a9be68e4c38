"""Reading teams."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Team, TeamMember
from server.accounts.queries.people import Person
from server.accounts.queries.visibility import belongs_to_reach
from server.core.actor import Actor
from server.core.database import tenant_of


@dataclass(frozen=True)
class TeamView:
    """A team with its leader and members."""

    id: UUID
    name: str
    archived: bool
    leader: Person
    members: list[Person]


def visible_teams(actor: Actor) -> Select[Team]:
    """Select the teams that the actor is in, leads, or sees the leader or a member of."""
    someone = exists().where(
        TeamMember.tenant_id == Team.tenant_id,
        TeamMember.team_id == Team.id,
        belongs_to_reach(actor, TeamMember.__table__.c.employee_id),
    )
    return select(Team).where(
        Team.tenant_id == actor.tenant_id, or_(belongs_to_reach(actor, Team.__table__.c.leader_id), someone)
    )


def teams(session: Session, actor: Actor) -> list[TeamView]:
    """Return the visible teams by name, the archived ones last."""
    found = list(session.scalars(visible_teams(actor).order_by(Team.archived_at.is_not(None), Team.name, Team.id)))
    members = _members(session, [team.id for team in found])
    leaders = _names(session, {team.leader_id for team in found})
    return [
        TeamView(team.id, team.name, team.archived_at is not None, leaders[team.leader_id], members.get(team.id, []))
        for team in found
    ]


def _names(session: Session, ids: set[UUID]) -> dict[UUID, Person]:
    statement = select(Employee.id, Employee.name).where(Employee.tenant_id == tenant_of(session), Employee.id.in_(ids))
    return {row.id: Person(row.id, row.name) for row in session.execute(statement)}


def _members(session: Session, team_ids: list[UUID]) -> dict[UUID, list[Person]]:
    statement = (
        select(TeamMember.team_id, Employee.id, Employee.name)
        .join(Employee, (Employee.tenant_id == TeamMember.tenant_id) & (Employee.id == TeamMember.employee_id))
        .where(TeamMember.tenant_id == tenant_of(session), TeamMember.team_id.in_(team_ids))
        .order_by(Employee.name, Employee.id)
    )
    found: dict[UUID, list[Person]] = {}
    for team_id, employee_id, name in session.execute(statement):
        found.setdefault(team_id, []).append(Person(employee_id, name))
    return found


def members_of(session: Session, team_id: UUID) -> frozenset[UUID]:
    """Return the ids of a team's members."""
    statement = select(TeamMember.employee_id).where(
        TeamMember.tenant_id == tenant_of(session), TeamMember.team_id == team_id
    )
    return frozenset(session.scalars(statement))
