"""Endpoints of function rights."""

from typing import Any

from server.accounts.api.blueprint import blp
from server.accounts.queries.organisation import departments
from server.accounts.queries.rights import words_of
from server.accounts.rules import VERBS
from server.accounts.schemas.rights import GrantsSchema, OwnRightsSchema, RightsSchema
from server.accounts.service.rights import put_grants
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/rights")
@requires("right.grant", by="console")
@transactional
@blp.response(200, RightsSchema)
def show_rights() -> dict[str, Any]:
    """Show what each department and each of its titles may do."""
    return _rights()


@blp.get("/rights/own")
@requires("self.read")
@transactional
@blp.response(200, OwnRightsSchema)
def own_rights() -> dict[str, Any]:
    """Tell what the asker himself may do, so that a phone offers no form that would be refused."""
    return {"rights": sorted(current_actor().rights)}


@blp.put("/rights")
@requires("right.grant", by="console", fresh=True)
@transactional
@blp.arguments(GrantsSchema)
@blp.response(200, RightsSchema)
def put_rights(body: dict[str, Any]) -> dict[str, Any]:
    """Set what a department or a title says of some verbs; it holds at the next request of whoever it concerns."""
    grants = body.pop("grants")
    put_grants(current_session(), current_actor(), body, grants)
    return _rights()


def _rights() -> dict[str, Any]:
    actor, words = current_actor(), words_of(current_session())
    verbs = [{"verb": name, **vars(verb), "grantable": actor.can(name)} for name, verb in VERBS.items()]
    shown = [
        {
            "id": department.id,
            "name": department.name,
            "grants": words[department.id],
            "titles": [
                {"id": title.id, "name": title.name, "grants": words[title.id]}
                for title in department.titles
                if not title.archived
            ],
        }
        for department in departments(current_session())
        if not department.archived
    ]
    return {"verbs": verbs, "departments": shown}
