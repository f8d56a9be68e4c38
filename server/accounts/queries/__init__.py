"""Reading people, what proves them, and their phones."""

from server.accounts.queries.identities import (
    Identity,
    account_by_login,
    identity_of_account,
    identity_of_device,
    identity_of_session,
    rights_of,
)
from server.accounts.queries.organisations import open_operators_door, tenants
from server.accounts.queries.people import Colleague, Person, employees, managers_of, people
from server.accounts.queries.phones import device, devices
from server.accounts.queries.visibility import belongs_to_reach, led_by, reach_of, subtree_of, visible_to

__all__ = [
    "Colleague",
    "Identity",
    "Person",
    "account_by_login",
    "belongs_to_reach",
    "device",
    "devices",
    "employees",
    "identity_of_account",
    "identity_of_device",
    "identity_of_session",
    "led_by",
    "managers_of",
    "open_operators_door",
    "people",
    "reach_of",
    "rights_of",
    "subtree_of",
    "tenants",
    "visible_to",
]
