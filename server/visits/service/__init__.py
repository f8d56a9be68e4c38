"""Writing visits and calls, and what the forms of contacts are for."""

from server.visits.service.contacts import contact
from server.visits.service.meeting import check_in, note_call

__all__ = ["check_in", "contact", "note_call"]
