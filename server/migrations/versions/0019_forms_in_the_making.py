"""Drafts of forms, the registry of fields and lists of choices."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add it."""


def downgrade() -> None:
    """Take it away."""
