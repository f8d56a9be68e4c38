"""Where orders are."""

from server.core.record_tables import RecordTable
from server.orders import queries
from server.orders.models import Order

ORDERS = RecordTable("order", Order, queries.may)
KIND = ORDERS.kind
