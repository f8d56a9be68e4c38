"""Shapes that only the console asks for."""

from marshmallow import Schema, fields


class StyleSourceSchema(Schema):
    """Where street tiles come from, null for the built-in outline map."""

    tiles_url = fields.String(allow_none=True)
    attribution = fields.String(allow_none=True)
