"""Writing customers, pools, sets and shares."""

from server.customers.service.profiles import KIND, note_change, save_profile, settle_field

__all__ = ["KIND", "note_change", "save_profile", "settle_field"]
