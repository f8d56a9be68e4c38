"""Shapes of tickets on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.activities.rules import TICKET_STATES
from server.activities.schemas.common import TEXT, CustomerRefSchema, PageQuerySchema
from server.web.moments import Moment

STATE = validate.OneOf(TICKET_STATES)


class TicketQuerySchema(PageQuerySchema):
    """How the list of tickets is narrowed; with `customer_id` it holds all tickets about that customer."""

    state = fields.String(validate=validate.OneOf([*TICKET_STATES, "unresolved", "overdue"]))
    employee_id = fields.UUID(metadata={"description": "who is responsible"})
    customer_id = fields.UUID()
    problem = fields.String(validate=validate.Length(max=100))


class TicketSchema(Schema):
    """A ticket in a list; `due_at` is the deadline of its solution."""

    id = fields.UUID()
    code = fields.String()
    customer = fields.Nested(CustomerRefSchema)
    problem = fields.String(allow_none=True)
    detail = fields.String(allow_none=True)
    state = fields.String(validate=STATE)
    due_at = Moment()
    overdue = fields.Boolean()
    opened_by = fields.Nested(PersonSchema)
    opened_at = Moment()
    responsible = fields.Nested(PersonSchema)
    resolved_at = Moment(allow_none=True)
    updated_at = Moment()
    submission_id = fields.UUID()


class TicketPageSchema(Schema):
    """A page of tickets, newest first; `overdue` counts those among all that one sees which are late."""

    items = fields.List(fields.Nested(TicketSchema))
    next = fields.String(allow_none=True)
    overdue = fields.Integer()


class TicketCommentSchema(Schema):
    """What somebody said; `state` is the one that he moved the ticket to with it."""

    id = fields.UUID()
    text = fields.String()
    state = fields.String(allow_none=True)
    employee = fields.Nested(PersonSchema)
    at = Moment()


class TicketDetailSchema(TicketSchema):
    """A ticket with its course; `products` are product ids, `media` the files of the form that opened it."""

    solution = fields.String(allow_none=True)
    result = fields.String(allow_none=True)
    products = fields.List(fields.UUID())
    employees = fields.List(fields.Nested(PersonSchema))
    media = fields.List(fields.UUID())
    comments = fields.List(fields.Nested(TicketCommentSchema))


class TicketChangeSchema(Schema):
    """What to change of a ticket; `comment` is said along with it."""

    state = fields.String(validate=STATE)
    solution = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    due_at = Moment()
    responsible_id = fields.UUID()
    comment = fields.String(validate=TEXT)


class NewTicketCommentSchema(Schema):
    """What is to be said on a ticket."""

    text = fields.String(required=True, validate=TEXT)
