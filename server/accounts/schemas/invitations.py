"""Shapes of invitations and of founding an organisation on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas.employees import LOGIN
from server.accounts.schemas.fields import Line
from server.web.moments import Moment

PASSWORD = validate.Length(1, 500)


class InvitationSchema(Schema):
    """A link that lets somebody choose his password once, as text and as a QR code."""

    url = fields.String()
    qr_svg = fields.String()
    expires_at = Moment()


class AcceptanceSchema(Schema):
    """What somebody answers to a link: a login only where none was chosen for him."""

    token = fields.String(required=True, validate=validate.Length(1, 200))
    login = fields.String(load_default=None, allow_none=True, validate=LOGIN)
    password = fields.String(required=True, validate=PASSWORD)


class FounderSchema(Schema):
    """Who founds which organisation."""

    organisation = Line(required=True)
    name = Line(required=True)
    login = fields.String(required=True, validate=LOGIN)
    password = fields.String(required=True, validate=PASSWORD)
