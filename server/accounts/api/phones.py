"""Endpoints of phones."""

from typing import Any

from sqlalchemy import select

from server.accounts import queries, service
from server.accounts.api.blueprint import blp
from server.accounts.api.session import employee_view
from server.accounts.schemas import DevicesSchema, EnrolledSchema, EnrolmentSchema
from server.core import clock
from server.core.feed import TenantClock
from server.web.access import public, requires, transactional
from server.web.context import current_actor, current_session


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
        "employee": employee_view(signed_in.identity),
        "organisation": signed_in.identity.organisation,
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
