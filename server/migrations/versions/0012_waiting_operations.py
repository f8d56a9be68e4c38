"""Operations that wait for their parent; what became of a quarantined one; what phones tell of their health."""

from alembic import op

from server.migrations.guard import protect

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("""
CREATE TABLE waiting_operation (
  tenant_id bigint NOT NULL,
  device_id uuid NOT NULL,
  n bigint NOT NULL,
  employee_id uuid NOT NULL,
  on_kind text NOT NULL,
  on_id uuid NOT NULL,
  payload bytea NOT NULL,
  sent_at timestamptz,
  received_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, device_id, n)
)""")
    op.execute("CREATE INDEX waiting_operation_on_idx ON waiting_operation (tenant_id, on_kind, on_id)")
    protect("waiting_operation")
    op.execute("""
ALTER TABLE quarantine
  ADD COLUMN sent_at timestamptz,
  ADD COLUMN state text NOT NULL DEFAULT 'open'
    CONSTRAINT quarantine_state_check CHECK (state IN ('open', 'released', 'dismissed')),
  ADD COLUMN comment text,
  ADD COLUMN decided_by uuid,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN outcome jsonb
""")
    op.execute("""
ALTER TABLE device
  ADD COLUMN media_waiting integer,
  ADD COLUMN media_bytes bigint,
  ADD COLUMN storage_free bigint
""")


def downgrade() -> None:
    op.execute("ALTER TABLE device DROP COLUMN media_waiting, DROP COLUMN media_bytes, DROP COLUMN storage_free")
    op.execute("""
ALTER TABLE quarantine DROP COLUMN sent_at, DROP COLUMN state, DROP COLUMN comment, DROP COLUMN decided_by,
  DROP COLUMN decided_at, DROP COLUMN outcome
""")
    op.execute("DROP TABLE waiting_operation")
