"""Shapes of people and sign-in on the wire."""

from marshmallow import Schema, fields, validate


class PersonSchema(Schema):
    """An employee by id and name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class EmployeeSchema(PersonSchema):
    """An employee as the console and the phone name him."""

    title = fields.String()
    role = fields.String()
    manager_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    depth = fields.Integer(metadata={"description": "steps below the root of the manager tree"})


class EmployeesSchema(Schema):
    """The employees that the asker may see."""

    items = fields.List(fields.Nested(EmployeeSchema))


class BranchSchema(PersonSchema):
    """A branch."""


class BranchesSchema(Schema):
    """The organisation's branches."""

    items = fields.List(fields.Nested(BranchSchema))


class OrganisationSchema(Schema):
    """The organisation that the person belongs to."""

    id = fields.UUID(attribute="uuid")
    name = fields.String()


class CredentialsSchema(Schema):
    """What a person signs in with."""

    login = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=validate.Length(1, 500))


class SessionSchema(Schema):
    """Who is signed in, and what he may do."""

    employee = fields.Nested(EmployeeSchema)
    organisation = fields.Nested(OrganisationSchema)
    rights = fields.List(fields.String())
    language = fields.String()


class DeviceInfoSchema(Schema):
    """What a phone says of itself."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    platform = fields.String(required=True, validate=validate.Length(1, 100))
    app_version = fields.String(required=True, validate=validate.Length(1, 50))


class EnrolmentSchema(CredentialsSchema):
    """A phone's request to be enrolled."""

    device = fields.Nested(DeviceInfoSchema, required=True)


class EnrolledSchema(Schema):
    """A phone's identity: `token` is told this once."""

    device_id = fields.UUID()
    token = fields.String()
    epoch = fields.UUID()
    employee = fields.Nested(EmployeeSchema)
    organisation = fields.Nested(OrganisationSchema)
    server_time = fields.AwareDateTime()


class DeviceSchema(Schema):
    """A phone's health: null means unknown, never zero."""

    id = fields.UUID()
    name = fields.String()
    platform = fields.String()
    app_version = fields.String()
    state = fields.String()
    employee = fields.Nested(PersonSchema)
    last_seen_at = fields.AwareDateTime(allow_none=True)
    last_push_at = fields.AwareDateTime(allow_none=True)
    queue_depth = fields.Integer(allow_none=True, metadata={"description": "operations that waited at the last push"})
    clock_offset_ms = fields.Integer(allow_none=True)


class DevicesSchema(Schema):
    """The phones of the employees that the asker sees."""

    items = fields.List(fields.Nested(DeviceSchema))
