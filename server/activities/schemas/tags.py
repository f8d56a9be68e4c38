"""Shapes of tags and update-instruction sets on the wire."""

from typing import Any

from marshmallow import Schema, fields, pre_load, validate

from server.activities.schemas.common import LINE
from server.notifications.schemas import BilingualSchema
from server.web.moments import Moment

COLOUR = validate.Regexp(r"^#[0-9a-f]{6}$")
MOST_ATTRIBUTES = 100


class TagSchema(Schema):
    """A tag; `colour` is #rrggbb."""

    id = fields.UUID()
    name = fields.String()
    colour = fields.String()


class TagsSchema(Schema):
    """The tags in use, by name."""

    items = fields.List(fields.Nested(TagSchema))


class TagInputSchema(Schema):
    """A tag as it is to be."""

    name = fields.String(required=True, validate=LINE)
    colour = fields.String(load_default="#64748b", validate=COLOUR)

    @pre_load
    def _lower(self, data: Any, **_: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("colour"), str):
            return {**data, "colour": data["colour"].lower()}
        return data


class AttributeOptionSchema(Schema):
    """One choice of an attribute."""

    value = fields.String()
    label = fields.Nested(BilingualSchema)


class AttributeSchema(Schema):
    """A customer's attribute, as the forms ask for it."""

    name = fields.String()
    type = fields.String()
    label = fields.Nested(BilingualSchema)
    options = fields.List(fields.Nested(AttributeOptionSchema))
    options_from = fields.String()
    min = fields.Raw()
    max = fields.Raw()
    unit = fields.Raw()


class AttributesSchema(Schema):
    """The attributes that a set may ask for."""

    items = fields.List(fields.Nested(AttributeSchema))


class UpdateSetSchema(Schema):
    """An update-instruction set: which attributes to ask for, and the tags by which it is found."""

    id = fields.UUID()
    name = fields.String()
    tags = fields.List(fields.Nested(TagSchema))
    attributes = fields.List(fields.Nested(AttributeSchema))
    updated_at = Moment()


class UpdateSetsSchema(Schema):
    """The sets in use, by name."""

    items = fields.List(fields.Nested(UpdateSetSchema))


class UpdateSetInputSchema(Schema):
    """A set as it is to be; `attributes` are names of `/update-sets/attributes`, in the order of asking."""

    name = fields.String(required=True, validate=LINE)
    tags = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=100))
    attributes = fields.List(
        fields.String(validate=validate.Length(1, 100)), required=True, validate=validate.Length(1, MOST_ATTRIBUTES)
    )


class UpdateSetQuerySchema(Schema):
    """Which sets: those of a tag, or all."""

    tag_id = fields.UUID()
