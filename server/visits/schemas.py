"""Shapes of visits on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

STATES = ["received", "has_issues", "approved", "rejected"]
MOST = 2000


class VisitQuerySchema(Schema):
    """How a list of visits is narrowed; times bound the check-in, `from` inclusive, `to` exclusive."""

    since = Moment(data_key="from")
    until = Moment(data_key="to")
    employee_id = fields.UUID()
    customer_id = fields.UUID()
    state = fields.String(validate=validate.OneOf(STATES))
    bbox = fields.String(
        metadata={"description": "west,south,east,north in degrees"},
        validate=validate.Regexp(r"^-?\d{1,3}(\.\d{1,15})?(,-?\d{1,3}(\.\d{1,15})?){3}$"),
    )
    limit = fields.Integer(load_default=MOST, validate=validate.Range(1, MOST))
    cursor = fields.String(validate=validate.Length(max=500))


class VisitCustomerSchema(Schema):
    """The customer visited; `name` and `kind` are null for one that the asker may not see."""

    id = fields.UUID()
    name = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)


class VisitSchema(Schema):
    """A visit: degrees (WGS 84) and metres, null where unknown; `media` are the ids of its files."""

    id = fields.UUID()
    submission_id = fields.UUID()
    customer = fields.Nested(VisitCustomerSchema)
    employee = fields.Nested(PersonSchema)
    route_id = fields.UUID(allow_none=True)
    lat = fields.Float(allow_none=True)
    lon = fields.Float(allow_none=True)
    accuracy_m = fields.Float(allow_none=True)
    distance_m = fields.Integer(allow_none=True, metadata={"description": "to the customer's pin at that time"})
    checked_in_at = Moment()
    received_at = Moment()
    review_state = fields.String(metadata={"enum": STATES})
    media = fields.List(fields.UUID())
    note = fields.String(allow_none=True)
    flags = fields.List(fields.String())


class VisitPageSchema(Schema):
    """A page of visits, the newest check-in first; `truncated` says that there are more."""

    items = fields.List(fields.Nested(VisitSchema))
    next = fields.String(allow_none=True)
    truncated = fields.Boolean()
