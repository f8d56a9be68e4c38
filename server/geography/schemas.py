"""Shape of the published list of units."""

from marshmallow import Schema, fields


class UnitsSchema(Schema):
    """Units in force since 1 July 2025, as rows to save bytes."""

    version = fields.String(required=True, metadata={"description": "data set and its version"})
    provinces = fields.List(
        fields.List(fields.Raw()), required=True, metadata={"description": "[code, name, lat, lon] each"}
    )
    wards = fields.List(
        fields.List(fields.Raw()),
        required=True,
        metadata={"description": "[code, province_code, name, lat, lon] each"},
    )
