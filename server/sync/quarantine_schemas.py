"""Shapes of the quarantine."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

STATES = ["open", "released", "dismissed"]
MOST_AT_ONCE = 200
LONGEST_COMMENT = 2000


class QuarantineQuerySchema(Schema):
    """How a list of quarantined operations is narrowed and paged; `from` and `to` bound the time of receipt."""

    state = fields.String(load_default="open", validate=validate.OneOf(STATES))
    code = fields.String(validate=validate.Length(max=50))
    person_id = fields.UUID()
    device_id = fields.UUID()
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class DeviceNameSchema(Schema):
    """A phone by id and name."""

    id = fields.UUID()
    name = fields.String()


class WordsSchema(Schema):
    """Words in both languages."""

    vi = fields.String()
    en = fields.String()


class QuarantinedSchema(Schema):
    """An operation that could not be applied, with its content as it was sent (as text), and what was decided."""

    id = fields.UUID()
    device = fields.Nested(DeviceNameSchema)
    employee = fields.Nested(PersonSchema)
    n = fields.Integer(allow_none=True)
    code = fields.String()
    reason = fields.String()
    said = fields.Nested(WordsSchema, metadata={"description": "the reason in words for whoever decides"})
    payload = fields.String()
    received_at = Moment()
    state = fields.String(metadata={"enum": STATES})
    comment = fields.String(allow_none=True)
    decided_by = fields.Nested(PersonSchema, allow_none=True)
    decided_at = Moment(allow_none=True)
    outcome = fields.Dict(allow_none=True, metadata={"description": "what a released operation was answered"})


class QuarantineCountsSchema(Schema):
    """How many there are in each state; 1000 stands for more."""

    open = fields.Integer()
    released = fields.Integer()
    dismissed = fields.Integer()


class QuarantineSchema(Schema):
    """One page of the quarantine, the last received first; `counts` by state, `codes` of what is open."""

    items = fields.List(fields.Nested(QuarantinedSchema))
    next = fields.String(allow_none=True)
    counts = fields.Nested(QuarantineCountsSchema)
    codes = fields.Dict(keys=fields.String(), values=fields.Integer())


class ReleaseSchema(Schema):
    """What is applied: the operation's text as it should have been; null for as it came."""

    payload = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=262_144))


class DismissalSchema(Schema):
    """Why an operation is not to be applied."""

    comment = fields.String(required=True, validate=[validate.Length(1, LONGEST_COMMENT), validate.Regexp(r".*\S")])


class ReleasesSchema(Schema):
    """Operations to release as they came."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE))


class DismissalsSchema(DismissalSchema):
    """Operations to dismiss for one reason."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE))


class DecidedSchema(Schema):
    """What became of one operation: the status of its answer, `dismissed`, or `refused` with a code."""

    id = fields.UUID()
    s = fields.String()
    code = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class DecidedManySchema(Schema):
    """What became of each, in the order of the ids."""

    items = fields.List(fields.Nested(DecidedSchema))
