"""What phones hold of orders (each in the scope of who took it), and how the sync engine reaches them."""

from server.core.record_tables import lock
from server.core.registry import Dataset, RecordKind
from server.orders import queries, service

ORDER = Dataset(
    "order",
    """
    SELECT s.id, ARRAY[s.owner_id] AS scopes,
           json_build_object(
             'code', s.code, 'kind', s.kind, 'channel', s.channel, 'state', s.state, 'customer_id', s.customer_id,
             'net', s.net, 'tax', s.tax, 'total', s.total, 'delivery_time', s.delivery_time,
             'captured_at', s.captured_at, 'valid_until', s.valid_until, 'converted_from_id', s.converted_from_id,
             'convertible', (s.kind, s.state) IN (('request', 'open'), ('request', 'answered'), ('quotation', 'sent'),
                                                  ('quotation', 'accepted'))
               AND NOT EXISTS (SELECT FROM sales_order n
                               WHERE n.tenant_id = s.tenant_id AND n.converted_from_id = s.id
                                 AND n.state NOT IN ('cancelled', 'declined')),
             'fields', s.fields,
             'lines', (SELECT coalesce(json_agg(json_build_object(
                         'product', l.product_id, 'qty', l.qty, 'unit_name', l.unit_name, 'price', l.price,
                         'net', l.net, 'tax', l.tax, 'amount', l.amount) ORDER BY l.place), '[]')
                       FROM order_line l WHERE l.tenant_id = s.tenant_id AND l.order_id = s.id)) AS data
    FROM sales_order s WHERE s.tenant_id = :tenant_id AND s.id = ANY(:ids)
    """,
)

DATASETS = (ORDER,)

RECORD = RecordKind(
    kind="order",
    lock=lock(service.ORDERS),
    names=queries.names,
    visible=queries.is_visible,
    visible_ids=queries.visible_ids,
    settle=service.settle_order,
)
