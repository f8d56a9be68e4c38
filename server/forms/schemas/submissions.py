"""Shapes of forms and submissions on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema

STATES = ["received", "has_issues", "approved", "rejected"]


class SubmissionQuerySchema(Schema):
    """How a list of submissions is narrowed and paged; `from` and `to` bound the time of receipt."""

    state = fields.String(validate=validate.OneOf(STATES))
    employee_id = fields.UUID()
    form = fields.String(validate=validate.Length(max=100))
    customer_id = fields.UUID()
    since = fields.AwareDateTime(data_key="from")
    until = fields.AwareDateTime(data_key="to")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class MediaRefSchema(Schema):
    """A file that a submission names, and how far it has come."""

    media_id = fields.UUID()
    field = fields.String()
    state = fields.String(metadata={"enum": ["awaiting", "stored", "ready", "failed"]})


class FixSchema(Schema):
    """Where the phone was: degrees (WGS 84), accuracy in metres."""

    lat = fields.Float()
    lon = fields.Float()
    accuracy_m = fields.Float(allow_none=True)


class SubmissionSchema(Schema):
    """A submission in a list."""

    id = fields.UUID()
    form = fields.String()
    form_title = fields.Dict(keys=fields.String(), values=fields.String())
    version = fields.Integer()
    state = fields.String(metadata={"enum": STATES})
    employee = fields.Nested(PersonSchema)
    customer = fields.Nested(PersonSchema, allow_none=True)
    occurred_at = fields.AwareDateTime()
    received_at = fields.AwareDateTime()
    gps = fields.Nested(FixSchema, allow_none=True)
    media = fields.List(fields.Nested(MediaRefSchema))
    flags = fields.List(fields.String())


class SubmissionPageSchema(Schema):
    """One page of submissions, the newest first; `counts` are of the whole list by review state."""

    items = fields.List(fields.Nested(SubmissionSchema))
    next = fields.String(allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class FieldChangeSchema(Schema):
    """A difference that the submission made to its record."""

    field = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class ReviewSchema(Schema):
    """A decision on a submission."""

    state = fields.String()
    comment = fields.String(allow_none=True)
    by = fields.Nested(PersonSchema)
    at = fields.AwareDateTime()


class SubmissionDetailSchema(SubmissionSchema):
    """A submission with everything that was filled in and what became of it."""

    answers = fields.Dict()
    definition = fields.Dict()
    changes = fields.List(fields.Nested(FieldChangeSchema))
    reviews = fields.List(fields.Nested(ReviewSchema))


class VerdictSchema(Schema):
    """A reviewer's decision; a comment is needed unless it approves."""

    state = fields.String(required=True, validate=validate.OneOf(["approved", "has_issues", "rejected"]))
    comment = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=2000))
