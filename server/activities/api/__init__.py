"""Endpoints of the timeline, tasks, tickets, notes, tags, update sets and calls."""

from server.activities.api import notes, tags, tasks, tickets, timeline
from server.activities.api.blueprint import blp

__all__ = ["blp", "notes", "tags", "tasks", "tickets", "timeline"]
