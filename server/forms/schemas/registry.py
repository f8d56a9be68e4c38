"""Shapes of the registry of fields and of lists of choices."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.forms.schemas.forms import LocalTextSchema
from server.web.moments import Moment

SCOPES = ["customer", "visit", "route", "product", "price_list", "promotion", "order", "opportunity", "ticket"]
TYPES = [
    "text", "longtext", "select", "multi", "date", "datetime", "stepper", "number", "money", "percent", "phone",
    "email", "url", "bool", "ref", "refs", "media",
]  # fmt: skip
NAME = validate.Regexp(r"^[a-z][a-z0-9_]{0,62}$")


class OptionSchema(Schema):
    """A choice; with a `parent` it is offered where the parent field has that value."""

    value = fields.String(required=True, validate=validate.Length(1, 100))
    label = fields.Nested(LocalTextSchema, required=True)
    parent = fields.String(validate=validate.Length(1, 100))


class FieldChangeableSchema(Schema):
    """What of a field can be changed at any time."""

    label = fields.Nested(LocalTextSchema, required=True)
    options = fields.List(fields.Nested(OptionSchema), load_default=list, validate=validate.Length(max=1000))
    options_from = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    required = fields.Boolean(load_default=False)
    unique = fields.Boolean(load_default=False, attribute="is_unique")
    visible_in_list = fields.Boolean(load_default=False)


class NewFieldSchema(FieldChangeableSchema):
    """A field that records of the kind `scope` shall have; scope, name and type stay as they are."""

    scope = fields.String(required=True, validate=validate.OneOf(SCOPES))
    name = fields.String(required=True, validate=NAME)
    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    refers_to = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))


class FieldDefinitionSchema(FieldChangeableSchema):
    """A field of the registry; `own` says that the organisation made it, `forms` which current forms ask for it."""

    id = fields.UUID()
    scope = fields.String()
    name = fields.String()
    type = fields.String()
    refers_to = fields.String(allow_none=True)
    own = fields.Boolean()
    forms = fields.List(fields.String())


class FieldDefinitionsSchema(Schema):
    """The fields that records have."""

    items = fields.List(fields.Nested(FieldDefinitionSchema))


class FieldQuerySchema(Schema):
    """The kind of record whose fields are asked for; none means all."""

    scope = fields.String(load_default=None, validate=validate.OneOf(SCOPES))


class OfferedChoicesSchema(Schema):
    """What a list shall offer, in this order."""

    title = fields.Nested(LocalTextSchema, required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True, validate=validate.Length(max=2000))


class ChoiceListSchema(Schema):
    """A list of choices; `retired` are those that are offered no more."""

    key = fields.String()
    title = fields.Nested(LocalTextSchema)
    options = fields.List(fields.Nested(OptionSchema))
    retired = fields.List(fields.Nested(OptionSchema))
    changed_at = Moment()
    changed_by = fields.Nested(PersonSchema, allow_none=True)


class ChoiceListsSchema(Schema):
    """The lists that forms choose from."""

    items = fields.List(fields.Nested(ChoiceListSchema))
