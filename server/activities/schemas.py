"""Shapes of the timeline on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.forms.schemas import FieldChangeSchema


class TimelineQuerySchema(Schema):
    """Which page of a timeline."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class EntrySchema(Schema):
    """Something that was done with the customer; `at` is the phone's time, `received_at` the server's."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    received_at = fields.AwareDateTime()
    kind = fields.String(metadata={"description": "visit, call, or submission for any other form"})
    form = fields.String(allow_none=True)
    title = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    employee = fields.Nested(PersonSchema)
    submission_id = fields.UUID(allow_none=True)
    state = fields.String(allow_none=True, metadata={"description": "review state of the submission"})
    flags = fields.List(fields.String())
    note = fields.String(allow_none=True)
    changes = fields.List(fields.Nested(FieldChangeSchema))
    media = fields.List(fields.UUID())


class TimelineSchema(Schema):
    """A page of a timeline, newest first."""

    items = fields.List(fields.Nested(EntrySchema))
    next = fields.String(allow_none=True)
