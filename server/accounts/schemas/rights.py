"""Shapes of function rights on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from server.accounts.schemas.people import PersonSchema


class VerbSchema(Schema):
    """A function right in both languages; `grantable` when the asker holds it himself."""

    verb = fields.String()
    group = fields.String()
    vi = fields.String()
    en = fields.String()
    grantable = fields.Boolean()


class SubjectSchema(PersonSchema):
    """A title and what it says of verbs; of the others its department's word counts."""

    grants = fields.Dict(keys=fields.String(), values=fields.Boolean())


class DepartmentRightsSchema(SubjectSchema):
    """A department with its titles."""

    titles = fields.List(fields.Nested(SubjectSchema))


class RightsSchema(Schema):
    """The matrix of departments and titles by verbs."""

    verbs = fields.List(fields.Nested(VerbSchema))
    departments = fields.List(fields.Nested(DepartmentRightsSchema))


class OwnRightsSchema(Schema):
    """What one may do oneself."""

    rights = fields.List(fields.String())


class GrantsSchema(Schema):
    """What a department or a title shall say: true, false, or null for nothing any more."""

    department_id = fields.UUID()
    title_id = fields.UUID()
    grants = fields.Dict(keys=fields.String(), values=fields.Boolean(allow_none=True), required=True)

    @validates_schema
    def _names_one(self, data: dict[str, Any], **_: Any) -> None:
        if ("department_id" in data) == ("title_id" in data):
            raise ValidationError("name a department or a title")
