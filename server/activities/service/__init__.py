"""Writing the timeline, tasks, tickets, notes, tags and update sets."""

from server.activities.service.timeline import Entry, log_calls, record

__all__ = ["Entry", "log_calls", "record"]
