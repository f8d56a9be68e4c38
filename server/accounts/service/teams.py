"""Teams (đội nhóm): a leader sees what the members own, whoever manages them (SW-19, SW-31)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.errors import NameTakenError
from server.accounts.models import Employee, Team, TeamMember
from server.accounts.queries.teams import members_of, visible_teams
from server.accounts.service import memberships
from server.accounts.service.standing import hold_people, unless_taken
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id

NAME_INDEX = "team_name_idx"


@dataclass(frozen=True)
class NewTeam:
    """A team to be set up."""

    name: str
    leader_id: UUID
    member_ids: frozenset[UUID]


def create_team(session: Session, actor: Actor, wanted: NewTeam) -> Team:
    """Set a team up; the actor sees its leader and everybody in it. Raise NotFoundError, NameTakenError."""
    hold_people(session)
    _check_people(session, actor, {wanted.leader_id, *wanted.member_ids})
    team = Team(tenant_id=actor.tenant_id, id=new_id(), name=wanted.name, leader_id=wanted.leader_id)
    with unless_taken(session, NameTakenError(name=wanted.name), NAME_INDEX):
        session.add(team)
    _add(session, team, wanted.member_ids)
    memberships.after_team_change(session, team.id)
    audit.record(session, actor, "team.create", "team", team.id, detail={"after": _told(team, wanted.member_ids)})
    return team


def change_team(session: Session, actor: Actor, team_id: UUID, changes: Mapping[str, Any]) -> Team:
    """Set what is named of `name`, `leader_id`, `member_ids`, `archived`; an archived team opens nothing.

    Whoever names a leader lets him see what the members own, so the actor has to see them all himself.
    """
    hold_people(session)
    team = _team(session, actor, team_id)
    stood = members_of(session, team_id)
    members = frozenset(changes.get("member_ids", stood))
    leader_id = changes.get("leader_id", team.leader_id)
    opens = team.archived_at is not None and changes.get("archived") is False
    _check_people(session, actor, {leader_id, *members} if opens or leader_id != team.leader_id else members - stood)
    before = _told(team, stood)
    with unless_taken(session, NameTakenError(name=changes.get("name", team.name)), NAME_INDEX):
        team.name, team.leader_id = changes.get("name", team.name), leader_id
        if "archived" in changes and changes["archived"] != before["archived"]:
            team.archived_at = clock.now() if changes["archived"] else None
    _remove(session, team, stood - members)
    _add(session, team, members - stood)
    memberships.after_team_change(session, team.id, stood - members)
    detail = {"before": before, "after": _told(team, members)}
    audit.record(session, actor, "team.change", "team", team.id, detail=detail)
    return team


def _team(session: Session, actor: Actor, team_id: UUID) -> Team:
    team = session.scalars(visible_teams(actor).where(Team.id == team_id)).one_or_none()
    if team is None:
        raise NotFoundError(kind="team", id=str(team_id))
    return team


def _check_people(session: Session, actor: Actor, people: Iterable[UUID]) -> None:
    """Raise NotFoundError for somebody whom the actor does not see or who has left."""
    wanted = set(people)
    visible = queries.visible_to(actor).where(Employee.id.in_(wanted), Employee.state == "active")
    missing = wanted - {employee.id for employee in session.scalars(visible)}
    if missing:
        raise NotFoundError(kind="employee", ids=sorted(str(one) for one in missing))


def _add(session: Session, team: Team, people: Iterable[UUID]) -> None:
    session.add_all(
        TeamMember(tenant_id=team.tenant_id, team_id=team.id, employee_id=employee_id) for employee_id in people
    )
    session.flush()


def _remove(session: Session, team: Team, people: Iterable[UUID]) -> None:
    chosen = (TeamMember.tenant_id == team.tenant_id, TeamMember.team_id == team.id)
    session.execute(delete(TeamMember).where(*chosen, TeamMember.employee_id.in_(list(people))))


def _told(team: Team, members: Iterable[UUID]) -> dict[str, Any]:
    return {
        "name": team.name,
        "leader_id": team.leader_id,
        "member_ids": sorted(members),
        "archived": team.archived_at is not None,
    }
