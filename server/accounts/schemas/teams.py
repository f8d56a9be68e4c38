"""Shapes of teams on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas.fields import Line
from server.accounts.schemas.people import PersonSchema

MOST_MEMBERS = 1000


class TeamSchema(PersonSchema):
    """A team with its leader and members."""

    archived = fields.Boolean()
    leader = fields.Nested(PersonSchema)
    members = fields.List(fields.Nested(PersonSchema))


class TeamsSchema(Schema):
    """Teams by name."""

    items = fields.List(fields.Nested(TeamSchema))


class NewTeamSchema(Schema):
    """A team to be set up."""

    name = Line(required=True)
    leader_id = fields.UUID(required=True)
    member_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=MOST_MEMBERS))


class TeamChangeSchema(Schema):
    """What to change of a team; `member_ids` is the whole list."""

    name = Line()
    leader_id = fields.UUID()
    member_ids = fields.List(fields.UUID(), validate=validate.Length(max=MOST_MEMBERS))
    archived = fields.Boolean()
