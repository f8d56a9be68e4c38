"""Drafts of forms, the registry of fields, lists of choices, corrections of submissions; the right to make forms."""

from alembic import op

from server.migrations.guard import protect

revision = "0019"
down_revision = "0018"

TABLES = ("form_draft", "field_definition", "choice_list", "unique_value")

CREATE = """
CREATE TABLE form_draft (
  tenant_id bigint NOT NULL REFERENCES organisation,
  key text COLLATE "C" NOT NULL,
  definition jsonb NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL,
  changed_by uuid NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key),
  FOREIGN KEY (tenant_id, made_by) REFERENCES employee,
  FOREIGN KEY (tenant_id, changed_by) REFERENCES employee
);
CREATE INDEX form_draft_made_by_idx ON form_draft (tenant_id, made_by);
CREATE INDEX form_draft_changed_by_idx ON form_draft (tenant_id, changed_by);

CREATE TABLE field_definition (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  scope text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  type text NOT NULL,
  label jsonb NOT NULL,
  options jsonb NOT NULL DEFAULT '[]',
  options_from text,
  refers_to text,
  required boolean NOT NULL DEFAULT false,
  is_unique boolean NOT NULL DEFAULT false,
  visible_in_list boolean NOT NULL DEFAULT false,
  own boolean NOT NULL,
  changed_by uuid,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT field_definition_name_key UNIQUE (tenant_id, scope, name),
  FOREIGN KEY (tenant_id, changed_by) REFERENCES employee
);
CREATE INDEX field_definition_changed_by_idx ON field_definition (tenant_id, changed_by);

CREATE TABLE choice_list (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  title jsonb NOT NULL,
  options jsonb NOT NULL,
  retired jsonb NOT NULL DEFAULT '[]',
  changed_by uuid,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT choice_list_key_key UNIQUE (tenant_id, key),
  FOREIGN KEY (tenant_id, changed_by) REFERENCES employee
);
CREATE INDEX choice_list_changed_by_idx ON choice_list (tenant_id, changed_by);

CREATE TABLE unique_value (
  tenant_id bigint NOT NULL REFERENCES organisation,
  scope text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  record_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, scope, name, value, record_id)
);
CREATE INDEX unique_value_record_idx ON unique_value (tenant_id, scope, name, record_id);

ALTER TABLE form_version ADD COLUMN published_by uuid;
ALTER TABLE form_version ADD CONSTRAINT form_version_published_by_fkey
  FOREIGN KEY (tenant_id, published_by) REFERENCES employee;
CREATE INDEX form_version_published_by_idx ON form_version (tenant_id, published_by);

-- `place` is the order in which submissions were applied to their records, which stay locked until the commit.
ALTER TABLE submission ADD COLUMN revises_id uuid, ADD COLUMN revised_by_id uuid, ADD COLUMN unseen text[] NOT NULL DEFAULT '{}',
  ADD COLUMN place bigint;
UPDATE submission s SET place = o.place
FROM (SELECT tenant_id, id, row_number() OVER (ORDER BY received_at, device_n, id) AS place FROM submission) o
WHERE o.tenant_id = s.tenant_id AND o.id = s.id;
ALTER TABLE submission ALTER COLUMN place SET NOT NULL, ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('submission', 'place'), coalesce(max(place), 0) + 1, false) FROM submission;
ALTER TABLE submission ADD CONSTRAINT submission_revises_fkey FOREIGN KEY (tenant_id, revises_id) REFERENCES submission;
ALTER TABLE submission ADD CONSTRAINT submission_revised_by_fkey
  FOREIGN KEY (tenant_id, revised_by_id) REFERENCES submission;
CREATE INDEX submission_revised_by_idx ON submission (tenant_id, revised_by_id) WHERE revised_by_id IS NOT NULL;
CREATE INDEX submission_revises_idx ON submission (tenant_id, revises_id) WHERE revises_id IS NOT NULL;
"""

# Whoever sets how edits are merged may now make forms too: nobody's work stops.
RIGHTS = """
INSERT INTO right_grant (tenant_id, department_id, title_id, verb, allowed, granted_at)
SELECT tenant_id, department_id, title_id, 'form.write', allowed, now() FROM right_grant WHERE verb = 'policy.write'
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    """Add the tables, what submissions say of themselves, and the right."""
    _unbound("submission", CREATE)
    for table in TABLES:
        protect(table)
    _unbound("right_grant", RIGHTS)


def downgrade() -> None:
    """Take them away."""
    _unbound("right_grant", "DELETE FROM right_grant WHERE verb = 'form.write'")
    op.execute(
        "ALTER TABLE submission DROP COLUMN revised_by_id, DROP COLUMN revises_id, DROP COLUMN unseen, DROP COLUMN place"
    )
    op.execute("ALTER TABLE form_version DROP COLUMN published_by")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")


def _unbound(table: str, statement: str) -> None:
    """Run the statement as the owner of the table, whom row-level security does not bind meanwhile."""
    op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
