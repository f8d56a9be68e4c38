"""The inbox of each person."""
