"""Pools, sets, shares and tallies of customers."""

from alembic import op

revision = "0006"
down_revision = "0005"

CUSTOMERS = """
CREATE TABLE pool (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX pool_name_idx ON pool (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;

CREATE TABLE pool_manager (
  tenant_id bigint NOT NULL,
  pool_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, pool_id, employee_id),
  FOREIGN KEY (tenant_id, pool_id) REFERENCES pool,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX pool_manager_employee_idx ON pool_manager (tenant_id, employee_id);

-- The same numbers as server/core/tiles.py makes: tiles of zoom 14 with their bits woven (Morton order).
CREATE FUNCTION spread_bits(value integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT (c | (c << 1)) & 1431655765 FROM (
    SELECT (b | (b << 2)) & 858993459 AS c FROM (
      SELECT (a | (a << 4)) & 252645135 AS b FROM (SELECT (value | (value << 8)) & 16711935 AS a) x) y) z
$$;
CREATE FUNCTION tile_of(lon double precision, lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT spread_bits(least(16383, greatest(0, floor((lon + 180) / 360 * 16384)::integer)))
    | (spread_bits(least(16383, greatest(0, floor(
        (1 - asinh(tan(radians(greatest(-85.05112878, least(85.05112878, lat))))) / pi()) / 2 * 16384)::integer))) << 1)
$$;

ALTER TABLE customer
  ADD COLUMN pool_id uuid,
  ADD COLUMN tile integer GENERATED ALWAYS AS (
    tile_of((fields #>> '{gps,lon}')::float8, (fields #>> '{gps,lat}')::float8)) STORED,
  ADD CONSTRAINT customer_pool_fkey FOREIGN KEY (tenant_id, pool_id) REFERENCES pool;
CREATE INDEX customer_pool_idx ON customer (tenant_id, pool_id) WHERE pool_id IS NOT NULL;
CREATE INDEX customer_tile_idx ON customer (tenant_id, tile) WHERE archived_at IS NULL;
DROP INDEX customer_name_idx;
CREATE INDEX customer_name_idx ON customer (tenant_id, name, id) INCLUDE (owner_id) WHERE archived_at IS NULL;

CREATE TABLE customer_set (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  owner_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES employee
);
CREATE INDEX customer_set_owner_idx ON customer_set (tenant_id, owner_id);

CREATE TABLE customer_set_member (
  tenant_id bigint NOT NULL,
  set_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, set_id, customer_id),
  FOREIGN KEY (tenant_id, set_id) REFERENCES customer_set,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer
);
CREATE INDEX customer_set_member_customer_idx ON customer_set_member (tenant_id, customer_id);

CREATE TABLE share (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid,
  set_id uuid,
  employee_id uuid,
  team_id uuid,
  level text NOT NULL DEFAULT 'view' CONSTRAINT share_level_check CHECK (level IN ('view', 'edit')),
  granted_by uuid NOT NULL,
  granted_at timestamptz NOT NULL,
  expires_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT share_subject_check CHECK (num_nonnulls(customer_id, set_id) = 1),
  CONSTRAINT share_receiver_check CHECK (num_nonnulls(employee_id, team_id) = 1),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, set_id) REFERENCES customer_set,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, team_id) REFERENCES team,
  FOREIGN KEY (tenant_id, granted_by) REFERENCES employee
);
CREATE INDEX share_employee_idx ON share (tenant_id, employee_id) WHERE ended_at IS NULL;
CREATE INDEX share_team_idx ON share (tenant_id, team_id) WHERE ended_at IS NULL;
CREATE INDEX share_customer_idx ON share (tenant_id, customer_id);
CREATE INDEX share_set_idx ON share (tenant_id, set_id);

CREATE TABLE customer_tally (
  tenant_id bigint NOT NULL,
  owner_id uuid NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (tenant_id, owner_id)
) WITH (fillfactor = 50);

CREATE FUNCTION count_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_tally AS t (tenant_id, owner_id, n)
  SELECT tenant_id, owner_id, sum(d) FROM (
    SELECT tenant_id, owner_id, 1 AS d FROM after_rows WHERE archived_at IS NULL
  ) changed GROUP BY tenant_id, owner_id ORDER BY tenant_id, owner_id
  ON CONFLICT (tenant_id, owner_id) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE FUNCTION recount_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_tally AS t (tenant_id, owner_id, n)
  SELECT tenant_id, owner_id, sum(d) FROM (
    SELECT tenant_id, owner_id, 1 AS d FROM after_rows WHERE archived_at IS NULL
    UNION ALL
    SELECT tenant_id, owner_id, -1 FROM before_rows WHERE archived_at IS NULL
  ) changed GROUP BY tenant_id, owner_id HAVING sum(d) <> 0 ORDER BY tenant_id, owner_id
  ON CONFLICT (tenant_id, owner_id) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE FUNCTION uncount_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE customer_tally t SET n = t.n - g.n
  FROM (SELECT tenant_id, owner_id, count(*) AS n FROM before_rows WHERE archived_at IS NULL GROUP BY 1, 2) g
  WHERE t.tenant_id = g.tenant_id AND t.owner_id = g.owner_id;
  RETURN NULL;
END $$;

CREATE TRIGGER customer_count AFTER INSERT ON customer
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_customers();
CREATE TRIGGER customer_recount AFTER UPDATE ON customer
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION recount_customers();
CREATE TRIGGER customer_uncount AFTER DELETE ON customer
  REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION uncount_customers();
INSERT INTO customer_tally (tenant_id, owner_id, n)
SELECT tenant_id, owner_id, count(*) FROM customer WHERE archived_at IS NULL GROUP BY 1, 2;
"""

UNDO = """
DROP TRIGGER customer_count ON customer;
DROP TRIGGER customer_recount ON customer;
DROP TRIGGER customer_uncount ON customer;
DROP FUNCTION count_customers();
DROP FUNCTION recount_customers();
DROP FUNCTION uncount_customers();
DROP TABLE customer_tally, share, customer_set_member, customer_set;
DROP INDEX customer_tile_idx, customer_pool_idx, customer_name_idx;
CREATE INDEX customer_name_idx ON customer (tenant_id, name, id);
ALTER TABLE customer DROP COLUMN tile, DROP COLUMN pool_id;
DROP FUNCTION tile_of(double precision, double precision);
DROP FUNCTION spread_bits(integer);
DROP TABLE pool_manager, pool;
"""


def upgrade() -> None:
    op.execute(CUSTOMERS)


def downgrade() -> None:
    op.execute(UNDO)
