"""Shapes of forms and submissions on the wire."""

from marshmallow import EXCLUDE, Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

STATES = ["received", "has_issues", "approved", "rejected"]


class SubmissionQuerySchema(Schema):
    """How a list of submissions is narrowed and paged; `from` and `to` bound the time of receipt.

    `flag` is a flag or its beginning (`field_missing`). Corrected submissions are found by their state only with
    `corrected`.
    """

    state = fields.String(validate=validate.OneOf(STATES))
    employee_id = fields.UUID()
    form = fields.String(validate=validate.Length(max=100))
    customer_id = fields.UUID()
    flag = fields.String(validate=validate.Length(1, 200))
    record_kind = fields.String(validate=validate.Length(1, 50))
    record_id = fields.UUID()
    corrected = fields.Boolean(load_default=False)
    since = Moment(data_key="from")
    until = Moment(data_key="to")
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


class RecordRefSchema(Schema):
    """The record that a submission made or edited."""

    kind = fields.String(required=True)
    id = fields.UUID(required=True)


class SubmissionSchema(Schema):
    """A submission in a list."""

    id = fields.UUID()
    form = fields.String()
    form_title = fields.Dict(keys=fields.String(), values=fields.String())
    version = fields.Integer()
    state = fields.String(metadata={"enum": STATES})
    employee = fields.Nested(PersonSchema)
    customer = fields.Nested(PersonSchema, allow_none=True)
    occurred_at = Moment()
    received_at = Moment()
    gps = fields.Nested(FixSchema, allow_none=True)
    media = fields.List(fields.Nested(MediaRefSchema))
    flags = fields.List(fields.String())
    record = fields.Nested(RecordRefSchema, allow_none=True)
    revises = fields.UUID(allow_none=True)
    revised_by = fields.UUID(allow_none=True)
    by_console = fields.Boolean()


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
    at = Moment()


class RevisionSchema(Schema):
    """One link of a chain of corrections."""

    id = fields.UUID()
    version = fields.Integer()
    state = fields.String(metadata={"enum": STATES})
    comment = fields.String(allow_none=True)
    received_at = Moment()
    changed = fields.List(fields.String())


class SubmissionDetailSchema(SubmissionSchema):
    """A submission with everything that was filled in and what became of it.

    `definition` is that of the version it was filled in with; `unknown` are answers to fields which that version does
    not have. `revisions` are the submissions that correct one another, the first one first; `changed` names the answers
    that differ from the one before.
    """

    answers = fields.Dict()
    before = fields.Dict()
    unknown_answers = fields.Dict(data_key="unknown", attribute="unknown")
    revisions = fields.List(fields.Nested(RevisionSchema))
    definition = fields.Dict()
    changes = fields.List(fields.Nested(FieldChangeSchema))
    reviews = fields.List(fields.Nested(ReviewSchema))


class MediaClaimSchema(Schema):
    """A file that a form names; `size` in bytes. It is sent for itself, before or after."""

    media_id = fields.UUID(required=True)
    field = fields.String(required=True, validate=validate.Length(1, 100))
    sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$"))
    size = fields.Integer(required=True, validate=validate.Range(1, 2**40, max_inclusive=False))
    type = fields.String(required=True, validate=validate.Length(1, 100))


class NewSubmissionSchema(Schema):
    """A form filled in at the console: `record` is what it edits, absent to make one; its id is the author's.

    Edits send the answers that changed, and in `before` what the form was prefilled with. `revises` names the
    submission that this one corrects.
    """

    id = fields.UUID(required=True)
    form = fields.String(required=True, validate=validate.Length(1, 100))
    version = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))
    record = fields.Nested(RecordRefSchema, load_default=None, allow_none=True, unknown=EXCLUDE)
    answers = fields.Dict(keys=fields.String(), required=True)
    before = fields.Dict(keys=fields.String(), load_default=dict)
    media = fields.List(fields.Nested(MediaClaimSchema), load_default=list, validate=validate.Length(max=100))
    gps = fields.Dict(load_default=None, allow_none=True)
    revises = fields.UUID(load_default=None, allow_none=True)


class RevisionMadeSchema(NewSubmissionSchema):
    """A correction: what is handed in instead of the former submission, in the same form."""

    class Meta:
        """Which former one it corrects the address says."""

        exclude = ("revises",)


class VerdictSchema(Schema):
    """A reviewer's decision; a comment is needed unless it approves."""

    state = fields.String(required=True, validate=validate.OneOf(["approved", "has_issues", "rejected"]))
    comment = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=2000))
