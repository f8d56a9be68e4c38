"""Shapes of the timeline, tasks, tickets, notes, tags, update sets and calls on the wire."""
