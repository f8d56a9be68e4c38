"""Products, prices, promotions, orders and opportunities."""

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add it."""


def downgrade() -> None:
    """Take it away."""
