"""Parts that the shapes of this area share."""

from marshmallow import Schema, fields, validate

MOST = 200
LINE = validate.And(validate.Length(1, 200), validate.Regexp(r".*\S", error="blank"))
TEXT = validate.And(validate.Length(1, 10_000), validate.Regexp(r"(?s).*\S", error="blank"))


class CustomerRefSchema(Schema):
    """The customer that something is about; `name` and `kind` are null for one that the asker may not see."""

    id = fields.UUID()
    name = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)


class PageQuerySchema(Schema):
    """Which page of a list."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST))
    cursor = fields.String(validate=validate.Length(max=500))
