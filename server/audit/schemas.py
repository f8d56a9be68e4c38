"""Shapes of the history on the wire."""

from marshmallow import Schema, fields, validate

from server.web.moments import Moment


class HistoryPageSchema(Schema):
    """Which page of a history, newest first."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class HistoryQuerySchema(HistoryPageSchema):
    """What the history is narrowed to: who, what, which record, and when (`since` inclusive, `until` exclusive)."""

    employee_id = fields.UUID()
    action = fields.String(validate=validate.Length(max=100))
    kind = fields.String(validate=validate.Length(max=100))
    record_id = fields.UUID()
    customer_id = fields.UUID()
    since = Moment()
    until = Moment()


class NamedSchema(Schema):
    """A person or a phone."""

    id = fields.UUID()
    name = fields.String()


class CustomerHistoryEntrySchema(Schema):
    """What somebody (null: the system) did, at the server's time; `n` counts without gaps."""

    n = fields.Integer()
    at = Moment()
    action = fields.String(metadata={"description": "kind.verb, for example customer.view"})
    kind = fields.String(allow_none=True)
    record_id = fields.UUID(allow_none=True)
    customer_id = fields.UUID(allow_none=True)
    label = fields.String(allow_none=True, metadata={"description": "the record's name, where the reader may see it"})
    employee = fields.Nested(NamedSchema, allow_none=True)
    device = fields.Nested(NamedSchema, allow_none=True)
    request_id = fields.String(allow_none=True)
    detail = fields.Raw(allow_none=True, metadata={"description": "for a change: before and after, by field"})


class HistoryEntrySchema(CustomerHistoryEntrySchema):
    """The same, with the address that the request came from."""

    ip = fields.String(allow_none=True)


class CustomerHistorySchema(Schema):
    """A page of what was done with a customer, newest first."""

    items = fields.List(fields.Nested(CustomerHistoryEntrySchema))
    next = fields.String(allow_none=True)


class HistorySchema(Schema):
    """A page of the history, newest first."""

    items = fields.List(fields.Nested(HistoryEntrySchema))
    next = fields.String(allow_none=True)
