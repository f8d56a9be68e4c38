"""Routes for those who set them up, as phones hold them; late tickets by their due time."""

from alembic import op

from server.migrations.guard import unbound

revision = "0023"
down_revision = "0022"

# Written out, not projected by the product's own code: that speaks of tables as they will be one day.
ROUTES = """
WITH late AS (
  SELECT f.tenant_id, f.id, ARRAY[r.id, r.created_by] AS scopes,
         row_number() OVER (PARTITION BY f.tenant_id ORDER BY f.id) AS place
  FROM feed_row f JOIN route r ON r.tenant_id = f.tenant_id AND r.id = f.id
  WHERE f.kind = 'route' AND f.data IS NOT NULL AND NOT f.scopes @> ARRAY[r.created_by]
), clock AS (
  UPDATE tenant_clock c SET seq = c.seq + n.rows
  FROM (SELECT tenant_id, count(*) AS rows FROM late GROUP BY tenant_id) n
  WHERE c.tenant_id = n.tenant_id
  RETURNING c.tenant_id, c.seq - n.rows AS before
), fresh AS (
  SELECT l.tenant_id, l.id, l.scopes, c.before + l.place AS seq FROM late l JOIN clock c USING (tenant_id)
), written AS (
  UPDATE feed_row f SET scopes = n.scopes, seq = n.seq
  FROM fresh n WHERE f.tenant_id = n.tenant_id AND f.kind = 'route' AND f.id = n.id
)
INSERT INTO feed_entry (tenant_id, scope, kind, id, seq, gone)
SELECT n.tenant_id, scope, 'route', n.id, n.seq, false FROM fresh n, unnest(n.scopes) AS scope
ON CONFLICT (tenant_id, scope, kind, id) DO UPDATE SET seq = excluded.seq, gone = false
"""


def upgrade() -> None:
    op.execute("CREATE INDEX ticket_late_idx ON ticket (tenant_id, due_at, id) WHERE resolved_at IS NULL")
    with unbound("feed_row", "feed_entry", "tenant_clock", "route"):
        op.execute(ROUTES)


def downgrade() -> None:
    """Take the index away; whoever holds a route goes on holding it."""
    op.execute("DROP INDEX ticket_late_idx")
