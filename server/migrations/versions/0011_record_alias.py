"""Where a record went that was merged into another."""

from alembic import op

from server.migrations.guard import protect

revision = "0011"
down_revision = "0010"

TABLE = """
CREATE TABLE record_alias (
  tenant_id bigint NOT NULL REFERENCES organisation,
  kind text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  into_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind, id),
  CONSTRAINT record_alias_other_check CHECK (id <> into_id)
);
CREATE INDEX record_alias_into_idx ON record_alias (tenant_id, kind, into_id);
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect("record_alias")


def downgrade() -> None:
    op.execute("DROP TABLE record_alias")
