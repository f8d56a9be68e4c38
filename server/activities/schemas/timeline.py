"""Shapes of the timeline and of calls on the wire."""

from typing import Any

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.activities.rules import TIMELINE_KINDS
from server.activities.schemas.common import CustomerRefSchema, PageQuerySchema
from server.forms.schemas import FieldChangeSchema
from server.web.moments import Moment


class KindsField(fields.Field[frozenset[str]]):
    """A comma-separated list of the timeline's kinds."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> frozenset[str]:
        del attr, data, kwargs
        kinds = frozenset(str(value).split(","))
        if not kinds <= TIMELINE_KINDS:
            raise self.make_error("validator_failed")
        return kinds


class TimelineQuerySchema(PageQuerySchema):
    """Which page of a timeline, and of which kinds."""

    kinds = KindsField(metadata={"description": "some of " + ", ".join(sorted(TIMELINE_KINDS)), "type": "string"})


class EntrySubjectSchema(Schema):
    """What an entry is about: a task, ticket, note, order … by its kind and id."""

    kind = fields.String()
    id = fields.UUID()


class EntrySchema(Schema):
    """Something that was done with the customer; `at` is the phone's time, `received_at` the server's."""

    id = fields.UUID()
    at = Moment()
    received_at = Moment()
    kind = fields.String(
        validate=validate.OneOf(sorted(TIMELINE_KINDS)),
        metadata={"description": "submission is any form of no other kind, status what became of the customer"},
    )
    subject = fields.Nested(EntrySubjectSchema, allow_none=True)
    action = fields.String(allow_none=True, metadata={"description": "of status and merge: customer.archive …"})
    form = fields.String(allow_none=True)
    title = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    employee = fields.Nested(PersonSchema, allow_none=True)
    submission_id = fields.UUID(allow_none=True)
    state = fields.String(
        allow_none=True, metadata={"description": "review state of the submission; of a task or ticket its own"}
    )
    flags = fields.List(fields.String())
    note = fields.String(allow_none=True)
    changes = fields.List(fields.Nested(FieldChangeSchema))
    media = fields.List(fields.UUID())


class TimelineSchema(Schema):
    """A page of a timeline, newest first."""

    items = fields.List(fields.Nested(EntrySchema))
    next = fields.String(allow_none=True)


class CallQuerySchema(PageQuerySchema):
    """How the log of calls is narrowed; times bound the call, `from` inclusive, `to` exclusive."""

    since = Moment(data_key="from")
    until = Moment(data_key="to")
    customer_id = fields.UUID()
    employee_id = fields.UUID()
    status = fields.String(validate=validate.Length(max=100))


class CallSchema(Schema):
    """A call; `status` is the form's answer (Tình trạng cuộc gọi)."""

    id = fields.UUID()
    customer = fields.Nested(CustomerRefSchema)
    employee = fields.Nested(PersonSchema)
    at = Moment()
    received_at = Moment()
    status = fields.String(allow_none=True)
    form = fields.String(allow_none=True)
    submission_id = fields.UUID(allow_none=True)


class CallPageSchema(Schema):
    """A page of calls, newest first."""

    items = fields.List(fields.Nested(CallSchema))
    next = fields.String(allow_none=True)
