"""Shapes of routes on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

STATUSES = ["active", "stopped"]
MEMBERSHIPS = ["in", "out"]
MOST_STOPS = 500
NAME = validate.And(validate.Length(1, 200), validate.Regexp(r".*\S", error="blank"))


class RouteQuerySchema(Schema):
    """How a list of routes is narrowed and paged."""

    q = fields.String(validate=validate.Length(max=200))
    status = fields.String(validate=validate.OneOf(STATUSES))
    employee_id = fields.UUID(metadata={"description": "who drives the route today"})
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class RouteSchema(Schema):
    """A route in a list; `stop_count` counts the customers in it, `assignee` drives it today."""

    id = fields.UUID()
    name = fields.String()
    description = fields.String(allow_none=True)
    status = fields.String(metadata={"enum": STATUSES})
    kind = fields.String(metadata={"enum": ["standard", "special"]})
    customer_group = fields.String(allow_none=True, metadata={"description": "of a special route, whom it is for"})
    stop_count = fields.Integer()
    assignee = fields.Nested(PersonSchema, allow_none=True)
    updated_at = Moment()


class RoutePageSchema(Schema):
    """A page of routes by name."""

    items = fields.List(fields.Nested(RouteSchema))
    next = fields.String(allow_none=True)
    total = fields.Integer()


class StopCustomerSchema(PersonSchema):
    """A stop's customer; coordinates in degrees (WGS 84), null without a pin."""

    kind = fields.String()
    lat = fields.Float(allow_none=True)
    lon = fields.Float(allow_none=True)


class StopSchema(Schema):
    """A customer's place on a route since `valid_from`."""

    customer = fields.Nested(StopCustomerSchema)
    seq = fields.Integer()
    membership = fields.String(metadata={"enum": MEMBERSHIPS})
    note = fields.String(allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class AssignmentSchema(Schema):
    """Who drives the route on which days, both ends included; `valid_to` is null for an open end."""

    id = fields.UUID()
    employee = fields.Nested(PersonSchema)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    instruction = fields.String(allow_none=True)


class RouteDetailSchema(RouteSchema):
    """A route with its stops that the asker may see, and its assignments, the latest first."""

    stops = fields.List(fields.Nested(StopSchema))
    assignments = fields.List(fields.Nested(AssignmentSchema))


class DaySchema(Schema):
    """Which day's stops to show: the current list when left out."""

    on = fields.Date()


class NewRouteSchema(Schema):
    """A route to be set up, customers in driving order."""

    name = fields.String(required=True, validate=NAME)
    description = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=5000))
    customer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_STOPS))


class StopWishSchema(Schema):
    """How a customer shall stand on the route from today on."""

    customer_id = fields.UUID(required=True)
    membership = fields.String(load_default="in", validate=validate.OneOf(MEMBERSHIPS))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=1000))


class RouteChangeSchema(Schema):
    """What to change; `stops` is the whole list in its new order."""

    name = fields.String(validate=NAME)
    description = fields.String(validate=validate.Length(max=5000))
    status = fields.String(validate=validate.OneOf(STATUSES))
    stops = fields.List(fields.Nested(StopWishSchema), validate=validate.Length(1, MOST_STOPS))


class NewAssignmentSchema(Schema):
    """Who is to drive the route; with `replace` whoever drives on these days gives them up."""

    employee_id = fields.UUID(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(load_default=None, allow_none=True)
    instruction = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=5000))
    replace = fields.Boolean(load_default=False)
