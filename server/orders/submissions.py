"""What accepted forms of sales and orders do."""

from server.core.submissions import Handler
from server.orders.service import save

HANDLERS: dict[str, Handler] = dict.fromkeys(("sale.tele", "sale.f2f", "order.tele", "order.f2f"), save)
