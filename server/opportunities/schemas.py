"""Shapes of opportunities and processes on the wire; money is whole đồng."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.catalogue.schemas import NamedProductSchema
from server.web.moments import Moment

CHANNELS = ["tele", "f2f"]
OUTCOMES = ["open", "won", "lost"]


class OpportunityQuerySchema(Schema):
    """How a list is narrowed and paged; times bound the capture, `from` inclusive, `to` exclusive."""

    customer_id = fields.UUID()
    employee_id = fields.UUID()
    step_id = fields.UUID()
    outcome = fields.String(validate=validate.OneOf(OUTCOMES))
    since = Moment(data_key="from")
    until = Moment(data_key="to")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class OpportunityCustomerSchema(Schema):
    """An opportunity's customer; `name` and `kind` are null for one that the asker may not see."""

    id = fields.UUID()
    name = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)


class OpportunityStepSchema(Schema):
    """The step at which an opportunity stands; `probability` in percent."""

    id = fields.UUID()
    name = fields.String()
    outcome = fields.String(metadata={"enum": OUTCOMES})
    probability = fields.Integer()


class OpportunitySchema(Schema):
    """An opportunity in a list; `expected_value` in đồng without tax."""

    id = fields.UUID()
    code = fields.String()
    channel = fields.String(metadata={"enum": CHANNELS})
    customer = fields.Nested(OpportunityCustomerSchema)
    owner = fields.Nested(PersonSchema)
    step = fields.Nested(OpportunityStepSchema)
    process_id = fields.UUID()
    submission_id = fields.UUID()
    expected_value = fields.Integer()
    potential = fields.String(allow_none=True)
    contact_from = fields.Time(allow_none=True, format="%H:%M")
    contact_to = fields.Time(allow_none=True, format="%H:%M")
    captured_at = Moment()
    closed_at = Moment(allow_none=True)
    updated_at = Moment()


class OpportunityPageSchema(Schema):
    """A page of opportunities, newest first."""

    items = fields.List(fields.Nested(OpportunitySchema))
    next = fields.String(allow_none=True)


class OpportunityItemSchema(Schema):
    """A product that may be sold; `price` and `amount` in đồng without tax."""

    product = fields.Nested(NamedProductSchema)
    qty = fields.Integer()
    delivery_frequency = fields.String(allow_none=True)
    price = fields.Integer(allow_none=True)
    amount = fields.Integer()


class OpportunityMoveSchema(Schema):
    """An opportunity went from one step to another."""

    from_step = fields.Nested(PersonSchema)
    to_step = fields.Nested(PersonSchema)
    note = fields.String(allow_none=True)
    by = fields.Nested(PersonSchema)
    at = Moment()


class OpportunityDetailSchema(OpportunitySchema):
    """An opportunity with its items, what its form says, and how it moved."""

    fields_ = fields.Dict(data_key="fields", keys=fields.String())
    items = fields.List(fields.Nested(OpportunityItemSchema))
    moves = fields.List(fields.Nested(OpportunityMoveSchema))


class OpportunityMoveInputSchema(Schema):
    """To which step an opportunity is to go, and why."""

    step_id = fields.UUID(required=True)
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class ProcessStepSchema(OpportunityStepSchema):
    """A step of a process, with the opportunities there that the asker sees and what they are worth together."""

    count = fields.Integer()
    expected_value = fields.Integer()


class ProcessSchema(Schema):
    """A process with its steps in their order."""

    id = fields.UUID()
    name = fields.String()
    is_default = fields.Boolean()
    steps = fields.List(fields.Nested(ProcessStepSchema))


class ProcessesSchema(Schema):
    """The organisation's processes, the default one first."""

    items = fields.List(fields.Nested(ProcessSchema))
