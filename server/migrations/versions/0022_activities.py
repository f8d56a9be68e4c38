"""Tasks, tickets, notes, tags and update-instruction sets."""

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add it."""


def downgrade() -> None:
    """Take it away."""
