"""Requests and quotations are orders too; what an order was made of, and what its lines were reckoned with."""

from alembic import op

revision = "0027"
down_revision = "0026"

KIND = "ALTER TABLE sales_order ADD CONSTRAINT sales_order_kind_check CHECK (kind IN ({}))"
STATE = "ALTER TABLE sales_order ADD CONSTRAINT sales_order_state_check CHECK (state IN ({}))"
KINDS = "'sale', 'order'"
STATES = "'draft', 'sent', 'approved', 'delivering', 'done', 'cancelled', 'returned'"

FOUND = """
ALTER TABLE sales_order
  ALTER channel DROP NOT NULL,
  ADD valid_until date,
  ADD converted_from_id uuid,
  ADD FOREIGN KEY (tenant_id, converted_from_id) REFERENCES sales_order;
CREATE INDEX sales_order_converted_from_idx ON sales_order (tenant_id, converted_from_id);
CREATE UNIQUE INDEX sales_order_standing_idx ON sales_order (tenant_id, converted_from_id)
  WHERE state NOT IN ('cancelled', 'declined');
ALTER TABLE order_line ADD tax_percent numeric, ADD fee numeric;
"""
LEFT = """
ALTER TABLE order_line DROP tax_percent, DROP fee;
ALTER TABLE sales_order DROP converted_from_id, DROP valid_until, ALTER channel SET NOT NULL;
"""


def upgrade() -> None:
    _admit(f"{KINDS}, 'request', 'quotation'", f"{STATES}, 'open', 'answered', 'closed', 'accepted', 'declined'")
    op.execute(FOUND)


def downgrade() -> None:
    op.execute(LEFT)
    _admit(KINDS, STATES)


def _admit(kinds: str, states: str) -> None:
    op.execute(
        "ALTER TABLE sales_order DROP CONSTRAINT sales_order_kind_check, DROP CONSTRAINT sales_order_state_check"
    )
    op.execute(KIND.format(kinds))
    op.execute(STATE.format(states))
