"""How each organisation lets edits be merged; the rights to set that and to release what is quarantined."""

from alembic import op

from server.migrations.guard import protect

revision = "0013"
down_revision = "0012"

TABLE = """
CREATE TABLE merge_policy (
  tenant_id bigint NOT NULL REFERENCES organisation,
  form_key text NOT NULL,
  field text NOT NULL,
  policy text NOT NULL CONSTRAINT merge_policy_policy_check
    CHECK (policy IN ('lww', 'manual', 'server', 'set', 'rows', 'counter', 'immutable', 'max', 'min')),
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, form_key, field),
  FOREIGN KEY (tenant_id, set_by) REFERENCES employee
);
CREATE INDEX merge_policy_set_by_idx ON merge_policy (tenant_id, set_by);
CREATE INDEX quarantine_state_idx ON quarantine (tenant_id, state, received_at DESC, id DESC);
CREATE INDEX quarantine_device_idx ON quarantine (tenant_id, device_id) WHERE state = 'open';
"""

# Whoever settled conflicts may now release too, whoever granted rights may set policies: nobody's work stops.
RIGHTS = """
INSERT INTO right_grant (tenant_id, department_id, title_id, verb, allowed, granted_at)
SELECT g.tenant_id, g.department_id, g.title_id, n.verb, g.allowed, now()
FROM right_grant g JOIN (VALUES ('conflict.settle', 'quarantine.write'), ('right.grant', 'policy.write')) AS n(held, verb)
  ON n.held = g.verb
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect("merge_policy")
    _across_organisations(RIGHTS)


def downgrade() -> None:
    _across_organisations("DELETE FROM right_grant WHERE verb IN ('quarantine.write', 'policy.write')")
    op.execute("DROP INDEX quarantine_state_idx, quarantine_device_idx")
    op.execute("DROP TABLE merge_policy")


def _across_organisations(statement: str) -> None:
    """Run the statement as the owner of the table, whom row-level security does not bind meanwhile."""
    op.execute("ALTER TABLE right_grant NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    op.execute("ALTER TABLE right_grant FORCE ROW LEVEL SECURITY")
