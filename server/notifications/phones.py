"""Notices about phones."""

from sqlalchemy.orm import Session

from server.accounts.models import Device
from server.accounts.queries import managers_of, people
from server.notifications.service import notify


def tell_of_copied_phone(session: Session, device: Device) -> None:
    """Tell the direct manager that a phone's storage was copied, so that it only hands in from now on."""
    managers = managers_of(session, device.tenant_id, device.employee_id)[:1]
    name = people(session, device.tenant_id, {device.employee_id})[device.employee_id].name
    notify(
        session,
        employee_ids=managers,
        kind="device",
        title={
            "vi": f"Điện thoại của {name} có dấu hiệu bị sao chép",
            "en": f"The phone of {name} seems to have been copied",
        },
        body=device.name,
        link="/devices",
        key=f"device.copied/{device.id}",
    )
