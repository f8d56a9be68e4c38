"""Endpoints of people."""

from typing import Any

from server.accounts import queries
from server.accounts.api.blueprint import blp
from server.accounts.queries import Colleague
from server.accounts.schemas import EmployeesSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/employees")
@requires("employee.read")
@transactional
@blp.response(200, EmployeesSchema)
def list_employees() -> dict[str, Any]:
    """List oneself and the people below."""
    return {"items": [colleague_view(one) for one in queries.employees(current_session(), current_actor())]}


def colleague_view(colleague: Colleague) -> dict[str, Any]:
    """Return an employee with his place as the wire shows him."""
    employee = colleague.employee
    own = {name: getattr(employee, name) for name in ("id", "name", "manager_id", "branch_id")}
    return {**own, "title": colleague.title, "department": colleague.department, "depth": colleague.depth}
