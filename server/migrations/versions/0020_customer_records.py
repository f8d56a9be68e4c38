"""What belongs to a customer beside its fields."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add it."""


def downgrade() -> None:
    """Take it away."""
