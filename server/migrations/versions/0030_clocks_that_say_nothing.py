"""What phones with clocks beyond the years 1 to 9999 handed in can be read again: such a clock is not known.

They are not stored any more (`server.core.clock.is_sayable`); one of them closed the list of what was kept.
"""

from alembic import op

from server.migrations.guard import unbound

revision = "0030"
down_revision = "0029"

TABLES = ("quarantine", "waiting_operation")
SAYABLE = "sent_at BETWEEN timestamptz '0001-01-03 00:00+00' AND timestamptz '9999-12-29 00:00+00'"


def upgrade() -> None:
    with unbound(*TABLES):
        for table in TABLES:
            op.execute(f"UPDATE {table} SET sent_at = NULL WHERE NOT {SAYABLE}")  # noqa: S608 - the names above
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_sent_check CHECK ({SAYABLE})")


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_sent_check")
