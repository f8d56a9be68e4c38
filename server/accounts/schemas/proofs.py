"""Shapes of what proves a person: passwords, second factors, other sign-ins."""

from marshmallow import Schema, fields, validate

from server.web.moments import Moment


class PasswordChangeSchema(Schema):
    """The password until now, and the one from now on."""

    old = fields.String(required=True, validate=validate.Length(1, 500))
    new = fields.String(required=True, validate=validate.Length(1, 500))


class NewTotpSchema(Schema):
    """The secret of a code app, told once: as text, as address, and as picture."""

    secret = fields.String()
    uri = fields.String()
    qr_svg = fields.String()


class AppCodeSchema(Schema):
    """A code of the app."""

    code = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{6}$"))


class RecoveryCodesSchema(Schema):
    """Recovery codes, told once."""

    recovery_codes = fields.List(fields.String())


class PasskeySchema(Schema):
    """A passkey."""

    id = fields.UUID()
    name = fields.String()
    created_at = Moment()
    last_used_at = Moment(allow_none=True)


class PasskeysSchema(Schema):
    """One's passkeys."""

    items = fields.List(fields.Nested(PasskeySchema))


class PasskeyMadeSchema(RecoveryCodesSchema):
    """A new passkey; with recovery codes when there were none."""

    passkey = fields.Nested(PasskeySchema)


class NewPasskeySchema(Schema):
    """What the browser made, under a name that its owner knows it by."""

    credential = fields.Dict(keys=fields.String(), required=True)
    name = fields.String(required=True, validate=validate.Length(1, 100))
