"""Shapes of what belongs to a customer beside its fields: groups, filters, files, changes, duplicates, merges."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.accounts.schemas import PersonSchema
from server.customers.schemas.customers import STATUSES, FilterSchema
from server.web.moments import Moment

NAME = validate.Length(1, 200)
COLUMN = validate.Regexp(r"^(field\.)?[a-z][a-z0-9_]{0,63}$")
MOST_AT_ONCE = 2_000


class GroupSchema(PersonSchema):
    """A group with what it is for and how many customers are in it."""

    description = fields.String()
    count = fields.Integer()
    created_at = Moment()


class GroupsSchema(Schema):
    """Groups, by name."""

    items = fields.List(fields.Nested(GroupSchema))


class GroupQuerySchema(Schema):
    """Words of a group's name or description (CV-02); without them all groups."""

    q = fields.String(load_default="", validate=validate.Length(max=200))


class NewGroupSchema(Schema):
    """A group to be made; nothing is stored when a part of it is refused."""

    name = fields.String(required=True, validate=NAME)
    description = fields.String(required=True, validate=validate.Length(1, 2000))
    ids = fields.List(fields.UUID(), load_default=[], validate=validate.Length(max=MOST_AT_ONCE))


class GroupChangeSchema(Schema):
    """What to change of a group; what is missing stays."""

    name = fields.String(load_default=None, validate=NAME)
    description = fields.String(load_default=None, validate=validate.Length(1, 2000))
    add = fields.List(fields.UUID(), load_default=[], validate=validate.Length(max=MOST_AT_ONCE))
    remove = fields.List(fields.UUID(), load_default=[], validate=validate.Length(max=MOST_AT_ONCE))


class SavedFilterSchema(PersonSchema):
    """A saved way of narrowing the list: the names and values of its query."""

    filter = fields.Dict(keys=fields.String(), values=fields.Raw())


class SavedFiltersSchema(Schema):
    """One's own saved filters, by name."""

    items = fields.List(fields.Nested(SavedFilterSchema))


class NewFilterSchema(Schema):
    """A filter to be saved: the query of a list, `field.<name>` included."""

    name = fields.String(required=True, validate=NAME)
    filter = fields.Dict(
        required=True,
        keys=fields.String(validate=COLUMN),
        values=fields.String(validate=validate.Length(max=300)),
        validate=validate.Length(max=50),
    )


class ColumnsSchema(Schema):
    """The columns of one's list, in order; `field.<name>` is a field of the record."""

    columns = fields.List(fields.String(validate=COLUMN), required=True, validate=validate.Length(1, 40))


class FileSchema(Schema):
    """A file kept for a customer; its bytes are at `/media/<media_id>/original`."""

    id = fields.UUID()
    media_id = fields.UUID()
    name = fields.String()
    type = fields.String()
    size = fields.Integer(metadata={"description": "bytes"})
    state = fields.String(metadata={"enum": ["awaiting", "stored", "ready", "failed"]})
    added_by = fields.Nested(PersonSchema)
    added_at = Moment()


class FilesSchema(Schema):
    """A customer's files, the newest first."""

    items = fields.List(fields.Nested(FileSchema))


class NewFileSchema(Schema):
    """A file that one uploaded before."""

    media_id = fields.UUID(required=True)
    name = fields.String(required=True, validate=NAME)


class PastValueSchema(Schema):
    """A value that a field got; captured and received may lie apart when the phone had no network."""

    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)
    by = fields.Nested(PersonSchema)
    occurred_at = Moment()
    received_at = Moment()
    way = fields.String(metadata={"enum": ["form", "console", "merge", "undo"]})
    submission_id = fields.UUID(allow_none=True)


class PastValuesSchema(Schema):
    """The values of a field, the newest first; `next` is the cursor of the following page."""

    items = fields.List(fields.Nested(PastValueSchema))
    next = fields.String(allow_none=True)


