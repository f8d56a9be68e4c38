"""When something was last done with a customer, in a table of its own.

Every visit, call and order moved `customer.updated_at`, and with it a row of a kilobyte and its thirteen index entries.
"""

from alembic import op

from server.migrations.guard import protect, unbound

revision = "0026"
down_revision = "0025"

TABLE = """
CREATE TABLE customer_recency (
  tenant_id bigint NOT NULL,
  customer_id uuid NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, customer_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer ON DELETE CASCADE
)
"""
INDEX = "CREATE INDEX customer_recency_idx ON customer_recency (tenant_id, updated_at DESC, customer_id DESC)"

# Every customer has a row here, made with it.
MADE = """
CREATE FUNCTION begin_customer_recency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_recency (tenant_id, customer_id, updated_at) SELECT tenant_id, id, created_at FROM after_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_recency_begin AFTER INSERT ON customer
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION begin_customer_recency();
"""


def upgrade() -> None:
    op.execute(TABLE)
    with unbound("customer"):
        op.execute("INSERT INTO customer_recency SELECT tenant_id, id, updated_at FROM customer")
    op.execute(INDEX)
    protect("customer_recency")
    op.execute(MADE)
    op.execute("ALTER TABLE customer DROP COLUMN updated_at")
    op.execute("ALTER TABLE customer SET (fillfactor = 85)")  # an edit that changes no index stays on its page


def downgrade() -> None:
    op.execute("ALTER TABLE customer RESET (fillfactor)")
    op.execute("ALTER TABLE customer ADD updated_at timestamptz")
    with unbound("customer", "customer_recency"):
        op.execute(
            "UPDATE customer c SET updated_at = r.updated_at FROM customer_recency r"
            " WHERE r.tenant_id = c.tenant_id AND r.customer_id = c.id"
        )
    op.execute("ALTER TABLE customer ALTER updated_at SET NOT NULL")
    op.execute(
        "CREATE INDEX customer_updated_idx ON customer (tenant_id, updated_at DESC, id DESC) WHERE archived_at IS NULL"
    )
    op.execute("DROP TRIGGER customer_recency_begin ON customer; DROP FUNCTION begin_customer_recency()")
    op.execute("DROP TABLE customer_recency")
