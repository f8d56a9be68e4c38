"""Endpoints of the organisation and its set-up."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.accounts.api.blueprint import blp
from server.accounts.models import Branch, Organisation, Title
from server.accounts.queries import organisation as queries
from server.accounts.queries.organisation import DepartmentView
from server.accounts.rules import is_open
from server.accounts.schemas.organisation import (
    DepartmentSchema,
    DepartmentsSchema,
    HelpNowSchema,
    NewPartSchema,
    OrganisationChangeSchema,
    OrganisationDetailSchema,
    PartChangeSchema,
    PartSchema,
    PartsSchema,
)
from server.accounts.service import setup
from server.core import clock
from server.core.actor import Actor
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

HELP_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WRITE = "organisation.write"


@blp.get("/organisation")
@requires("self.read", by="console")
@transactional
@blp.response(200, OrganisationDetailSchema)
def show_organisation() -> dict[str, Any]:
    """Show the organisation, and to who sets it up what is still to be done first."""
    return _organisation(queries.organisation(current_session()), current_actor())


@blp.patch("/organisation")
@requires(WRITE, by="console")
@transactional
@blp.arguments(OrganisationChangeSchema)
@blp.response(200, OrganisationDetailSchema)
def change_organisation(body: dict[str, Any]) -> dict[str, Any]:
    """Change the organisation's name, telephone, exchange, time zone or help."""
    return _organisation(setup.change_organisation(current_session(), current_actor(), body), current_actor())


def _organisation(organisation: Organisation, actor: Actor) -> dict[str, Any]:
    own = {name: getattr(organisation, name) for name in ("name", "hotline", "call_url", "timezone", "created_at")}
    done = queries.steps(current_session()) if actor.can(WRITE) else {}
    steps = [{"key": key, "done": done[key]} for key in queries.STEP_KEYS if key in done]
    return {"id": organisation.uuid, **own, "help": _help(organisation), "steps": steps}


def _help(organisation: Organisation) -> dict[str, Any]:
    return {"hotlines": [], "guides": [], "channels": [], **organisation.help}


@blp.get("/help")
@requires("self.read", by="console")
@transactional
@blp.response(200, HelpNowSchema)
def show_help() -> dict[str, Any]:
    """Show where one finds help, and whether somebody answers the telephone now."""
    moment: datetime = clock.now().astimezone(HELP_ZONE)
    found = _help(queries.organisation(current_session()))
    hotlines = [{**hotline, "open_now": is_open(hotline, moment)} for hotline in found["hotlines"]]
    return {**found, "hotlines": hotlines, "open_now": any(hotline["open_now"] for hotline in hotlines)}


@blp.get("/branches")
@requires("employee.read", by="console")
@transactional
@blp.response(200, PartsSchema)
def list_branches() -> dict[str, Any]:
    """List the organisation's branches; who sets it up sees the archived ones too."""
    return {"items": [_part(branch) for branch in queries.branches(current_session(), current_actor())]}


def _part(part: Branch | Title) -> dict[str, Any]:
    return {"id": part.id, "name": part.name, "archived": part.archived_at is not None}


@blp.post("/branches")
@requires(WRITE, by="console")
@transactional
@blp.arguments(NewPartSchema)
@blp.response(201, PartSchema)
def create_branch(body: dict[str, str]) -> dict[str, Any]:
    """Add a branch."""
    return _part(setup.create_branch(current_session(), current_actor(), body["name"]))


@blp.patch("/branches/<uuid:branch_id>")
@requires(WRITE, by="console")
@transactional
@blp.arguments(PartChangeSchema)
@blp.response(200, PartSchema)
def change_branch(body: dict[str, Any], branch_id: UUID) -> dict[str, Any]:
    """Rename a branch, or archive it when nobody is in it."""
    return _part(setup.change_branch(current_session(), current_actor(), branch_id, body))


@blp.get("/departments")
@requires("employee.read", by="console")
@transactional
@blp.response(200, DepartmentsSchema)
def list_departments() -> dict[str, Any]:
    """List the departments with their titles, the archived ones last."""
    return {"items": queries.departments(current_session())}


@blp.post("/departments")
@requires(WRITE, by="console")
@transactional
@blp.arguments(NewPartSchema)
@blp.response(201, DepartmentSchema)
def create_department(body: dict[str, str]) -> DepartmentView:
    """Add a department; until it is granted rights its people may do nothing."""
    department = setup.create_department(current_session(), current_actor(), body["name"])
    return _department(department.id)


def _department(department_id: UUID) -> DepartmentView:
    return next(one for one in queries.departments(current_session()) if one.id == department_id)


@blp.patch("/departments/<uuid:department_id>")
@requires(WRITE, by="console")
@transactional
@blp.arguments(PartChangeSchema)
@blp.response(200, DepartmentSchema)
def change_department(body: dict[str, Any], department_id: UUID) -> DepartmentView:
    """Rename a department, or archive it when nobody is in it."""
    setup.change_department(current_session(), current_actor(), department_id, body)
    return _department(department_id)


@blp.post("/departments/<uuid:department_id>/titles")
@requires(WRITE, by="console")
@transactional
@blp.arguments(NewPartSchema)
@blp.response(201, PartSchema)
def create_title(body: dict[str, str], department_id: UUID) -> dict[str, Any]:
    """Add a title to a department, whose rights it has."""
    return _part(setup.create_title(current_session(), current_actor(), department_id, body["name"]))


@blp.patch("/titles/<uuid:title_id>")
@requires(WRITE, by="console")
@transactional
@blp.arguments(PartChangeSchema)
@blp.response(200, PartSchema)
def change_title(body: dict[str, Any], title_id: UUID) -> dict[str, Any]:
    """Rename a title, or archive it when nobody has it."""
    return _part(setup.change_title(current_session(), current_actor(), title_id, body))
