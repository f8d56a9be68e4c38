"""Shapes of phones on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.accounts.schemas.people import EmployeeSchema, OrganisationSchema, PersonSchema
from server.web.moments import Moment

LONGEST = 500


class DeviceInfoSchema(Schema):
    """What a phone says of itself."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    platform = fields.String(required=True, validate=validate.Length(1, 100))
    app_version = fields.String(required=True, validate=validate.Length(1, 50))


class PublicKeySchema(Schema):
    """A public key on P-256 as a JWK (RFC 7517)."""

    kty = fields.String(required=True, validate=validate.Equal("EC"))
    crv = fields.String(required=True, validate=validate.Equal("P-256"))
    x = fields.String(required=True, validate=validate.Length(1, 50))
    y = fields.String(required=True, validate=validate.Length(1, 50))


class ProofSchema(Schema):
    """A signature by the phone's key; see SYNC.md, ID-6."""

    time = fields.String(
        required=True, validate=validate.Length(1, 50), metadata={"description": "the phone's clock: a claim"}
    )
    signature = fields.String(required=True, validate=validate.Length(1, 100))


class EnrolmentSchema(Schema):
    """A phone's request to be enrolled, by `code` or by `login` and `password`."""

    code = fields.String(validate=validate.Length(1, 100))
    login = fields.String(validate=validate.Length(1, 200))
    password = fields.String(validate=validate.Length(1, LONGEST))
    device = fields.Nested(DeviceInfoSchema, required=True)
    public_key = fields.Nested(PublicKeySchema, required=True)
    proof = fields.Nested(ProofSchema, required=True)

    @validates_schema
    def one_way_in(self, data: Mapping[str, Any], **_: Any) -> None:
        """Refuse a request with both ways in, or with none."""
        if ("code" in data) == ("login" in data and "password" in data):
            raise ValidationError("either a code, or login and password")


class TokensSchema(Schema):
    """What a phone proves itself with: `token` until `expires_at`, then `refresh_token` with a proof."""

    token = fields.String()
    expires_at = Moment()
    refresh_token = fields.String()
    state = fields.String(metadata={"enum": ["pending", "active", "drain"]})
    server_time = Moment()


class EnrolledSchema(TokensSchema):
    """A phone's identity; `match_code` is null unless a supervisor looks first."""

    device_id = fields.UUID()
    match_code = fields.String(allow_none=True)
    epoch = fields.UUID()
    employee = fields.Nested(EmployeeSchema)
    organisation = fields.Nested(OrganisationSchema)


class RefreshSchema(Schema):
    """A phone's request for its next tokens."""

    refresh_token = fields.String(required=True, validate=validate.Length(1, LONGEST))
    proof = fields.Nested(ProofSchema, required=True)


class UpgradeSchema(Schema):
    """The key of a phone that was enrolled before phones had keys."""

    public_key = fields.Nested(PublicKeySchema, required=True)
    proof = fields.Nested(ProofSchema, required=True)


class WipedSchema(Schema):
    """A phone's word that it has erased its data, signed before it did."""

    proof = fields.Nested(ProofSchema, required=True)


class StateSchema(Schema):
    """The state that a phone is put into; `match_code` goes with the confirmation of one that waits."""

    state = fields.String(required=True, validate=validate.OneOf(["active", "drain", "revoked", "wiped"]))
    match_code = fields.String(load_default=None, allow_none=True)


class DeviceSchema(Schema):
    """A phone's health: null means unknown, never zero."""

    id = fields.UUID()
    name = fields.String()
    platform = fields.String()
    app_version = fields.String()
    state = fields.String(metadata={"enum": ["pending", "active", "drain", "revoked", "wiped"]})
    employee = fields.Nested(PersonSchema)
    enrolled_at = Moment()
    last_seen_at = Moment(allow_none=True)
    last_push_at = Moment(allow_none=True)
    queue_depth = fields.Integer(allow_none=True, metadata={"description": "operations that waited at the last push"})
    clock_offset_ms = fields.Integer(allow_none=True)
    match_code = fields.String(allow_none=True, metadata={"description": "of a phone that waits to be confirmed"})
    drain_until = Moment(allow_none=True)
    copied = fields.Boolean(metadata={"description": "its storage was copied: it must be enrolled anew"})
    wipe_ordered_at = Moment(allow_none=True)
    wipe_confirmed_at = Moment(allow_none=True)


class DevicesSchema(Schema):
    """The phones of the employees that the asker sees."""

    items = fields.List(fields.Nested(DeviceSchema))


class NewCodeSchema(Schema):
    """Whom a phone is to be enrolled for; `remote` codes hold for a day, others for a quarter of an hour."""

    employee_id = fields.UUID(required=True)
    remote = fields.Boolean(load_default=False)
    confirms = fields.Boolean(load_default=False, metadata={"description": "a supervisor compares six digits first"})


class CodeQuerySchema(Schema):
    """Whose codes are listed."""

    employee_id = fields.UUID(load_default=None, allow_none=True)


class CodeSchema(Schema):
    """An enrolment code, without the code itself."""

    id = fields.UUID()
    employee = fields.Nested(PersonSchema)
    made_at = Moment()
    expires_at = Moment()
    confirms = fields.Boolean()
    used_at = Moment(allow_none=True)
    device_id = fields.UUID(allow_none=True)
    state = fields.String(metadata={"enum": ["open", "used", "over", "spent"]})


class CodesSchema(Schema):
    """The newest codes."""

    items = fields.List(fields.Nested(CodeSchema))


class MadeCodeSchema(Schema):
    """A code, told this once: as text, as an address, and that as a QR code (SVG)."""

    id = fields.UUID()
    code = fields.String()
    url = fields.String()
    qr_svg = fields.String()
    expires_at = Moment()
