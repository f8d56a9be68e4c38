"""Noting opportunities, moving them along, and the processes that they go through."""

from server.opportunities.service.moving import move
from server.opportunities.service.noting import MEETINGS, OPPORTUNITIES, save, settle_opportunity
from server.opportunities.service.processes import give_default

__all__ = ["MEETINGS", "OPPORTUNITIES", "give_default", "move", "save", "settle_opportunity"]
