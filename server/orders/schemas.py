"""Shapes of orders on the wire; money is whole đồng."""

from marshmallow import Schema, fields, validate
from webargs.fields import DelimitedList

from server.accounts.schemas import PersonSchema
from server.catalogue.schemas import NamedProductSchema
from server.orders.rules import BECOMES, CHANNELS, KINDS, STATES
from server.web.moments import Moment

MADE = list(dict.fromkeys(kind for kinds in BECOMES.values() for kind in kinds))


class OrderQuerySchema(Schema):
    """How a list of orders is narrowed and paged: times bound the capture, `from` inclusive, `to` exclusive.

    `kind` may name several kinds, with commas between them.
    """

    code = fields.String(validate=validate.Length(max=40))
    customer_id = fields.UUID()
    employee_id = fields.UUID()
    state = fields.String(validate=validate.OneOf(STATES))
    kind = DelimitedList(fields.String(validate=validate.OneOf(KINDS)))
    channel = fields.String(validate=validate.OneOf(CHANNELS))
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class OrderCustomerSchema(Schema):
    """An order's customer; `name` and `kind` are null for one that the asker may not see."""

    id = fields.UUID()
    name = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)


class SalesOrderSchema(Schema):
    """An order in a list; `captured_at` is the phone's time, corrected.

    `channel` is null where it was taken neither at a call nor at a meeting. A quotation that nobody has answered by
    its last day, `valid_until`, is `expired`. Something may be made of what is `convertible`.
    """

    id = fields.UUID()
    code = fields.String()
    kind = fields.String(metadata={"enum": list(KINDS)})
    channel = fields.String(allow_none=True, metadata={"enum": [*CHANNELS, None]})
    state = fields.String(metadata={"enum": list(STATES)})
    customer = fields.Nested(OrderCustomerSchema)
    owner = fields.Nested(PersonSchema)
    submission_id = fields.UUID()
    net = fields.Integer()
    tax = fields.Integer()
    total = fields.Integer()
    delivery_time = Moment(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    expired = fields.Boolean()
    convertible = fields.Boolean()
    captured_at = Moment()
    updated_at = Moment()


class OrderPageSchema(Schema):
    """A page of orders, newest first."""

    items = fields.List(fields.Nested(SalesOrderSchema))
    next = fields.String(allow_none=True)


class OrderLineSchema(Schema):
    """A line of an order: `price` đồng without tax for `unit_qty` units, null where the product had no price."""

    product = fields.Nested(NamedProductSchema)
    qty = fields.Integer()
    unit_name = fields.String(allow_none=True)
    unit_qty = fields.Float(allow_none=True)
    price = fields.Integer(allow_none=True)
    price_list_id = fields.UUID(allow_none=True)
    net = fields.Integer()
    tax = fields.Integer()
    amount = fields.Integer()


class OrderMoveSchema(Schema):
    """An order went from one state to another."""

    from_state = fields.String(metadata={"enum": list(STATES)})
    to_state = fields.String(metadata={"enum": list(STATES)})
    note = fields.String(allow_none=True)
    by = fields.Nested(PersonSchema)
    at = Moment()


class OrderLinkSchema(Schema):
    """Another order."""

    id = fields.UUID()
    code = fields.String()
    kind = fields.String(metadata={"enum": list(KINDS)})
    state = fields.String(metadata={"enum": list(STATES)})


class OrderDetailSchema(SalesOrderSchema):
    """An order with its lines, what its form says, how it moved, and where it may go from here (`next_states`).

    Of what it was made (`converted_from`), what was made of it (`became`), also what was cancelled or declined, and
    what can be made of it now (`becomes`).
    """

    fields_ = fields.Dict(data_key="fields", keys=fields.String())
    lines = fields.List(fields.Nested(OrderLineSchema))
    moves = fields.List(fields.Nested(OrderMoveSchema))
    next_states = fields.List(fields.String(metadata={"enum": list(STATES)}))
    converted_from = fields.Nested(OrderLinkSchema, allow_none=True)
    became = fields.List(fields.Nested(OrderLinkSchema))
    becomes = fields.List(fields.String(metadata={"enum": MADE}))


class OrderStateSchema(Schema):
    """Where an order is to go, and why."""

    state = fields.String(required=True, validate=validate.OneOf(STATES))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class OrderConvertSchema(Schema):
    """What is to be made of a request or a quotation, and what its form is to say beyond what it takes over."""

    into = fields.String(required=True, validate=validate.OneOf(MADE))
    answers = fields.Dict(keys=fields.String(), load_default=dict)
