"""Products, prices, promotions, orders and opportunities; the rights to see and to write them."""

from collections.abc import Sequence

from alembic import op

from server.migrations.guard import protect

revision = "0021"
down_revision = "0020"

CATALOGUE = """
CREATE TABLE product (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  fields jsonb NOT NULL,
  code_key text,
  name text NOT NULL GENERATED ALWAYS AS (coalesce(fields ->> 'product_name', '')) STORED,
  code text GENERATED ALWAYS AS (fields ->> 'product_code') STORED,
  product_group text GENERATED ALWAYS AS (fields ->> 'product_group') STORED,
  status text NOT NULL GENERATED ALWAYS AS (CASE fields ->> 'status' WHEN 'stopped' THEN 'stopped' ELSE 'active' END)
    STORED,
  search text GENERATED ALWAYS AS
    (fold_vi(coalesce(fields ->> 'product_name', '') || ' ' || coalesce(fields ->> 'product_code', ''))) STORED,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES employee
);
CREATE UNIQUE INDEX product_code_idx ON product (tenant_id, code_key);
CREATE INDEX product_name_idx ON product (tenant_id, name, id);
CREATE INDEX product_created_by_idx ON product (tenant_id, created_by);

CREATE TABLE product_part (
  tenant_id bigint NOT NULL,
  product_id uuid NOT NULL,
  part_id uuid NOT NULL,
  qty integer NOT NULL,
  PRIMARY KEY (tenant_id, product_id, part_id),
  FOREIGN KEY (tenant_id, product_id) REFERENCES product,
  FOREIGN KEY (tenant_id, part_id) REFERENCES product
);
CREATE INDEX product_part_part_idx ON product_part (tenant_id, part_id);

CREATE TABLE price_list (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  fields jsonb NOT NULL,
  effective_from date,
  effective_to date,
  stopped_at timestamptz,
  name text NOT NULL GENERATED ALWAYS AS (coalesce(fields ->> 'name', '')) STORED,
  status text NOT NULL GENERATED ALWAYS AS (CASE fields ->> 'status' WHEN 'stopped' THEN 'stopped' ELSE 'active' END)
    STORED,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES employee
);
CREATE INDEX price_list_name_idx ON price_list (tenant_id, name, id);
CREATE INDEX price_list_created_by_idx ON price_list (tenant_id, created_by);

CREATE TABLE price_line (
  tenant_id bigint NOT NULL,
  price_list_id uuid NOT NULL,
  place integer NOT NULL,
  product_id uuid NOT NULL,
  unit_name text,
  unit_qty numeric NOT NULL CONSTRAINT price_line_unit_qty_check CHECK (unit_qty > 0),
  price bigint NOT NULL,
  taxes jsonb NOT NULL,
  PRIMARY KEY (tenant_id, price_list_id, place),
  FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_list,
  FOREIGN KEY (tenant_id, product_id) REFERENCES product
);
CREATE INDEX price_line_product_idx ON price_line (tenant_id, product_id);

CREATE TABLE promotion (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  fields jsonb NOT NULL,
  code_key text,
  effective_from date,
  effective_to date,
  name text NOT NULL GENERATED ALWAYS AS (coalesce(fields ->> 'name', '')) STORED,
  code text GENERATED ALWAYS AS (fields ->> 'code') STORED,
  status text NOT NULL GENERATED ALWAYS AS (CASE fields ->> 'status' WHEN 'stopped' THEN 'stopped' ELSE 'active' END)
    STORED,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES employee
);
CREATE UNIQUE INDEX promotion_code_idx ON promotion (tenant_id, code_key);
CREATE INDEX promotion_name_idx ON promotion (tenant_id, name, id);
CREATE INDEX promotion_created_by_idx ON promotion (tenant_id, created_by);
"""

