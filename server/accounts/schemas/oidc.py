"""Shapes of single sign-on on the wire."""

from marshmallow import Schema, fields, validate

from server.web.moments import Moment

NAME = validate.Length(1, 100)


class NewProviderSchema(Schema):
    """Another system that the organisation's people may sign in with."""

    name = fields.String(required=True, validate=NAME)
    issuer = fields.String(required=True, validate=validate.Length(1, 500))
    client_id = fields.String(required=True, validate=validate.Length(1, 500))
    client_secret = fields.String(required=True, validate=validate.Length(1, 1000))


class ProviderSchema(Schema):
    """The same as it is shown: without its secret; `sign_in_url` is the page that offers it."""

    id = fields.UUID()
    name = fields.String()
    issuer = fields.String()
    client_id = fields.String()
    redirect_uri = fields.String()
    sign_in_url = fields.String()
    created_at = Moment()


class ProvidersSchema(Schema):
    """An organisation's providers; `redirect_uri` is what each of them is told about us."""

    items = fields.List(fields.Nested(ProviderSchema))
    redirect_uri = fields.String()


class OfferedProviderSchema(Schema):
    """A provider as one sees it at one's own account."""

    id = fields.UUID()
    name = fields.String()
    linked = fields.Boolean()


class OfferedProvidersSchema(Schema):
    """The providers that one may link."""

    items = fields.List(fields.Nested(OfferedProviderSchema))


class WaySchema(Schema):
    """Where the browser goes next."""

    url = fields.String()


class BeginQuerySchema(Schema):
    """`ask=name` only tells whom the address is of."""

    ask = fields.String(validate=validate.OneOf(["name"]))


class CallbackSchema(Schema):
    """What a provider sends the browser back with."""

    state = fields.String(load_default="")
    code = fields.String(load_default="")
    iss = fields.String(load_default=None)
    error = fields.String(load_default=None)
