"""What accepted profile forms do."""

from server.core.submissions import Handler
from server.customers.service import save_profile

HANDLERS: dict[str, Handler] = {
    "customer.person": save_profile,
    "customer.organisation": save_profile,
    "customer.shop": save_profile,
    "customer.household": save_profile,
}
