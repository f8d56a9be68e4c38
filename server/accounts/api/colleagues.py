"""Finding colleagues."""

from typing import Any

from marshmallow import Schema, fields, validate

from server.accounts.api.blueprint import blp
from server.accounts.queries.colleagues import colleagues
from server.accounts.schemas import PersonSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


class ColleagueQuerySchema(Schema):
    """Whom to look for."""

    q = fields.String(load_default="", validate=validate.Length(max=200))


class ColleagueSchema(PersonSchema):
    """A colleague by name and title."""

    title = fields.String()


class ColleaguesSchema(Schema):
    """Colleagues in service, by name."""

    items = fields.List(fields.Nested(ColleagueSchema))


@blp.get("/colleagues")
@requires("employee.read")
@transactional
@blp.arguments(ColleagueQuerySchema, location="query")
@blp.response(200, ColleaguesSchema)
def list_colleagues(query: dict[str, str]) -> dict[str, Any]:
    """Find colleagues in service by the words of their names, at most 50."""
    rows = colleagues(current_session(), current_actor(), query["q"])
    return {"items": [dict(zip(("id", "name", "title"), row, strict=True)) for row in rows]}
