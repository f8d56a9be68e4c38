"""Shapes of customers on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

TYPES = ["person", "organisation", "shop", "household"]
STATUSES = ["lead", "potential", "customer", "vip", "old"]


class FilterSchema(Schema):
    """How a customer list is narrowed; in a query also by `field.<name>=<value>` for any field of the record."""

    q = fields.String(validate=validate.Length(max=200))
    kind = fields.String(validate=validate.OneOf(TYPES))
    owner_id = fields.UUID()
    pool_id = fields.UUID()
    province_code = fields.String(validate=validate.Length(max=10))
    ward_code = fields.String(validate=validate.Length(max=10))
    status = fields.String(validate=validate.OneOf(STATUSES))
    group_id = fields.UUID()
    tag = fields.UUID()
    source = fields.String(validate=validate.Length(max=100))
    archived = fields.Boolean()


class ExportQuerySchema(FilterSchema):
    """How a customer list is narrowed."""


class CustomerQuerySchema(FilterSchema):
    """How a customer list is narrowed, ordered and paged; what is looked for by words comes the best first."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))
    sort = fields.String(
        load_default="name", validate=validate.OneOf(["name", "-name", "code", "-code", "-updated_at"])
    )
    columns = fields.String(
        validate=validate.Regexp(r"^[a-z0-9_.,]{0,1000}$"),
        metadata={"description": "names of fields of the record, with commas: they come in `fields` of each row"},
    )


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
    status = fields.String(metadata={"enum": STATUSES})
    rank = fields.String(allow_none=True)
    source = fields.String(allow_none=True)
    phone_text = fields.String(allow_none=True, metadata={"description": "the telephone number as people read it"})
    address_text = fields.String(allow_none=True, metadata={"description": "the whole address, of today if known"})
    tags = fields.List(fields.String())
    groups = fields.List(fields.Nested(PersonSchema))
    archived_at = Moment(allow_none=True)
    updated_at = Moment()
    fields_ = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        data_key="fields",
        metadata={"description": "the fields of the record that were asked for"},
    )


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


class UnitRefSchema(Schema):
    """An administrative unit."""

    code = fields.String()
    name = fields.String()


class AddressSchema(Schema):
    """A customer's address in one system of units; `how` says how it is known.

    `given` was typed so, `settled` follows from the table, `by_point` from the map point, `confirmed` a person said.
    `main` is the profile's; others were kept by orders, `since` a day.
    """

    kind = fields.String(metadata={"enum": ["main", "delivery"]})
    since = fields.String(allow_none=True)
    system = fields.String(metadata={"enum": ["2025", "legacy"]})
    province = fields.Nested(UnitRefSchema, allow_none=True)
    district = fields.Nested(UnitRefSchema, allow_none=True)
    ward = fields.Nested(UnitRefSchema, allow_none=True)
    text = fields.String(allow_none=True)
    how = fields.String(
        metadata={"enum": ["given", "settled", "by_point", "needs_confirmation", "confirmed", "unknown"]}
    )
    candidates = fields.List(fields.Nested(UnitRefSchema))
    distance_km = fields.Float(allow_none=True)
    valid_from = fields.String(allow_none=True)
    valid_to = fields.String(allow_none=True)


class RelatedSchema(PersonSchema):
    """Another customer, as far as one may see it."""

    code = fields.String()


class PendingPinSchema(Schema):
    """A map point that waits for a supervisor: who took it and when; it is settled like any conflict."""

    conflict_id = fields.UUID()
    lat = fields.Float()
    lon = fields.Float()
    moved_m = fields.Float()
    by = fields.Nested(PersonSchema)
    at = fields.String(allow_none=True)


class BuyerRefSchema(Schema):
    """The buyer that a customer was made."""

    id = fields.UUID()
    code = fields.String()


class MergedSchema(Schema):
    """A customer that was merged into this one, and the merge, for taking it back."""

    merge_id = fields.UUID()
    id = fields.UUID()
    code = fields.String()
    name = fields.String()
    merged_at = Moment()


class CustomerDetailSchema(CustomerSchema):
    """A customer with all its profile fields by form field name."""

    photos = fields.List(fields.String())
    routes = fields.List(fields.Nested(PersonSchema))
    addresses = fields.List(fields.Nested(AddressSchema), metadata={"description": "today's units first"})
    employer = fields.Nested(RelatedSchema, allow_none=True)
    referred_by = fields.Nested(RelatedSchema, allow_none=True)
    parent_unit = fields.Nested(RelatedSchema, allow_none=True)
    contacts = fields.List(fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)))
    pending_pin = fields.Nested(PendingPinSchema, allow_none=True)
    buyer = fields.Nested(BuyerRefSchema, allow_none=True)
    merged = fields.List(fields.Nested(MergedSchema))
    merged_into = fields.UUID(allow_none=True)
    duplicates = fields.Integer(metadata={"description": "open pairs of which one sees both"})
    created_at = Moment()


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
