"""When each phone last pulled; files that are not finished, by their phone."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("ALTER TABLE device ADD COLUMN last_pull_at timestamptz")
    op.execute(
        "CREATE INDEX media_object_unfinished_idx ON media_object (tenant_id, device_id)"
        " WHERE state IN ('awaiting', 'failed')"
    )


def downgrade() -> None:
    op.execute("DROP INDEX media_object_unfinished_idx")
    op.execute("ALTER TABLE device DROP COLUMN last_pull_at")
