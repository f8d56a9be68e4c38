"""Shapes of the catalogue on the wire; money is whole đồng."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

STATUSES = ["active", "stopped"]


class CatalogueQuerySchema(Schema):
    """How a list is narrowed and paged."""

    q = fields.String(validate=validate.Length(max=200))
    status = fields.String(validate=validate.OneOf(STATUSES))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=1000))


class ProductQuerySchema(CatalogueQuerySchema):
    """How the list of products is narrowed; `group` is a value of the list of choices `product_groups`."""

    group = fields.String(validate=validate.Length(max=200))


class PriceSchema(Schema):
    """What a product costs: đồng without tax for `unit_qty` units; of itself where `price_list_id` is null."""

    price = fields.Integer()
    unit_qty = fields.Float()
    unit_name = fields.String(allow_none=True)
    tax_percent = fields.Float()
    fee = fields.Float(metadata={"description": "đồng besides for unit_qty units"})
    price_list_id = fields.UUID(allow_none=True)


class ProductSchema(Schema):
    """A product in a list; `price_now` by the price list in force, null without any price."""

    id = fields.UUID()
    name = fields.String()
    code = fields.String(allow_none=True)
    group = fields.String(allow_none=True)
    subgroup = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    packaging_state = fields.String(allow_none=True)
    status = fields.String(metadata={"enum": STATUSES})
    price_now = fields.Nested(PriceSchema, allow_none=True)
    updated_at = Moment()


class ProductPageSchema(Schema):
    """A page of products by name."""

    items = fields.List(fields.Nested(ProductSchema))
    next = fields.String(allow_none=True)


class ComboPartSchema(Schema):
    """What a combo holds."""

    id = fields.UUID()
    name = fields.String()
    code = fields.String(allow_none=True)
    qty = fields.Integer()


class ProductDetailSchema(ProductSchema):
    """A product with everything that its form says."""

    fields_ = fields.Dict(data_key="fields", keys=fields.String())
    parts = fields.List(fields.Nested(ComboPartSchema))
    created_by = fields.Nested(PersonSchema)
    created_at = Moment()


class ProductStateSchema(Schema):
    """Whether a product is on sale."""

    status = fields.String(required=True, validate=validate.OneOf(STATUSES))


class PriceListSchema(Schema):
    """A price list; `in_force` says whether it holds today."""

    id = fields.UUID()
    name = fields.String()
    status = fields.String(metadata={"enum": STATUSES})
    effective_from = fields.Date(allow_none=True)
    effective_to = fields.Date(allow_none=True)
    in_force = fields.Boolean()
    line_count = fields.Integer()
    updated_at = Moment()


class PriceListPageSchema(Schema):
    """A page of price lists by name."""

    items = fields.List(fields.Nested(PriceListSchema))
    next = fields.String(allow_none=True)


class NamedProductSchema(Schema):
    """A product as other records name it."""

    id = fields.UUID()
    name = fields.String()
    code = fields.String(allow_none=True)


class PriceLineSchema(Schema):
    """A line of a price list: `tax_percent` and `fee` are the sums of its taxes and fees."""

    product = fields.Nested(NamedProductSchema)
    price = fields.Integer()
    unit_qty = fields.Float()
    unit_name = fields.String(allow_none=True)
    tax_percent = fields.Float()
    fee = fields.Float()


class PriceListDetailSchema(PriceListSchema):
    """A price list with its lines and everything that its form says."""

    fields_ = fields.Dict(data_key="fields", keys=fields.String())
    lines = fields.List(fields.Nested(PriceLineSchema))
    created_by = fields.Nested(PersonSchema)
    created_at = Moment()


class PromotionSchema(Schema):
    """A promotion; `running` says whether it holds today."""

    id = fields.UUID()
    name = fields.String()
    code = fields.String(allow_none=True)
    status = fields.String(metadata={"enum": STATUSES})
    effective_from = fields.Date(allow_none=True)
    effective_to = fields.Date(allow_none=True)
    running = fields.Boolean()
    mode = fields.String(allow_none=True)
    updated_at = Moment()


class PromotionPageSchema(Schema):
    """A page of promotions by name."""

    items = fields.List(fields.Nested(PromotionSchema))
    next = fields.String(allow_none=True)


class PromotionDetailSchema(PromotionSchema):
    """A promotion with everything that its form says; `products` are those that it names."""

    fields_ = fields.Dict(data_key="fields", keys=fields.String())
    products = fields.List(fields.Nested(NamedProductSchema))
    created_by = fields.Nested(PersonSchema)
    created_at = Moment()
