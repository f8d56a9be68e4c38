"""The customers that changed last, by the moment."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX customer_updated_idx ON customer (tenant_id, updated_at DESC, id DESC) WHERE archived_at IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX customer_updated_idx")
