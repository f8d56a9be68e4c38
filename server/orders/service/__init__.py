"""Taking orders, moving them from state to state, and making them of one another."""

from server.orders.service.converting import convert
from server.orders.service.moving import answer, move
from server.orders.service.tables import ORDERS
from server.orders.service.taking import MEETINGS, save, settle_order

__all__ = ["MEETINGS", "ORDERS", "answer", "convert", "move", "save", "settle_order"]
