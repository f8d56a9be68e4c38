"""Shapes of notices on the wire."""

from marshmallow import Schema, fields, validate

from server.web.moments import Moment


class BilingualSchema(Schema):
    """A text in both languages."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class NotificationQuerySchema(Schema):
    """Which page of the inbox."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class NotificationSchema(Schema):
    """A notice; `link` is a path inside the product, `read_at` is null until it was read."""

    id = fields.UUID()
    kind = fields.String()
    title = fields.Nested(BilingualSchema)
    body = fields.String()
    link = fields.String(allow_none=True)
    at = Moment()
    read_at = Moment(allow_none=True)


class NotificationPageSchema(Schema):
    """A page of the inbox, newest first."""

    items = fields.List(fields.Nested(NotificationSchema))
    next = fields.String(allow_none=True)
    unread = fields.Integer(metadata={"description": "notices not read yet, in the whole inbox"})
