"""When the access token before the present one ends, so that both may be good for a while."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("ALTER TABLE device ADD COLUMN previous_token_expires_at timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE device DROP COLUMN previous_token_expires_at")
