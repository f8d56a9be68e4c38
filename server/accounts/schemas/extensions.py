"""Shapes of the telephone exchange's extensions on the wire."""

from marshmallow import Schema, ValidationError, fields, validate

from server.accounts.extension_rules import MOST_FORWARDED, RINGS, is_extension
from server.accounts.schemas.fields import Telephone
from server.accounts.schemas.people import PersonSchema
from server.web.moments import Moment


def _is_extension(number: str) -> None:
    if not is_extension(number):
        raise ValidationError("not an extension: two to eight digits, the first of them not 0")


class ExtensionChangeSchema(Schema):
    """What to change of an extension; `forward_to` is the whole list, of no number unless it is forwarded."""

    number = fields.String(validate=_is_extension)
    ring = fields.String(validate=validate.OneOf(RINGS))
    forward_to = fields.List(Telephone(), validate=validate.Length(max=MOST_FORWARDED))


class NewExtensionSchema(ExtensionChangeSchema):
    """An extension to be issued to an employee."""

    employee_id = fields.UUID(required=True)
    number = fields.String(required=True, validate=_is_extension)
    ring = fields.String(load_default=RINGS[0], validate=validate.OneOf(RINGS))
    forward_to = fields.List(Telephone(), load_default=list, validate=validate.Length(max=MOST_FORWARDED))


class ExtensionSchema(Schema):
    """An extension with who has it; `stopped_at` where it is in use no more."""

    id = fields.UUID()
    employee = fields.Nested(PersonSchema)
    number = fields.String()
    ring = fields.String(validate=validate.OneOf(RINGS))
    forward_to = fields.List(fields.String())
    issued_at = Moment()
    stopped_at = Moment(allow_none=True)


class ExtensionsSchema(Schema):
    """The extensions in use by number, then those stopped last; `length` of those in use, null without any."""

    items = fields.List(fields.Nested(ExtensionSchema))
    length = fields.Integer(allow_none=True)


class OwnLineSchema(Schema):
    """How one calls through the exchange: its address, and the extension in the place of `{extension}` there."""

    call_url = fields.String(allow_none=True)
    extension = fields.String(allow_none=True)
