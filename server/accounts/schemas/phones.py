"""Shapes of phones on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas.people import EmployeeSchema, OrganisationSchema, PersonSchema
from server.accounts.schemas.session import CredentialsSchema


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
