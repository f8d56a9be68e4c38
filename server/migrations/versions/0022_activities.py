"""Tasks, tickets, notes, tags, update-instruction sets and the log of calls."""

from alembic import op

from server.migrations.guard import protect

revision = "0022"
down_revision = "0021"

TABLES = {
    "tag": """
CREATE TABLE tag (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  colour text NOT NULL CONSTRAINT tag_colour_check CHECK (colour ~ '^#[0-9a-f]{6}$'),
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX tag_name_idx ON tag (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;
""",
    "update_set": """
CREATE TABLE update_set (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  attributes jsonb NOT NULL,
  archived_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT update_set_attributes_check CHECK (jsonb_typeof(attributes) = 'array')
);
CREATE UNIQUE INDEX update_set_name_idx ON update_set (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;
""",
    "update_set_tag": """
CREATE TABLE update_set_tag (
  tenant_id bigint NOT NULL,
  update_set_id uuid NOT NULL,
  tag_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, update_set_id, tag_id),
  FOREIGN KEY (tenant_id, update_set_id) REFERENCES update_set,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag
);
CREATE INDEX update_set_tag_tag_idx ON update_set_tag (tenant_id, tag_id);
""",
    "task": """
CREATE TABLE task (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  note text,
  kind text NOT NULL,
  priority text NOT NULL CONSTRAINT task_priority_check CHECK (priority IN ('low', 'normal', 'high')),
  state text NOT NULL CONSTRAINT task_state_check CHECK (state IN ('open', 'doing', 'done')),
  result text,
  due_at timestamptz NOT NULL,
  customer_id uuid,
  submission_id uuid,
  responsible_id uuid NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  done_at timestamptz,
  done_by uuid,
  deleted_at timestamptz,
  deleted_by uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT task_done_check CHECK ((state = 'done') = (done_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, responsible_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, created_by) REFERENCES employee,
  FOREIGN KEY (tenant_id, done_by) REFERENCES employee,
  FOREIGN KEY (tenant_id, deleted_by) REFERENCES employee
);
CREATE INDEX task_due_idx ON task (tenant_id, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_responsible_idx ON task (tenant_id, responsible_id, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_created_by_idx ON task (tenant_id, created_by, due_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_customer_idx ON task (tenant_id, customer_id, due_at, id);
CREATE INDEX task_submission_idx ON task (tenant_id, submission_id);
""",
    "ticket": """
CREATE TABLE ticket (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  customer_id uuid NOT NULL,
  submission_id uuid NOT NULL,
  problem text,
  detail text,
  solution text,
  result text,
  products uuid[] NOT NULL,
  employees uuid[] NOT NULL,
  state text NOT NULL CONSTRAINT ticket_state_check CHECK (state IN ('open', 'in_progress', 'resolved', 'closed')),
  due_at timestamptz NOT NULL,
  opened_by uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  responsible_id uuid NOT NULL,
  resolved_at timestamptz,
  updated_at timestamptz NOT NULL,
  escalated_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT ticket_code_key UNIQUE (tenant_id, code),
  CONSTRAINT ticket_resolved_check CHECK ((state IN ('resolved', 'closed')) = (resolved_at IS NOT NULL)),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, opened_by) REFERENCES employee,
  FOREIGN KEY (tenant_id, responsible_id) REFERENCES employee
);
CREATE INDEX ticket_opened_idx ON ticket (tenant_id, opened_at DESC, id DESC);
CREATE INDEX ticket_customer_idx ON ticket (tenant_id, customer_id, opened_at DESC, id DESC);
CREATE INDEX ticket_responsible_idx ON ticket (tenant_id, responsible_id, opened_at DESC, id DESC);
CREATE INDEX ticket_opened_by_idx ON ticket (tenant_id, opened_by, opened_at DESC, id DESC);
CREATE INDEX ticket_submission_idx ON ticket (tenant_id, submission_id);
CREATE INDEX ticket_overdue_idx ON ticket (tenant_id, due_at)
  WHERE resolved_at IS NULL AND escalated_at IS NULL;
""",
    "ticket_comment": """
CREATE TABLE ticket_comment (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  text text NOT NULL,
  state text,
  employee_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX ticket_comment_ticket_idx ON ticket_comment (tenant_id, ticket_id, at);
""",
    "note": """
CREATE TABLE note (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  text text NOT NULL,
  employee_id uuid NOT NULL,
  submission_id uuid,
  at timestamptz NOT NULL,
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, deleted_by) REFERENCES employee
);
CREATE INDEX note_customer_idx ON note (tenant_id, customer_id, at DESC, id DESC);
CREATE INDEX note_submission_idx ON note (tenant_id, submission_id);
""",
    "note_mention": """
CREATE TABLE note_mention (
  tenant_id bigint NOT NULL,
  note_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, note_id, employee_id),
  FOREIGN KEY (tenant_id, note_id) REFERENCES note,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX note_mention_employee_idx ON note_mention (tenant_id, employee_id);
""",
    "note_file": """
CREATE TABLE note_file (
  tenant_id bigint NOT NULL,
  note_id uuid NOT NULL,
  media_id uuid NOT NULL,
  place integer NOT NULL,
  PRIMARY KEY (tenant_id, note_id, media_id),
  FOREIGN KEY (tenant_id, note_id) REFERENCES note,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object
);
CREATE INDEX note_file_media_idx ON note_file (tenant_id, media_id);
""",
    "call_log": """
CREATE TABLE call_log (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  submission_id uuid,
  form_key text,
  status text,
  at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX call_log_at_idx ON call_log (tenant_id, at DESC, id DESC);
CREATE INDEX call_log_customer_idx ON call_log (tenant_id, customer_id, at DESC, id DESC);
CREATE INDEX call_log_employee_idx ON call_log (tenant_id, employee_id, at DESC, id DESC);
CREATE INDEX call_log_submission_idx ON call_log (tenant_id, submission_id);
""",
}

# Nobody's work stops: who saw visits sees tasks and tickets, who set policies sets up tags.
RIGHTS = """
INSERT INTO right_grant (tenant_id, department_id, title_id, verb, allowed, granted_at)
SELECT g.tenant_id, g.department_id, g.title_id, n.verb, g.allowed, now()
FROM right_grant g JOIN (VALUES
  ('visit.read', 'task.read'), ('visit.read', 'task.write'), ('visit.read', 'ticket.read'),
  ('visit.read', 'ticket.write'), ('visit.read', 'note.write'), ('policy.write', 'tag.write')) AS n(held, verb)
  ON n.held = g.verb
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    for table, statements in TABLES.items():
        op.execute(statements)
        protect(table)
    _across_organisations(RIGHTS)


def downgrade() -> None:
    _across_organisations(
        "DELETE FROM right_grant"
        " WHERE verb IN ('task.read', 'task.write', 'ticket.read', 'ticket.write', 'note.write', 'tag.write')"
    )
    op.execute(f"DROP TABLE {', '.join(reversed(TABLES))}")


def _across_organisations(statement: str) -> None:
    """Run the statement as the owner of the table, whom row-level security does not bind meanwhile."""
    op.execute("ALTER TABLE right_grant NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    op.execute("ALTER TABLE right_grant FORCE ROW LEVEL SECURITY")
