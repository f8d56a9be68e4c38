"""What phones hold of customers and their groups, and how the sync engine reaches them."""

from server.core.registry import Dataset, RecordKind
from server.customers import queries, service
from server.customers.service import archiving

CUSTOMER = Dataset(
    "customer",
    """
    SELECT c.id, c.owner_id || array_remove(ARRAY[c.pool_id], NULL) || ARRAY(
             SELECT s.id FROM share s
             LEFT JOIN customer_set_member m
               ON m.tenant_id = s.tenant_id AND m.set_id = s.set_id AND m.customer_id = c.id
             WHERE s.tenant_id = c.tenant_id AND s.ended_at IS NULL
               AND (s.customer_id = c.id OR m.customer_id IS NOT NULL) ORDER BY s.id) AS scopes,
           json_build_object('type', c.type, 'code', c.code, 'status', c.status, 'owner_id', c.owner_id,
                             'fields', c.fields, 'address', c.address, 'groups', ARRAY(
               SELECT g.group_id FROM customer_group_member g
               WHERE g.tenant_id = c.tenant_id AND g.customer_id = c.id ORDER BY g.group_id),
                             'pending_pin', (
               SELECT json_build_object('value', k.lost -> 'value', 'at', k.lost -> 'at', 'by', k.lost -> 'employee_id')
               FROM conflict k WHERE k.tenant_id = c.tenant_id AND k.record_kind = 'customer' AND k.record_id = c.id
                 AND k.field = 'gps' AND k.state = 'open' ORDER BY k.created_at DESC LIMIT 1),
                             'open_conflicts', (
               SELECT count(*) FROM conflict k WHERE k.tenant_id = c.tenant_id AND k.record_kind = 'customer'
                 AND k.record_id = c.id AND k.state = 'open')) AS data
    FROM customer c
    WHERE c.tenant_id = :tenant_id AND c.id = ANY(:ids) AND c.archived_at IS NULL
    """,
    version=2,
)

GROUP = Dataset(
    "customer_group",
    """
    SELECT g.id, ARRAY[o.uuid] AS scopes, json_build_object('name', g.name, 'description', g.description) AS data
    FROM customer_group g JOIN organisation o ON o.id = g.tenant_id
    WHERE g.tenant_id = :tenant_id AND g.id = ANY(:ids)
    """,
)

RECORD = RecordKind(
    kind=service.KIND,
    lock=queries.lock,
    names=queries.names,
    visible=queries.is_visible,
    visible_ids=queries.visible_ids,
    settle=archiving.settle,
)