ORDERS = """
CREATE TABLE sales_order (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  kind text NOT NULL CONSTRAINT sales_order_kind_check CHECK (kind IN ('sale', 'order')),
  channel text NOT NULL CONSTRAINT sales_order_channel_check CHECK (channel IN ('tele', 'f2f')),
  state text NOT NULL CONSTRAINT sales_order_state_check
    CHECK (state IN ('draft', 'sent', 'approved', 'delivering', 'done', 'cancelled', 'returned')),
  customer_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  submission_id uuid NOT NULL,
  fields jsonb NOT NULL,
  net bigint NOT NULL,
  tax bigint NOT NULL,
  total bigint NOT NULL,
  delivery_time timestamptz,
  captured_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT sales_order_code_key UNIQUE (tenant_id, code),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, owner_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX sales_order_recent_idx ON sales_order (tenant_id, captured_at DESC, id DESC);
CREATE INDEX sales_order_owner_idx ON sales_order (tenant_id, owner_id, captured_at DESC, id DESC);
CREATE INDEX sales_order_customer_idx ON sales_order (tenant_id, customer_id, captured_at DESC, id DESC);
CREATE INDEX sales_order_state_idx ON sales_order (tenant_id, state, captured_at DESC, id DESC);
CREATE INDEX sales_order_submission_idx ON sales_order (tenant_id, submission_id);

CREATE TABLE order_line (
  tenant_id bigint NOT NULL,
  order_id uuid NOT NULL,
  place integer NOT NULL,
  product_id uuid NOT NULL,
  qty integer NOT NULL,
  unit_name text,
  unit_qty numeric,
  price bigint,
  price_list_id uuid,
  net bigint NOT NULL,
  tax bigint NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (tenant_id, order_id, place),
  FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order,
  FOREIGN KEY (tenant_id, product_id) REFERENCES product,
  FOREIGN KEY (tenant_id, price_list_id) REFERENCES price_list
);
CREATE INDEX order_line_product_idx ON order_line (tenant_id, product_id);
CREATE INDEX order_line_price_list_idx ON order_line (tenant_id, price_list_id);

CREATE TABLE order_move (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  note text,
  by_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order,
  FOREIGN KEY (tenant_id, by_id) REFERENCES employee
);
CREATE INDEX order_move_order_idx ON order_move (tenant_id, order_id, at);
CREATE INDEX order_move_by_idx ON order_move (tenant_id, by_id);
"""

OPPORTUNITIES = """
CREATE TABLE process (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  is_default boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX process_default_idx ON process (tenant_id) WHERE is_default;

CREATE TABLE process_step (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  process_id uuid NOT NULL,
  place integer NOT NULL,
  name text NOT NULL,
  probability smallint NOT NULL CONSTRAINT process_step_probability_check CHECK (probability BETWEEN 0 AND 100),
  outcome text NOT NULL CONSTRAINT process_step_outcome_check CHECK (outcome IN ('open', 'won', 'lost')),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT process_step_place_key UNIQUE (tenant_id, process_id, place) DEFERRABLE,
  FOREIGN KEY (tenant_id, process_id) REFERENCES process
);

CREATE TABLE opportunity (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  channel text NOT NULL CONSTRAINT opportunity_channel_check CHECK (channel IN ('tele', 'f2f')),
  customer_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  submission_id uuid NOT NULL,
  process_id uuid NOT NULL,
  step_id uuid NOT NULL,
  fields jsonb NOT NULL,
  expected_value bigint NOT NULL,
  contact_from time,
  contact_to time,
  captured_at timestamptz NOT NULL,
  closed_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT opportunity_code_key UNIQUE (tenant_id, code),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, owner_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, process_id) REFERENCES process,
  FOREIGN KEY (tenant_id, step_id) REFERENCES process_step
);
CREATE INDEX opportunity_recent_idx ON opportunity (tenant_id, captured_at DESC, id DESC);
CREATE INDEX opportunity_owner_idx ON opportunity (tenant_id, owner_id, captured_at DESC, id DESC);
CREATE INDEX opportunity_customer_idx ON opportunity (tenant_id, customer_id, captured_at DESC, id DESC);
CREATE INDEX opportunity_step_idx ON opportunity (tenant_id, step_id, captured_at DESC, id DESC);
CREATE INDEX opportunity_submission_idx ON opportunity (tenant_id, submission_id);
CREATE INDEX opportunity_process_idx ON opportunity (tenant_id, process_id);

CREATE TABLE opportunity_item (
  tenant_id bigint NOT NULL,
  opportunity_id uuid NOT NULL,
  place integer NOT NULL,
  product_id uuid NOT NULL,
  qty integer NOT NULL,
  delivery_frequency text,
  price bigint,
  amount bigint NOT NULL,
  PRIMARY KEY (tenant_id, opportunity_id, place),
  FOREIGN KEY (tenant_id, opportunity_id) REFERENCES opportunity,
  FOREIGN KEY (tenant_id, product_id) REFERENCES product
);
CREATE INDEX opportunity_item_product_idx ON opportunity_item (tenant_id, product_id);

CREATE TABLE opportunity_move (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  opportunity_id uuid NOT NULL,
  from_step_id uuid NOT NULL,
  to_step_id uuid NOT NULL,
  note text,
  by_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, opportunity_id) REFERENCES opportunity,
  FOREIGN KEY (tenant_id, from_step_id) REFERENCES process_step,
  FOREIGN KEY (tenant_id, to_step_id) REFERENCES process_step,
  FOREIGN KEY (tenant_id, by_id) REFERENCES employee
);
CREATE INDEX opportunity_move_opportunity_idx ON opportunity_move (tenant_id, opportunity_id, at);
CREATE INDEX opportunity_move_from_idx ON opportunity_move (tenant_id, from_step_id);
CREATE INDEX opportunity_move_to_idx ON opportunity_move (tenant_id, to_step_id);
CREATE INDEX opportunity_move_by_idx ON opportunity_move (tenant_id, by_id);
"""

