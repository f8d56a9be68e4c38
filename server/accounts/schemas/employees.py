"""Shapes of employees as those who manage them see and change them."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas.fields import Line, Telephone
from server.accounts.schemas.people import PersonSchema
from server.web.moments import Moment

STATES = ["active", "left"]
EMAIL = validate.And(validate.Length(max=254), validate.Email())
LOGIN = validate.And(validate.Length(3, 200), validate.Regexp(r"^[^\s]+$", error="spaces"))


class StaffQuerySchema(Schema):
    """Which employees to list."""

    state = fields.String(load_default="active", validate=validate.OneOf([*STATES, "all"]))
    q = fields.String(validate=validate.Length(max=200))


class StaffMemberSchema(PersonSchema):
    """An employee with his place and with how he signs in."""

    title = fields.String()
    title_id = fields.UUID()
    department = fields.String()
    department_id = fields.UUID()
    manager_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    code = fields.String(allow_none=True, metadata={"description": "the company's own number of him"})
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True, metadata={"description": "in the form of E.164"})
    state = fields.String(metadata={"enum": STATES})
    depth = fields.Integer(metadata={"description": "steps below the root of the manager tree"})
    login = fields.String(allow_none=True)
    invited_until = Moment(allow_none=True)


class StaffSchema(Schema):
    """Employees by name."""

    items = fields.List(fields.Nested(StaffMemberSchema))


class StaffDetailSchema(StaffMemberSchema):
    """An employee with the rights that hold for him now and his teams."""

    rights = fields.List(fields.String())
    teams = fields.List(fields.Nested(PersonSchema))


class PlaceSchema(PersonSchema):
    """An employee in the chart; `children` report to him directly."""

    title = fields.String()
    manager_id = fields.UUID(allow_none=True)
    state = fields.String(metadata={"enum": STATES})
    children = fields.Integer()


class ChartSchema(Schema):
    """The manager tree, flat."""

    items = fields.List(fields.Nested(PlaceSchema))


class EmployeeChangeSchema(Schema):
    """What to change of an employee."""

    name = Line()
    title_id = fields.UUID()
    branch_id = fields.UUID(allow_none=True)
    code = Line(50, allow_none=True)
    email = fields.String(allow_none=True, validate=EMAIL)
    phone = Telephone(allow_none=True)


class NewEmployeeSchema(EmployeeChangeSchema):
    """A person to be taken on: under a manager, or with `root` at the top."""

    name = Line(required=True)
    title_id = fields.UUID(required=True)
    manager_id = fields.UUID(load_default=None, allow_none=True)
    root = fields.Boolean(load_default=False)
    login = fields.String(load_default=None, allow_none=True, validate=LOGIN)


class MoveSchema(Schema):
    """The new direct manager; null for the top."""

    manager_id = fields.UUID(required=True, allow_none=True)


class LeaveSchema(Schema):
    """Who takes the leaver's reports (else his manager), and who gets what he has."""

    reports_to = fields.UUID(load_default=None, allow_none=True)
    transfer_to = fields.UUID(load_default=None, allow_none=True)


class ReturnSchema(Schema):
    """Under whom an employee comes back; his former manager when left out."""

    manager_id = fields.UUID(load_default=None, allow_none=True)


class TransferSchema(Schema):
    """Who gets what an employee has."""

    to = fields.UUID(required=True)


class OrderSchema(Schema):
    """A transfer that is under way."""

    id = fields.UUID()
