"""Endpoints of the sync protocol, of conflicts and of the quarantine."""

from server.sync.api import capabilities, compat, conflicts, poke, policies, pull, push, quarantine
from server.sync.api.blueprint import blp

__all__ = ["blp", "capabilities", "compat", "conflicts", "poke", "policies", "pull", "push", "quarantine"]
