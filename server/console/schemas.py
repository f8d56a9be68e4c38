"""Shapes that only the console asks for."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.console.health_rules import STATES
from server.web.moments import Moment


class StyleSourceSchema(Schema):
    """Where street tiles come from, null for the built-in outline map."""

    tiles_url = fields.String(allow_none=True)
    attribution = fields.String(allow_none=True)


class HealthQuerySchema(Schema):
    """Which phones are shown: all, or those in one state."""

    state = fields.String(validate=validate.OneOf(STATES))


class PhoneHealthSchema(Schema):
    """How a phone's sync stands.

    `state`: never (it has not reported at all), silent (for more than a day), late, ok. What the phone says of itself
    is null where nobody knows: `queue_depth` and `media_waiting` (things), `media_bytes` and `storage_free` (bytes),
    `clock_offset_ms` (phone less server). `quarantined`, `blocked`, `media_awaited` and `media_stuck` the server knows.
    """

    device = fields.Nested(PersonSchema)
    employee = fields.Nested(PersonSchema)
    state = fields.String(metadata={"enum": list(STATES)})
    use = fields.String(metadata={"enum": ["pending", "active", "drain"]})
    os = fields.String()
    app_version = fields.String()
    app_too_old = fields.Boolean()
    last_contact_at = Moment(allow_none=True)
    last_push_at = Moment(allow_none=True)
    last_pull_at = Moment(allow_none=True)
    queue_depth = fields.Integer(allow_none=True)
    media_waiting = fields.Integer(allow_none=True)
    media_bytes = fields.Integer(allow_none=True)
    storage_free = fields.Integer(allow_none=True)
    clock_offset_ms = fields.Integer(allow_none=True)
    quarantined = fields.Integer()
    blocked = fields.Integer()
    media_awaited = fields.Integer()
    media_stuck = fields.Integer()


class HealthCountsSchema(Schema):
    """How many phones stand in which state."""

    never = fields.Integer()
    silent = fields.Integer()
    late = fields.Integer()
    ok = fields.Integer()


class HealthSchema(Schema):
    """The phones in use of the people one sees, the worst first; `counts` are of all of them."""

    items = fields.List(fields.Nested(PhoneHealthSchema))
    counts = fields.Nested(HealthCountsSchema)
