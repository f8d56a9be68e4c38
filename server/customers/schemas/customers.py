"""Shapes of customers on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema

TYPES = ["person", "organisation", "shop", "household"]


class ExportQuerySchema(Schema):
    """How a customer list is narrowed."""

    q = fields.String(validate=validate.Length(max=200))
    kind = fields.String(validate=validate.OneOf(TYPES))
    owner_id = fields.UUID()
    pool_id = fields.UUID()
    ward_code = fields.String(validate=validate.Length(max=10))


class CustomerQuerySchema(ExportQuerySchema):
    """How a customer list is narrowed and paged."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class CustomerSchema(Schema):
    """A customer in a list; coordinates in degrees (WGS 84)."""

    id = fields.UUID()
    code = fields.String()
    kind = fields.String(metadata={"enum": TYPES})
    name = fields.String()
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    lat = fields.Float(allow_none=True)
    lon = fields.Float(allow_none=True)
    owner = fields.Nested(PersonSchema)
    pool = fields.Nested(PersonSchema, allow_none=True)
    level = fields.String(metadata={"enum": ["view", "edit"], "description": "what one may do with it"})
    status = fields.String()
    rank = fields.String(allow_none=True)
    updated_at = fields.AwareDateTime()


class RecentQuerySchema(Schema):
    """How the list of the recently updated is paged."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class RecentPageSchema(Schema):
    """One page of the recently updated customers; `next` is the cursor of the following one."""

    items = fields.List(fields.Nested(CustomerSchema))
    next = fields.String(allow_none=True)


class CustomerPageSchema(Schema):
    """One page of customers; `next` is the cursor of the following one."""

    items = fields.List(fields.Nested(CustomerSchema))
    next = fields.String(allow_none=True)
    total = fields.Integer()
    total_is_least = fields.Boolean(metadata={"description": "there are more than `total`, which were not counted"})


class CustomerDetailSchema(CustomerSchema):
    """A customer with all its profile fields by form field name."""

    fields_ = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), data_key="fields")
    photos = fields.List(fields.String())
    routes = fields.List(fields.Nested(PersonSchema))


class BoxSchema(Schema):
    """A map's viewport."""

    bbox = fields.String(
        required=True,
        metadata={"description": "west,south,east,north in degrees"},
        validate=validate.Regexp(r"^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$"),
    )


class PointsSchema(Schema):
    """Customers in a viewport: `[id, lon, lat, kind, name]` each."""

    items = fields.List(fields.List(fields.Raw()))
    truncated = fields.Boolean()
