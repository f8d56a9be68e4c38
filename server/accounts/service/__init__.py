"""Organisations, their people, and how these prove who they are."""

from server.accounts.service.numbers import next_number
from server.accounts.service.organisations import (
    add_branch,
    add_department,
    add_title,
    found_organisation,
    shipped_title,
)
from server.accounts.service.people import Hire, hire, inbox_of, open_account
from server.accounts.service.phones import DeviceInfo, actor_by_device_token, enrol_device
from server.accounts.service.sign_in import ABSOLUTE, IDLE, SignedIn, actor_by_token, sign_in, sign_out

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "DeviceInfo",
    "Hire",
    "SignedIn",
    "actor_by_device_token",
    "actor_by_token",
    "add_branch",
    "add_department",
    "add_title",
    "enrol_device",
    "found_organisation",
    "hire",
    "inbox_of",
    "next_number",
    "open_account",
    "shipped_title",
    "sign_in",
    "sign_out",
]
