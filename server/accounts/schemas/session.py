"""Shapes of signing in on the wire."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.accounts.schemas.people import OrganisationSchema
from server.web.moments import Moment

SECONDS = ("totp", "recovery", "passkey")


class CredentialsSchema(Schema):
    """What a person signs in with."""

    login = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=validate.Length(1, 500))


class _ProofSchema(Schema):
    """Just one proof."""

    totp = fields.String(validate=validate.Regexp(r"^[0-9]{6}$"))
    passkey = fields.Dict(keys=fields.String())

    @validates_schema
    def is_one(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse none and several."""
        if len(data) != 1:
            raise ValidationError("just one proof")


class SecondFactorSchema(_ProofSchema):
    """A second factor: a code of the app, a recovery code, or what a passkey signed."""

    recovery = fields.String(validate=validate.Length(1, 50))


class StepUpSchema(_ProofSchema):
    """What a signed-in person proves himself with anew."""

    password = fields.String(validate=validate.Length(1, 500))


class WhoSchema(Schema):
    """The person who is signed in."""

    id = fields.UUID()
    name = fields.String()
    title = fields.String()
    department = fields.String()
    manager_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID(allow_none=True)


class SecondFactorsSchema(Schema):
    """Which second factors stand."""

    totp = fields.Boolean()
    passkeys = fields.Integer()
    recovery_left = fields.Integer()


class HelpedOrganisationSchema(OrganisationSchema):
    """An organisation with what its people are told when they need help."""

    help = fields.Dict()


class SessionSchema(Schema):
    """Who is signed in, and what he may do; `csrf` goes with every change as X-CSRF-Token."""

    employee = fields.Nested(WhoSchema)
    organisation = fields.Nested(HelpedOrganisationSchema)
    rights = fields.List(fields.String())
    language = fields.String()
    csrf = fields.String()
    second_factors = fields.Nested(SecondFactorsSchema)
    proved_at = Moment()


class HalfSessionSchema(Schema):
    """The password was right; one of these second factors is still to be shown."""

    second_factor = fields.List(fields.String(validate=validate.OneOf(SECONDS)))
    csrf = fields.String()


class OwnSessionSchema(Schema):
    """A browser in which one is signed in."""

    id = fields.UUID()
    created_at = Moment()
    last_seen_at = Moment()
    ip = fields.String(allow_none=True)
    user_agent = fields.String(allow_none=True)
    current = fields.Boolean()


class OwnSessionsSchema(Schema):
    """All of them."""

    items = fields.List(fields.Nested(OwnSessionSchema))


class EndedSchema(Schema):
    """How many sessions were ended."""

    ended = fields.Integer()
