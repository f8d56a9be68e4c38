"""Reading the timeline, tasks, tickets, notes, tags, update sets and calls."""

from server.activities.queries.timeline import Entry, timeline

__all__ = ["Entry", "timeline"]
