"""Who has which extension of an organisation's telephone exchange, and where it rings."""

from alembic import op

from server.migrations.guard import protect

revision = "0028"
down_revision = "0027"

TABLE = """
CREATE TABLE telephone_extension (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  employee_id uuid NOT NULL,
  number text NOT NULL CONSTRAINT telephone_extension_number_check CHECK (number ~ '^[1-9][0-9]{1,7}$'),
  ring text NOT NULL CONSTRAINT telephone_extension_ring_check CHECK (ring IN ('app_and_web', 'forward')),
  forward_to text[] NOT NULL,
  issued_by uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  stopped_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT telephone_extension_forward_check
    CHECK (CASE ring WHEN 'forward' THEN cardinality(forward_to) IN (1, 2) ELSE cardinality(forward_to) = 0 END),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, issued_by) REFERENCES employee
);
CREATE UNIQUE INDEX telephone_extension_number_idx
  ON telephone_extension (tenant_id, number) WHERE stopped_at IS NULL;
CREATE UNIQUE INDEX telephone_extension_employee_idx
  ON telephone_extension (tenant_id, employee_id) WHERE stopped_at IS NULL;
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect("telephone_extension")


def downgrade() -> None:
    op.execute("DROP TABLE telephone_extension")
