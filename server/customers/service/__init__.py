"""Writing customers, pools, sets and shares."""

from server.customers.service.profiles import KIND, note_changes, save_profiles, settle_field

__all__ = ["KIND", "note_changes", "save_profiles", "settle_field"]