ROUTES = """
ALTER TABLE route
  ADD COLUMN kind text NOT NULL DEFAULT 'standard' CONSTRAINT route_kind_check CHECK (kind IN ('standard', 'special')),
  ADD COLUMN customer_group text;
"""

# Phones ask for every route again, since the dataset's version is higher: let them get its new shape.
PROJECT = """
UPDATE feed_row f SET data = (f.data::jsonb || jsonb_build_object(
  'kind', r.kind, 'fields', jsonb_strip_nulls(jsonb_build_object(
    'route_name', r.name, 'description', r.description, 'route_status', r.status, 'stops', (
      SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'id', s.customer_id, 'customer', s.customer_id, 'membership', s.membership, 'note', s.note))
             ORDER BY s.seq, s.id), '[]')
      FROM route_stop s
      WHERE s.tenant_id = r.tenant_id AND s.route_id = r.id AND s.valid_to IS NULL AND s.membership = 'in')))))::json
FROM route r
WHERE f.tenant_id = r.tenant_id AND f.kind = 'route' AND f.id = r.id AND f.data IS NOT NULL
"""
OF_ROUTES = ("route", "route_stop", "feed_row")

# Every organisation that there is gets the process that new ones begin with.
PROCESSES = """
INSERT INTO process (tenant_id, id, name, is_default, created_at)
SELECT id, gen_random_uuid(), 'Quy trình bán hàng', true, now() FROM organisation;
INSERT INTO process_step (tenant_id, id, process_id, place, name, probability, outcome)
SELECT p.tenant_id, gen_random_uuid(), p.id, s.place, s.name, s.probability, s.outcome
FROM process p CROSS JOIN (VALUES
  (1, 'Tiếp cận', 10, 'open'), (2, 'Tư vấn', 30, 'open'), (3, 'Báo giá', 50, 'open'),
  (4, 'Thương lượng', 70, 'open'), (5, 'Chốt thành công', 100, 'won'), (6, 'Không thành', 0, 'lost')
) AS s(place, name, probability, outcome);
"""

# Who saw customers sees what is sold to them, who set up routes or saw everything sets up what is sold.
RIGHTS = """
INSERT INTO right_grant (tenant_id, department_id, title_id, verb, allowed, granted_at)
SELECT DISTINCT ON (g.tenant_id, g.subject_id, n.verb)
  g.tenant_id, g.department_id, g.title_id, n.verb, g.allowed, now()
FROM right_grant g JOIN (VALUES
  ('customer.read', 'catalogue.read'), ('customer.read', 'order.read'), ('customer.read', 'opportunity.read'),
  ('customer.read', 'opportunity.write'), ('route.write', 'catalogue.write'), ('route.write', 'order.write'),
  ('data.see_all', 'catalogue.write'), ('data.see_all', 'order.write')
) AS n(held, verb) ON n.held = g.verb
ORDER BY g.tenant_id, g.subject_id, n.verb, g.allowed DESC
ON CONFLICT DO NOTHING
"""
VERBS = (
    "catalogue.read",
    "catalogue.write",
    "order.read",
    "order.write",
    "opportunity.read",
    "opportunity.write",
)
TABLES = (
    "product",
    "product_part",
    "price_list",
    "price_line",
    "promotion",
    "sales_order",
    "order_line",
    "order_move",
    "process",
    "process_step",
    "opportunity",
    "opportunity_item",
    "opportunity_move",
)


def upgrade() -> None:
    """Add tables and rights, and a process to every organisation."""
    for part in (CATALOGUE, ORDERS, OPPORTUNITIES, ROUTES):
        op.execute(part)
    _across_organisations(OF_ROUTES, PROJECT)
    _across_organisations(["organisation"], PROCESSES)
    for table in TABLES:
        protect(table)
    _across_organisations(["right_grant"], RIGHTS)


def downgrade() -> None:
    """Take them away."""
    verbs = ", ".join(f"'{verb}'" for verb in VERBS)
    _across_organisations(["right_grant"], f"DELETE FROM right_grant WHERE verb IN ({verbs})")  # noqa: S608 - ours
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE route DROP COLUMN kind, DROP COLUMN customer_group")


def _across_organisations(tables: Sequence[str], statement: str) -> None:
    """Run the statement as the owner of the tables, whom row-level security does not bind meanwhile."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
