"""Opportunities to sell, on their way through the steps of a process."""
