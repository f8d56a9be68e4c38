"""Endpoints of teams."""

from typing import Any
from uuid import UUID

from server.accounts.api.blueprint import blp
from server.accounts.queries import teams as queries
from server.accounts.queries.teams import TeamView
from server.accounts.schemas.teams import NewTeamSchema, TeamChangeSchema, TeamSchema, TeamsSchema
from server.accounts.service import teams
from server.accounts.service.teams import NewTeam
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/teams")
@requires("employee.read", by="console")
@transactional
@blp.response(200, TeamsSchema)
def list_teams() -> dict[str, Any]:
    """List the teams of the people that one sees."""
    return {"items": queries.teams(current_session(), current_actor())}


def _view(team_id: UUID) -> TeamView:
    return next(team for team in queries.teams(current_session(), current_actor()) if team.id == team_id)


@blp.post("/teams")
@requires("team.write", by="console")
@transactional
@blp.arguments(NewTeamSchema)
@blp.response(201, TeamSchema)
def create_team(body: dict[str, Any]) -> TeamView:
    """Set a team up: its leader sees what its members own."""
    wanted = NewTeam(body["name"], body["leader_id"], frozenset(body["member_ids"]))
    return _view(teams.create_team(current_session(), current_actor(), wanted).id)


@blp.patch("/teams/<uuid:team_id>")
@requires("team.write", by="console")
@transactional
@blp.arguments(TeamChangeSchema)
@blp.response(200, TeamSchema)
def change_team(body: dict[str, Any], team_id: UUID) -> TeamView:
    """Change a team, or archive it: its leader sees it no longer."""
    return _view(teams.change_team(current_session(), current_actor(), team_id, body).id)
