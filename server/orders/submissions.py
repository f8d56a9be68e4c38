"""What accepted forms of sales, orders, requests and quotations do."""

from server.core.submissions import Handler
from server.orders.service import save

FORMS = ("sale.tele", "sale.f2f", "order.tele", "order.f2f", "order.quoted", "request", "quotation")
HANDLERS: dict[str, Handler] = dict.fromkeys(FORMS, save)
