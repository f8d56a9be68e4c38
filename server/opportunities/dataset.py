"""What phones hold of opportunities (each in the scope of who noted it), and how the sync engine reaches them."""

from server.core.record_tables import lock
from server.core.registry import Dataset, RecordKind
from server.opportunities import queries, service

OPPORTUNITY = Dataset(
    "opportunity",
    """
    SELECT p.id, ARRAY[p.owner_id] AS scopes,
           json_build_object(
             'code', p.code, 'channel', p.channel, 'customer_id', p.customer_id, 'expected_value', p.expected_value,
             'step', json_build_object('id', s.id, 'name', s.name, 'place', s.place, 'outcome', s.outcome,
                                       'probability', s.probability),
             'contact_window', p.fields -> 'contact_window', 'potential', p.fields -> 'potential',
             'captured_at', p.captured_at, 'closed_at', p.closed_at, 'fields', p.fields,
             'items', (SELECT coalesce(json_agg(json_build_object(
                         'product', i.product_id, 'qty', i.qty, 'delivery_frequency', i.delivery_frequency,
                         'price', i.price, 'amount', i.amount) ORDER BY i.place), '[]')
                       FROM opportunity_item i WHERE i.tenant_id = p.tenant_id AND i.opportunity_id = p.id)) AS data
    FROM opportunity p JOIN process_step s ON s.tenant_id = p.tenant_id AND s.id = p.step_id
    WHERE p.tenant_id = :tenant_id AND p.id = ANY(:ids)
    """,
)

DATASETS = (OPPORTUNITY,)

RECORD = RecordKind(
    kind="opportunity",
    lock=lock(service.OPPORTUNITIES),
    names=queries.names,
    visible=queries.is_visible,
    visible_ids=queries.visible_ids,
    settle=service.settle_opportunity,
)
