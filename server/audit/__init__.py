"""Audit: the append-only history of who did what to which record."""
