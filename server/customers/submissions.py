"""What accepted profile forms do."""

from server.core.submissions import Handler
from server.customers.service import save_profiles

HANDLERS: dict[str, Handler] = {
    "customer.person": save_profiles,
    "customer.organisation": save_profiles,
    "customer.shop": save_profiles,
    "customer.household": save_profiles,
}
