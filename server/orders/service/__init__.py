"""Taking orders, and moving them from state to state."""

from server.orders.service.moving import move
from server.orders.service.taking import MEETINGS, ORDERS, save, settle_order

__all__ = ["MEETINGS", "ORDERS", "move", "save", "settle_order"]
