"""Endpoints of people."""

from typing import Any
from uuid import UUID

from server.accounts.api.blueprint import blp
from server.accounts.queries import staff as queries
from server.accounts.queries.staff import StaffMember
from server.accounts.schemas.employees import (
    ChartSchema,
    EmployeeChangeSchema,
    LeaveSchema,
    MoveSchema,
    NewEmployeeSchema,
    OrderSchema,
    ReturnSchema,
    StaffDetailSchema,
    StaffQuerySchema,
    StaffSchema,
    TransferSchema,
)
from server.accounts.service import leaving, staffing, transfer, tree
from server.accounts.service.leaving import Leave
from server.accounts.service.staffing import NewEmployee
from server.core.errors import NotFoundError
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/employees")
@requires("employee.read")
@transactional
@blp.arguments(StaffQuerySchema, location="query")
@blp.response(200, StaffSchema)
def list_employees(query: dict[str, Any]) -> dict[str, Any]:
    """List oneself, the people below and those of one's teams."""
    found = queries.staff(current_session(), current_actor(), query["state"], query.get("q"))
    return {"items": [_view(one) for one in found]}


def _view(member: StaffMember) -> dict[str, Any]:
    names = ("id", "name", "title_id", "manager_id", "branch_id", "code", "email", "phone", "state")
    place = {name: value for name, value in vars(member).items() if name != "employee"}
    return {**{name: getattr(member.employee, name) for name in names}, **place}


@blp.get("/employees/chart")
@requires("employee.read", by="console")
@transactional
@blp.response(200, ChartSchema)
def show_chart() -> dict[str, Any]:
    """Show the manager tree of the people that one sees."""
    return {"items": queries.chart(current_session(), current_actor())}


@blp.get("/employees/<uuid:employee_id>")
@requires("employee.read", by="console")
@transactional
@blp.response(200, StaffDetailSchema)
def show_employee(employee_id: UUID) -> dict[str, Any]:
    """Show an employee with the rights that hold for him."""
    return _detail(employee_id)


def _detail(employee_id: UUID) -> dict[str, Any]:
    session, actor = current_session(), current_actor()
    session.flush()
    member = queries.staff_member(session, actor, employee_id)
    if member is None:
        raise NotFoundError(kind="employee", id=str(employee_id))
    teams = queries.teams_of(session, actor, employee_id)
    return {**_view(member), "rights": queries.rights_in_service(session, actor, employee_id), "teams": teams}


@blp.post("/employees")
@requires("employee.write", by="console")
@transactional
@blp.arguments(NewEmployeeSchema)
@blp.response(201, StaffDetailSchema)
def create_employee(body: dict[str, Any]) -> dict[str, Any]:
    """Take a person on, under a direct manager."""
    return _detail(staffing.create(current_session(), current_actor(), NewEmployee(**body)).id)


@blp.patch("/employees/<uuid:employee_id>")
@requires("employee.write", by="console")
@transactional
@blp.arguments(EmployeeChangeSchema)
@blp.response(200, StaffDetailSchema)
def change_employee(body: dict[str, Any], employee_id: UUID) -> dict[str, Any]:
    """Change what is known of an employee; a new title holds at his next request."""
    staffing.change(current_session(), current_actor(), employee_id, body)
    return _detail(employee_id)


@blp.post("/employees/<uuid:employee_id>/move")
@requires("employee.move", by="console")
@transactional
@blp.arguments(MoveSchema)
@blp.response(200, StaffDetailSchema)
def move_employee(body: dict[str, UUID | None], employee_id: UUID) -> dict[str, Any]:
    """Put an employee with everybody below him under another manager."""
    tree.move(current_session(), current_actor(), employee_id, body["manager_id"])
    return _detail(employee_id)


@blp.post("/employees/<uuid:employee_id>/deactivate")
@requires("employee.write", by="console", fresh=True)
@transactional
@blp.arguments(LeaveSchema)
@blp.response(200, StaffDetailSchema)
def deactivate_employee(body: dict[str, Any], employee_id: UUID) -> dict[str, Any]:
    """Let an employee leave: nothing opens for him any more, his phones may hand in for seven days."""
    leaving.deactivate(current_session(), current_actor(), Leave(employee_id, **body))
    return _detail(employee_id)


@blp.post("/employees/<uuid:employee_id>/reactivate")
@requires("employee.write", by="console", fresh=True)
@transactional
@blp.arguments(ReturnSchema)
@blp.response(200, StaffDetailSchema)
def reactivate_employee(body: dict[str, Any], employee_id: UUID) -> dict[str, Any]:
    """Take an employee back."""
    leaving.reactivate(current_session(), current_actor(), employee_id, body["manager_id"])
    return _detail(employee_id)


@blp.post("/employees/<uuid:employee_id>/transfer")
@requires("employee.transfer", by="console", fresh=True)
@transactional
@blp.arguments(TransferSchema)
@blp.response(202, OrderSchema)
def transfer_employee(body: dict[str, UUID], employee_id: UUID) -> dict[str, Any]:
    """Have everything that an employee has handed over to another; it is done in the background."""
    return {"id": transfer.order_transfer(current_session(), current_actor(), employee_id, body["to"])}
