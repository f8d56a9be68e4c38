"""Shapes of tasks on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.activities.rules import PRIORITIES, TASK_STATES
from server.activities.schemas.common import LINE, CustomerRefSchema, PageQuerySchema
from server.web.moments import Moment

STATE = validate.OneOf(TASK_STATES)
PRIORITY = validate.OneOf(PRIORITIES)
KIND = validate.And(validate.Length(1, 100), validate.Regexp(r".*\S", error="blank"))
LONG = validate.Length(max=10_000)


class TaskQuerySchema(PageQuerySchema):
    """How the list of tasks is narrowed; times bound `due_at`, `from` inclusive, `to` exclusive.

    `day` is a day of the organisation's calendar. With `customer_id` the list holds the tasks about that customer,
    whoever they are for.
    """

    since = Moment(data_key="from")
    until = Moment(data_key="to")
    day = fields.Date()
    state = fields.String(validate=validate.OneOf([*TASK_STATES, "unfinished", "overdue"]))
    kind = fields.String(validate=KIND)
    employee_id = fields.UUID(metadata={"description": "who is responsible"})
    customer_id = fields.UUID()
    order = fields.String(load_default="due", validate=validate.OneOf(["due", "-due"]))


class TaskSchema(Schema):
    """A task (TM-03): whose, about whom, what, when, and how far it is."""

    id = fields.UUID()
    title = fields.String()
    note = fields.String(allow_none=True)
    kind = fields.String(metadata={"description": "Loại công việc: a value of the list next_actions, or free text"})
    priority = fields.String(validate=PRIORITY)
    state = fields.String(validate=STATE)
    overdue = fields.Boolean()
    result = fields.String(allow_none=True)
    due_at = Moment()
    customer = fields.Nested(CustomerRefSchema, allow_none=True)
    responsible = fields.Nested(PersonSchema)
    created_by = fields.Nested(PersonSchema)
    created_at = Moment()
    updated_at = Moment()
    done_at = Moment(allow_none=True)
    done_by = fields.Nested(PersonSchema, allow_none=True)
    submission_id = fields.UUID(allow_none=True)


class TaskPageSchema(Schema):
    """A page of tasks by their due time."""

    items = fields.List(fields.Nested(TaskSchema))
    next = fields.String(allow_none=True)


class NewTaskSchema(Schema):
    """A task to be set; without `responsible_id` it is one's own."""

    title = fields.String(required=True, validate=LINE)
    note = fields.String(allow_none=True, validate=LONG)
    kind = fields.String(load_default="task", validate=KIND)
    priority = fields.String(load_default="normal", validate=PRIORITY)
    due_at = Moment(required=True)
    customer_id = fields.UUID(allow_none=True)
    responsible_id = fields.UUID()


class TaskChangeSchema(Schema):
    """What to change of a task; what is not named stays."""

    title = fields.String(validate=LINE)
    note = fields.String(allow_none=True, validate=LONG)
    kind = fields.String(validate=KIND)
    priority = fields.String(validate=PRIORITY)
    due_at = Moment()
    responsible_id = fields.UUID()
    state = fields.String(validate=STATE)
    result = fields.String(allow_none=True, validate=LONG)


class CalendarQuerySchema(Schema):
    """Which days of the calendar, both inclusive, at most 62."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    employee_id = fields.UUID()


class CalendarDaySchema(Schema):
    """How many tasks are due on a day."""

    day = fields.Date()
    total = fields.Integer()
    unfinished = fields.Integer()
    done = fields.Integer()
    overdue = fields.Integer()


class CalendarSchema(Schema):
    """The days that have tasks, in order (TM-07)."""

    days = fields.List(fields.Nested(CalendarDaySchema))
