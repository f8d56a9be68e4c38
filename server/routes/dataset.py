"""What phones hold of routes, how the sync engine reaches them, and how routes widen who holds a customer."""

from server.core.registry import Dataset, RecordKind
from server.routes import queries, service

# Phones get the stops in the route alone: a customer that has left it leaves the phone too. Who set the route up, and
# who stands above him, holds it as well: he gives it to others, and changes it, without a network.
ROUTE = Dataset(
    "route",
    """
    SELECT r.id, ARRAY[r.id, r.created_by] AS scopes,
           json_build_object('name', r.name, 'description', r.description, 'status', r.status,
             'stops', coalesce((
               SELECT json_agg(json_build_object('customer_id', s.customer_id, 'seq', s.seq,
                                                 'membership', s.membership, 'note', s.note)
                               ORDER BY s.seq, s.id)
               FROM route_stop s
               WHERE s.tenant_id = r.tenant_id AND s.route_id = r.id AND s.valid_to IS NULL
                 AND s.membership = 'in'), '[]'::json),
             'kind', r.kind, 'fields', json_strip_nulls(json_build_object(
               'route_name', r.name, 'description', r.description, 'customer_group', r.customer_group,
               'route_status', r.status, 'stops', coalesce((
                 SELECT json_agg(json_build_object('id', s.customer_id, 'customer', s.customer_id,
                                                   'membership', s.membership, 'note', s.note) ORDER BY s.seq, s.id)
                 FROM route_stop s
                 WHERE s.tenant_id = r.tenant_id AND s.route_id = r.id AND s.valid_to IS NULL
                   AND s.membership = 'in'), '[]'::json)))) AS data
    FROM route r WHERE r.tenant_id = :tenant_id AND r.id = ANY(:ids)
    """,
    version=2,
)

# In the assignee's own scope: he knows tomorrow's route today; the route itself comes with its first day.
ASSIGNMENT = Dataset(
    "assignment",
    """
    SELECT a.id, ARRAY[a.employee_id] AS scopes,
           json_build_object('route_id', a.route_id, 'employee_id', a.employee_id, 'valid_from', a.valid_from,
                             'valid_to', a.valid_to, 'instruction', a.instruction) AS data
    FROM route_assignment a
    WHERE a.tenant_id = :tenant_id AND a.id = ANY(:ids) AND a.cancelled_at IS NULL
    """,
)

DATASETS = (ROUTE, ASSIGNMENT)

RECORD = RecordKind(
    kind="route",
    lock=queries.lock,
    names=queries.names,
    visible=queries.is_visible,
    visible_ids=queries.visible_ids,
    settle=service.settle_route,
)


def customer_projection(base: Dataset) -> Dataset:
    """Return the customers' dataset with the scopes and ids of the routes in use that hold each customer."""
    return Dataset(
        base.kind,
        f"""
        SELECT b.id, b.scopes || r.ids AS scopes,
               (b.data::jsonb || jsonb_build_object('route_ids', to_jsonb(r.ids)))::json AS data
        FROM ({base.projection}) b CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(t.id ORDER BY t.id), '{{}}') AS ids
          FROM route_stop s JOIN route t ON t.tenant_id = s.tenant_id AND t.id = s.route_id
          WHERE s.tenant_id = :tenant_id AND s.customer_id = b.id AND s.valid_to IS NULL
            AND s.membership = 'in' AND t.status = 'active'
        ) r
        """,  # noqa: S608 - the projection is ours
        base.version,
    )
