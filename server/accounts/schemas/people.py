"""Shapes of people and sign-in on the wire."""

from marshmallow import Schema, fields


class PersonSchema(Schema):
    """An employee by id and name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class EmployeeSchema(PersonSchema):
    """An employee as the console and the phone name him."""

    title = fields.String()
    department = fields.String()
    manager_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    depth = fields.Integer(metadata={"description": "steps below the root of the manager tree"})


class EmployeesSchema(Schema):
    """The employees that the asker may see."""

    items = fields.List(fields.Nested(EmployeeSchema))


class OrganisationSchema(Schema):
    """The organisation that the person belongs to."""

    id = fields.UUID(attribute="uuid")
    name = fields.String()
