"""Writing customers, pools, sets and shares."""

from server.customers.service.profiles import KIND, save_profile, settle_field

__all__ = ["KIND", "save_profile", "settle_field"]
