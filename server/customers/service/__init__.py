"""Writing customers, pools, sets and shares."""

from server.customers.service.profiles import KIND, save_profiles, settle_field
from server.customers.service.recency import note_changes

__all__ = ["KIND", "note_changes", "save_profiles", "settle_field"]
