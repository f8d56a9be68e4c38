"""What every new table of an organisation gets: row-level security under it, and the application's rights on it.

The owner runs migrations; the application's role owns nothing, so that no fault of ours can switch the policies off.
Which organisation a transaction works for stands in the setting `app.tenant`, local to the transaction (see
`server.core.database`). After a transaction it is an empty text and not null, hence NULLIF.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

APPLICATION = "tuyen_app"
TENANT = "NULLIF(current_setting('app.tenant', true), '')::bigint"


def protect(table: str, key: str = "tenant_id") -> None:
    """Let the application read and write the table's rows of the organisation at hand, and no others."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} USING ({key} = {TENANT}) WITH CHECK ({key} = {TENANT})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APPLICATION}")


@contextmanager
def unbound(*tables: str) -> Iterator[None]:
    """Let the owner of the tables reach the rows of all organisations, as long as the block lasts."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def unprotect(table: str) -> None:
    """Take back what `protect` did."""
    op.execute(f"DROP POLICY tenant ON {table}")
    op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
    op.execute(f"REVOKE ALL ON {table} FROM {APPLICATION}")
