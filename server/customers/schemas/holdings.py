"""Shapes of pools, sets and shares on the wire."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.accounts.schemas import PersonSchema
from server.web.moments import Moment

NAME = validate.Length(1, 200)
LEVELS = ["view", "edit"]
MOST_AT_ONCE = 2_000


class PoolSchema(PersonSchema):
    """A pool with those who manage it and how many customers are in it."""

    managers = fields.List(fields.Nested(PersonSchema))
    customers = fields.Integer()


class PoolsSchema(Schema):
    """The pools in use."""

    items = fields.List(fields.Nested(PoolSchema))


class NewPoolSchema(Schema):
    """A pool to be set up."""

    name = fields.String(required=True, validate=NAME)
    manager_ids = fields.List(fields.UUID(), load_default=[], validate=validate.Length(max=100))


class PoolChangeSchema(Schema):
    """What to change of a pool; what is missing stays."""

    name = fields.String(validate=NAME)
    manager_ids = fields.List(fields.UUID(), validate=validate.Length(max=100))
    archived = fields.Boolean(load_default=False)


class CustomerIdsSchema(Schema):
    """Some customers."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 500))


class CustomerAssignmentSchema(Schema):
    """Customers to be given to an owner or put into a pool; `pool_id` null takes them out of theirs."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE))
    owner_id = fields.UUID()
    pool_id = fields.UUID(allow_none=True)


class ChangedSchema(Schema):
    """How many customers changed."""

    changed = fields.Integer()


class SetSchema(PersonSchema):
    """A saved set of customers."""

    created_at = Moment()
    count = fields.Integer()


class SetsSchema(Schema):
    """One's own saved sets."""

    items = fields.List(fields.Nested(SetSchema))


class NewSetSchema(Schema):
    """A set to be saved."""

    name = fields.String(required=True, validate=NAME)
    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE))


class SetChangeSchema(Schema):
    """What to change of a set."""

    name = fields.String(load_default=None, validate=NAME)
    add = fields.List(fields.UUID(), load_default=[], validate=validate.Length(max=MOST_AT_ONCE))
    remove = fields.List(fields.UUID(), load_default=[], validate=validate.Length(max=MOST_AT_ONCE))


class ShareQuerySchema(Schema):
    """Of which customer the shares are asked; without it, those that one's own people gave."""

    customer_id = fields.UUID(load_default=None)


class ReceiverSchema(PersonSchema):
    """Whom a share is for."""

    kind = fields.String(metadata={"enum": ["employee", "team"]})


class SharedSetSchema(PersonSchema):
    """A set that is shared."""

    count = fields.Integer()


class ShareSchema(Schema):
    """A share that holds: of a customer or of a set."""

    id = fields.UUID()
    customer = fields.Nested(PersonSchema, allow_none=True)
    set = fields.Nested(SharedSetSchema, allow_none=True)
    receiver = fields.Nested(ReceiverSchema)
    level = fields.String(metadata={"enum": LEVELS})
    expires_at = Moment(allow_none=True)
    granted_by = fields.Nested(PersonSchema)
    granted_at = Moment()


class SharesSchema(Schema):
    """Shares, the newest first."""

    items = fields.List(fields.Nested(ShareSchema))


class NewShareSchema(Schema):
    """A share to be given: one customer or one set, to one person or one team."""

    customer_id = fields.UUID()
    set_id = fields.UUID()
    employee_id = fields.UUID()
    team_id = fields.UUID()
    level = fields.String(load_default="view", validate=validate.OneOf(LEVELS))
    expires_at = Moment(load_default=None, allow_none=True)

    @validates_schema
    def names_one_of_each(self, data: dict[str, object], **_: object) -> None:
        """Refuse a share of nothing, of two things, to nobody or to two."""
        for one, other in (("customer_id", "set_id"), ("employee_id", "team_id")):
            if (one in data) == (other in data):
                raise ValidationError(f"exactly one of {one} and {other}", one)


class ReasonSchema(Schema):
    """Why one sees a customer: the rule, told in both languages, and what it goes by."""

    kind = fields.String(metadata={"enum": ["own", "below", "team", "share", "pool", "route", "all"]})
    text_vi = fields.String()
    text_en = fields.String()
    via = fields.List(fields.Nested(PersonSchema))
    until = Moment(allow_none=True)


class ReasonsSchema(Schema):
    """Every reason why one sees a customer."""

    reasons = fields.List(fields.Nested(ReasonSchema))
