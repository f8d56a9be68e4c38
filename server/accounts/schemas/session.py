"""Shapes of signing in on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas.people import EmployeeSchema, OrganisationSchema


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
