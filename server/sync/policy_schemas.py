"""Shapes of merge policies."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment


class FieldPolicySchema(Schema):
    """How concurrent edits of one field are settled: as shipped, or as chosen instead (null: not)."""

    field = fields.String()
    label = fields.Dict(keys=fields.String(), values=fields.String())
    type = fields.String()
    shipped = fields.String()
    chosen = fields.String(allow_none=True)
    choices = fields.List(fields.String())
    set_by = fields.Nested(PersonSchema, allow_none=True)
    set_at = Moment(allow_none=True)


class FormPoliciesSchema(Schema):
    """A form that makes or edits a record, with its merged fields in their order."""

    form = fields.String()
    title = fields.Dict(keys=fields.String(), values=fields.String())
    fields_ = fields.List(fields.Nested(FieldPolicySchema), data_key="fields", attribute="fields")


class PoliciesSchema(Schema):
    """The merge policies of the organisation."""

    items = fields.List(fields.Nested(FormPoliciesSchema))


class ChoiceSchema(Schema):
    """A policy for one field; null goes back to what is shipped."""

    form = fields.String(required=True, validate=validate.Length(max=100))
    field = fields.String(required=True, validate=validate.Length(max=100))
    policy = fields.String(required=True, allow_none=True, validate=validate.Length(max=20))


class ChoicesSchema(Schema):
    """The fields to change; those that are not named stay as they are."""

    items = fields.List(fields.Nested(ChoiceSchema), required=True, validate=validate.Length(min=1, max=500))
