"""Shapes of conflicts."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

CHOICES = ("kept", "lost", "latest", "both", "present")
MOST_AT_ONCE = 200


class ConflictQuerySchema(Schema):
    """How a list of conflicts is narrowed and paged; `from` and `to` bound when they arose."""

    state = fields.String(load_default="open", validate=validate.OneOf(["open", "settled"]))
    kind = fields.String(validate=validate.Length(max=100))
    record_id = fields.UUID()
    field = fields.String(validate=validate.Length(max=100))
    policy = fields.String(validate=validate.Length(max=20))
    person_id = fields.UUID()
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class SpotSchema(Schema):
    """Degrees (WGS 84)."""

    lat = fields.Float()
    lon = fields.Float()


class RecordSchema(Schema):
    """The record that a conflict is about, and where it stands on the map if it does."""

    kind = fields.String()
    id = fields.UUID()
    name = fields.String()
    place = fields.Nested(SpotSchema, allow_none=True)


class SideSchema(Schema):
    """One person's value, with when (the phone's clock, corrected; the server's) and where."""

    value = fields.Raw(allow_none=True)
    employee = fields.Nested(PersonSchema, allow_none=True)
    at = fields.String(allow_none=True)
    received_at = fields.String(allow_none=True)
    gps = fields.Dict(allow_none=True)


class ConflictSchema(Schema):
    """Two values for one field.

    `present` is what stands now; `moved_on` says that it is not the value that was kept. `definition` is the field of
    its form; `names` tells those records that values refer to and the asker may see.
    """

    id = fields.UUID()
    state = fields.String(metadata={"enum": ["open", "settled"]})
    record = fields.Nested(RecordSchema)
    field = fields.String()
    label = fields.Dict(keys=fields.String(), values=fields.String())
    definition = fields.Dict()
    kept = fields.Nested(SideSchema)
    lost = fields.Nested(SideSchema)
    present = fields.Raw(allow_none=True)
    moved_on = fields.Boolean()
    names = fields.Dict(keys=fields.String(), values=fields.String())
    policy = fields.String()
    created_at = Moment()
    settled_at = Moment(allow_none=True)
    settled_by = fields.Nested(PersonSchema, allow_none=True)
    settled_value = fields.Raw(allow_none=True)


class ConflictCountsSchema(Schema):
    """How many there are in each state; 1000 stands for more."""

    open = fields.Integer()
    settled = fields.Integer()


class ConflictsSchema(Schema):
    """One page of conflicts, the newest first; `counts` are of the whole list in either state."""

    items = fields.List(fields.Nested(ConflictSchema))
    next = fields.String(allow_none=True)
    counts = fields.Nested(ConflictCountsSchema)


class SettlementSchema(Schema):
    """A supervisor's choice; `value` goes with `other`, `seen` is what stood in the record when he looked."""

    choice = fields.String(required=True, validate=validate.OneOf([*CHOICES, "other"]))
    value = fields.Raw(allow_none=True, load_default=None)
    seen = fields.Raw(allow_none=True)


class SettlementsSchema(Schema):
    """One choice for many conflicts."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE))
    choice = fields.String(required=True, validate=validate.OneOf(CHOICES))


class SettledSchema(Schema):
    """What became of one conflict: settled, or refused with a code."""

    id = fields.UUID()
    s = fields.String(metadata={"enum": ["settled", "refused"]})
    code = fields.String(allow_none=True)


class SettledManySchema(Schema):
    """What became of each, in the order of the ids."""

    items = fields.List(fields.Nested(SettledSchema))
