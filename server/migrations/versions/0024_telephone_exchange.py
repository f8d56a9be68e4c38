"""An organisation may say at which address its telephone exchange dials a number."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("organisation", sa.Column("call_url", sa.Text))


def downgrade() -> None:
    op.drop_column("organisation", "call_url")
