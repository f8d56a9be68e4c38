"""Shapes of the published lists of units and of what is asked of them."""

from marshmallow import Schema, fields, validate


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


class FormerUnitsSchema(Schema):
    """Units until 30 June 2025, as rows to save bytes."""

    version = fields.String(required=True, metadata={"description": "data set and its version"})
    until = fields.String(required=True, metadata={"description": "the first day on which they were no more"})
    provinces = fields.List(fields.List(fields.Raw()), metadata={"description": "[code, name] each"})
    districts = fields.List(
        fields.List(fields.Raw()),
        metadata={"description": "[code, province, name] each; island districts without wards: and where they went"},
    )
    wards = fields.List(
        fields.List(fields.Raw()),
        metadata={"description": "[code, district, name, [wards of 2025, the likeliest first]] each"},
    )


class UnitQuerySchema(Schema):
    """Words of a unit's name."""

    q = fields.String(required=True, validate=validate.Length(1, 100))
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 50))


class UnitSchema(Schema):
    """A unit of either system; `successors` are the wards of 2025 that took a former one in."""

    system = fields.String(metadata={"enum": ["2025", "legacy"]})
    code = fields.String()
    level = fields.String(metadata={"enum": ["province", "district", "ward"]})
    name = fields.String()
    parent_code = fields.String(allow_none=True)
    text = fields.String(metadata={"description": "with the names of what it lies in"})
    successors = fields.List(fields.String())


class UnitsFoundSchema(Schema):
    """Units with the words in their names."""

    items = fields.List(fields.Nested(UnitSchema))


class SettleQuerySchema(Schema):
    """A former ward and a map point in degrees."""

    ward = fields.String(required=True, validate=validate.Length(1, 10))
    lat = fields.Float(validate=validate.Range(-90, 90))
    lon = fields.Float(validate=validate.Range(-180, 180))


class SettledAddressSchema(Schema):
    """Where a former ward lies now: `how` says how that is known."""

    ward = fields.String(allow_none=True)
    how = fields.String(metadata={"enum": ["settled", "by_point", "needs_confirmation", "unknown"]})
    text = fields.String()
    candidates = fields.List(fields.Nested(UnitSchema))
    distance_km = fields.Float(allow_none=True)
    next_km = fields.Float(allow_none=True)
