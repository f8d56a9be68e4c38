"""Endpoints of sign-in, people and phones."""

from typing import Any

from flask import Response, g
from sqlalchemy import select

from server.accounts import queries, service
from server.accounts.models import Employee, Organisation
from server.accounts.schemas import (
    BranchesSchema,
    CredentialsSchema,
    DevicesSchema,
    EmployeesSchema,
    EnrolledSchema,
    EnrolmentSchema,
    SessionSchema,
)
from server.core import clock
from server.core.actor import Actor
from server.core.feed import TenantClock
from server.web.access import public, refuse_cross_site, requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import COOKIE, current_actor, current_session, offered_credential, services

blp = Blueprint("accounts", __name__, url_prefix="/api/v1", description="People, sign-in, phones")


def _session_view(actor: Actor, employee: Employee, organisation: Organisation) -> dict[str, Any]:
    return {
        "employee": employee,
        "organisation": organisation,
        "rights": sorted(actor.rights),
        "language": actor.language,
    }


@blp.post("/session")
@public
@transactional
@blp.arguments(CredentialsSchema)
@blp.response(200, SessionSchema)
def sign_in(credentials: dict[str, str]) -> dict[str, Any]:
    """Sign in at the console; the answer sets the session's cookie."""
    refuse_cross_site()
    signed_in = service.sign_in(current_session(), **credentials)
    g.new_token = signed_in.token
    return _session_view(signed_in.actor, signed_in.employee, signed_in.organisation)


@blp.after_request
def hand_over_cookie(response: Response) -> Response:
    """Set the cookie once the session is committed, never for a sign-in that failed."""
    token = g.pop("new_token", None)
    if token and response.status_code == 200:  # noqa: PLR2004 - the one status of a sign-in
        secure = services().settings.public_url.startswith("https:")
        response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=secure, path="/")
    return response


@blp.get("/session")
@requires("self.read")
@transactional
@blp.response(200, SessionSchema)
def who_am_i() -> dict[str, Any]:
    """Tell who is signed in."""
    actor = current_actor()
    identity = queries.identity_of_account(current_session(), actor.tenant_id, actor.account_id)
    assert identity is not None  # noqa: S101 - the actor was made from it
    _, employee, organisation = identity
    return _session_view(actor, employee, organisation)


@blp.delete("/session")
@requires("self.read")
@transactional
@blp.response(204)
def sign_out() -> None:
    """End the session of the cookie."""
    credential = offered_credential()
    if credential and credential.kind == "cookie":
        service.sign_out(current_session(), credential.token)


@blp.post("/devices")
@public
@transactional
@blp.arguments(EnrolmentSchema)
@blp.response(201, EnrolledSchema)
def enrol(enrolment: dict[str, Any]) -> dict[str, Any]:
    """Enrol a phone by login and password."""
    session = current_session()
    info = service.DeviceInfo(**enrolment["device"])
    signed_in, device = service.enrol_device(session, enrolment["login"], enrolment["password"], info)
    epoch = session.scalar(select(TenantClock.epoch).where(TenantClock.tenant_id == device.tenant_id))
    return {
        "device_id": device.id,
        "token": signed_in.token,
        "epoch": epoch,
        "employee": signed_in.employee,
        "organisation": signed_in.organisation,
        "server_time": clock.now(),
    }


@blp.get("/devices")
@requires("device.read")
@transactional
@blp.response(200, DevicesSchema)
def list_devices() -> dict[str, Any]:
    """List the phones of the people one sees, the silent ones first."""
    rows = queries.devices(current_session(), current_actor())
    return {"items": [_device_view(device, name) for device, name in rows]}


def _device_view(device: Any, name: str) -> dict[str, Any]:
    names = ("id", "name", "platform", "app_version", "state")
    figures = ("last_seen_at", "last_push_at", "queue_depth", "clock_offset_ms")
    view = {key: getattr(device, key) for key in (*names, *figures)}
    return {**view, "employee": {"id": device.employee_id, "name": name}}


@blp.get("/employees")
@requires("employee.read")
@transactional
@blp.response(200, EmployeesSchema)
def list_employees() -> dict[str, Any]:
    """List oneself and the people below."""
    rows = queries.employees(current_session(), current_actor())
    names = ("id", "name", "title", "role", "manager_id", "branch_id")
    return {"items": [{**{k: getattr(e, k) for k in names}, "depth": depth} for e, depth in rows]}


@blp.get("/branches")
@requires("employee.read")
@transactional
@blp.response(200, BranchesSchema)
def list_branches() -> dict[str, Any]:
    """List the organisation's branches."""
    return {"items": queries.branches(current_session(), current_actor())}
