"""Shapes of the small sync answers; push and pull are in `mobile_contract/schemas`."""

from marshmallow import Schema, fields, validate

from server.sync.poke import LONGEST_S
from server.web.moments import Moment


class LimitsSchema(Schema):
    """What one request may carry."""

    push_ops = fields.Integer()
    push_bytes = fields.Integer()
    op_bytes = fields.Integer()
    page_rows = fields.Integer()


class CapabilitiesSchema(Schema):
    """What this server speaks."""

    protocols = fields.List(fields.String())
    limits = fields.Nested(LimitsSchema)
    features = fields.List(fields.String())
    server_time = Moment()
    least_app_version = fields.String()


class PokeQuerySchema(Schema):
    """The number that the asker has seen, and for how many seconds he waits for a higher one."""

    since = fields.Integer(load_default=0)
    wait = fields.Integer(load_default=0, validate=validate.Range(0, LONGEST_S))


class PokeSchema(Schema):
    """The number of the organisation's newest change; `retry_after_s` when too many wait already."""

    seq = fields.Integer()
    retry_after_s = fields.Integer()


class ReceiptsQuerySchema(Schema):
    """The first operation number asked for."""

    from_n = fields.Integer(load_default=1, validate=validate.Range(1, 2**62))


class ReceiptsSchema(Schema):
    """What became of the phone's operations."""

    items = fields.List(fields.Dict())
