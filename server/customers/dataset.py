"""What phones hold of customers, and how the sync engine reaches them."""

from server.core.registry import Dataset, RecordKind
from server.customers import queries, service

CUSTOMER = Dataset(
    "customer",
    """
    SELECT c.id, ARRAY[c.owner_id] AS scopes,
           json_build_object('type', c.type, 'code', c.code, 'status', c.status, 'owner_id', c.owner_id,
                             'fields', c.fields) AS data
    FROM customer c
    WHERE c.tenant_id = :tenant_id AND c.id = ANY(:ids) AND c.archived_at IS NULL
    """,
)

RECORD = RecordKind(
    kind=service.KIND,
    lock=queries.lock,
    names=queries.names,
    visible=queries.is_visible,
    visible_ids=queries.visible_ids,
    settle=service.settle_field,
)
