"""Endpoints of people, of what proves them, and of their phones."""

from server.accounts.api import people, phones, session
from server.accounts.api.blueprint import blp

__all__ = ["blp", "people", "phones", "session"]