class PagedQuerySchema(Schema):
    """How a list is paged."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(validate=validate.Length(max=500))


class AlikeSchema(PersonSchema):
    """A customer that looks like another."""

    code = fields.String()
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    kind = fields.String()
    status = fields.String()
    owner_id = fields.UUID()


class DuplicateSchema(Schema):
    """Two customers that may be one, and why; `distance_m` in metres where both have a place."""

    id = fields.UUID()
    one = fields.Nested(AlikeSchema)
    other = fields.Nested(AlikeSchema)
    reasons = fields.List(fields.String(metadata={"enum": ["phone", "name_phone", "name_email", "name_near"]}))
    distance_m = fields.Float(allow_none=True)
    found_at = Moment()


class DuplicatesSchema(Schema):
    """Pairs that wait for a decision, the newest first; `next` is the cursor of the following page."""

    items = fields.List(fields.Nested(DuplicateSchema))
    next = fields.String(allow_none=True)


class NewMergeSchema(Schema):
    """Which customer stands, which goes into it, and whose value a field keeps where that is not by itself."""

    winner = fields.UUID(required=True)
    loser = fields.UUID(required=True)
    choices = fields.Dict(
        load_default={},
        keys=fields.String(validate=COLUMN),
        values=fields.String(validate=validate.OneOf(["winner", "loser", "both"])),
        validate=validate.Length(max=300),
    )


class MergeSchema(Schema):
    """A merge: the customer that stands, the one that went into it, and what it changed."""

    id = fields.UUID()
    winner_id = fields.UUID()
    loser_id = fields.UUID()
    merged_at = Moment()
    undone_at = Moment(allow_none=True)
    changes = fields.Dict(keys=fields.String(), values=fields.List(fields.Raw(allow_none=True)))


class StatusSchema(Schema):
    """The state that a customer is in."""

    id = fields.UUID()
    status = fields.String(metadata={"enum": STATUSES})


class NewStatusSchema(Schema):
    """The state that a customer is to be in: of a buyer alone."""

    status = fields.String(required=True, validate=validate.OneOf(["potential", "customer", "vip", "old"]))


class ConversionSchema(Schema):
    """What is filled in when a customer becomes a buyer."""

    invoice_name = fields.String(validate=validate.Length(max=300))
    tax_code = fields.String(validate=validate.Regexp(r"^\d{10}(-?\d{3})?$|^\d{12}$"))
    invoice_address = fields.String(validate=validate.Length(max=500))
    payment_terms = fields.String(validate=validate.Length(max=200))
    note = fields.String(validate=validate.Length(max=2000))


class BuyerSchema(Schema):
    """A customer who buys; `customer` leads back to it."""

    id = fields.UUID()
    code = fields.String()
    customer = fields.Nested(PersonSchema)
    details = fields.Dict(keys=fields.String(), values=fields.Raw())
    converted_by = fields.Nested(PersonSchema)
    converted_at = Moment()


class BuyersSchema(Schema):
    """Buyers, the newest first; `next` is the cursor of the following page."""

    items = fields.List(fields.Nested(BuyerSchema))
    next = fields.String(allow_none=True)


class ConfirmationSchema(Schema):
    """In which ward of today a former address lies."""

    ward_code = fields.String(required=True, validate=validate.Length(1, 10))


class BulkSchema(Schema):
    """What to do with customers: with those named by `ids`, or with all that a `filter` lets through."""

    ids = fields.List(fields.UUID(), validate=validate.Length(1, 5000))
    filter = fields.Nested(FilterSchema)
    action = fields.String(
        required=True,
        validate=validate.OneOf(["assign", "tag", "untag", "group", "ungroup", "archive", "restore", "status"]),
    )
    owner_id = fields.UUID()
    pool_id = fields.UUID(allow_none=True)
    tag_id = fields.UUID()
    group_id = fields.UUID()
    status = fields.String(validate=validate.OneOf(["potential", "customer", "vip", "old"]))

    @validates_schema
    def names_customers_once(self, data: dict[str, object], **_: object) -> None:
        """Refuse what names no customers, or names them twice."""
        if ("ids" in data) == ("filter" in data):
            raise ValidationError("exactly one of ids and filter", "ids")
