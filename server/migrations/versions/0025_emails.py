"""E-mails to customers, and the templates that they are written from."""

from alembic import op

from server.migrations.guard import protect, unbound

revision = "0025"
down_revision = "0024"

TABLES = {
    "email_template": """
CREATE TABLE email_template (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  updated_by uuid NOT NULL,
  updated_at timestamptz NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, updated_by) REFERENCES employee
);
CREATE UNIQUE INDEX email_template_name_idx ON email_template (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;
""",
    "customer_email": """
CREATE TABLE customer_email (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  template_id uuid,
  address text NOT NULL,
  reply_to text,
  sender text NOT NULL,
  subject text NOT NULL CONSTRAINT customer_email_subject_check CHECK (subject !~ '[\\n\\r]'),
  text text NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL CONSTRAINT customer_email_state_check CHECK (state IN ('queued', 'sent', 'failed')),
  tries integer NOT NULL,
  sendings integer NOT NULL,
  reason text,
  answer text,
  settled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT customer_email_settled_check CHECK ((state = 'queued') = (settled_at IS NULL)),
  CONSTRAINT customer_email_reason_check CHECK (state <> 'failed' OR reason IS NOT NULL),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, template_id) REFERENCES email_template
);
CREATE INDEX customer_email_customer_idx ON customer_email (tenant_id, customer_id, at DESC, id DESC);
""",
}

# Who wrote about customers may write to them.
RIGHTS = """
INSERT INTO right_grant (tenant_id, department_id, title_id, verb, allowed, granted_at)
SELECT g.tenant_id, g.department_id, g.title_id, 'customer.mail', g.allowed, now()
FROM right_grant g WHERE g.verb = 'note.write'
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    for table, statements in TABLES.items():
        op.execute(statements)
        protect(table)
    with unbound("right_grant"):
        op.execute(RIGHTS)


def downgrade() -> None:
    with unbound("right_grant"):
        op.execute("DELETE FROM right_grant WHERE verb = 'customer.mail'")
    op.execute(f"DROP TABLE {', '.join(reversed(TABLES))}")
