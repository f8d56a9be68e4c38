"""Endpoints of the sync protocol, of conflicts and of the quarantine."""

from server.sync.api import capabilities, conflicts, policies, pull, push, quarantine
from server.sync.api.blueprint import blp

__all__ = ["blp", "capabilities", "conflicts", "policies", "pull", "push", "quarantine"]
