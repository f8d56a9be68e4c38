"""What phones hold of notices: each person's own."""

from server.core.registry import Dataset

NOTIFICATION = Dataset(
    "notification",
    """
    SELECT n.id, ARRAY[e.inbox] AS scopes,
           json_build_object('kind', n.kind, 'title', n.title, 'body', n.body, 'link', n.link, 'at', n.at,
                             'read_at', n.read_at) AS data
    FROM notification n JOIN employee e ON e.tenant_id = n.tenant_id AND e.id = n.employee_id
    WHERE n.tenant_id = :tenant_id AND n.id = ANY(:ids)
    """,
)

DATASETS = (NOTIFICATION,)
