"""How old the feed's numbers are, and below which one tombstones were dropped; blocks of numbers lent to phones."""

from alembic import op

from server.migrations.guard import protect

revision = "0015"
down_revision = "0014"

TABLES = """
CREATE TABLE feed_mark (
  tenant_id bigint NOT NULL REFERENCES organisation,
  at timestamptz NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (tenant_id, at)
);
CREATE TABLE feed_floor (
  tenant_id bigint PRIMARY KEY REFERENCES organisation,
  seq bigint NOT NULL
);
CREATE TABLE number_lease (
  tenant_id bigint NOT NULL REFERENCES organisation,
  series text NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  device_id uuid NOT NULL,
  leased_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, series, first),
  FOREIGN KEY (tenant_id, device_id) REFERENCES device,
  CONSTRAINT number_lease_order_check CHECK (last >= first)
);
CREATE INDEX number_lease_device_idx ON number_lease (tenant_id, device_id, series);
CREATE INDEX feed_entry_gone_idx ON feed_entry (tenant_id, seq) WHERE gone;
CREATE INDEX feed_row_bare_idx ON feed_row (tenant_id, seq) WHERE data IS NULL AND field_stamps = '{}';
CREATE INDEX feed_member_ended_idx ON feed_member (tenant_id, revoked_seq) WHERE revoked_seq IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in ("feed_mark", "feed_floor", "number_lease"):
        protect(table)


def downgrade() -> None:
    op.execute("DROP INDEX feed_member_ended_idx, feed_row_bare_idx, feed_entry_gone_idx")
    for table in ("number_lease", "feed_floor", "feed_mark"):
        op.execute(f"DROP TABLE {table}")
