"""Which number an edit of a foreign sync client got in its phone's queue."""

from alembic import op

from server.migrations.guard import protect

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("""
CREATE TABLE compat_operation (
  tenant_id bigint NOT NULL,
  device_id uuid NOT NULL,
  id uuid NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (tenant_id, device_id, id)
)""")
    protect("compat_operation")


def downgrade() -> None:
    op.execute("DROP TABLE compat_operation")
