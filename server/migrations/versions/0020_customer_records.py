"""What belongs to a customer beside its fields: groups, tags, files, merges, likely duplicates, both kinds of address.

Telephone numbers become E.164, names get a folded key that lists and searches go by, and maps count by cells.
"""

from alembic import op

from server.migrations.guard import protect

revision = "0020"
down_revision = "0019"

# Eleven digits became ten on 15 September 2018: the last seven stayed.
NUMBERS = """
CREATE FUNCTION e164_0020(typed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  WITH said AS (SELECT regexp_replace(regexp_replace(typed, '[\\s().-]', '', 'g'), '^(\\+84|0084|84(?=[1-9]\\d{8}))', '0') AS n),
  moved AS (
    SELECT coalesce((
      SELECT m.new || substr(n, 5) FROM (VALUES
        ('0120','070'),('0121','079'),('0122','077'),('0126','076'),('0128','078'),('0123','083'),('0124','084'),
        ('0125','085'),('0127','081'),('0129','082'),('0162','032'),('0163','033'),('0164','034'),('0165','035'),
        ('0166','036'),('0167','037'),('0168','038'),('0169','039'),('0186','056'),('0188','058'),('0199','059')
      ) AS m(old, new) WHERE n ~ '^0\\d{10}$' AND left(n, 4) = m.old), n) AS n FROM said)
  SELECT CASE WHEN n ~ '^(0[35789]\\d{8}|02\\d{9})$' THEN '+84' || substr(n, 2) ELSE typed END FROM moved
$$;
UPDATE customer SET fields = jsonb_set(fields, '{phone}', to_jsonb(e164_0020(fields ->> 'phone')))
WHERE fields ? 'phone' AND e164_0020(fields ->> 'phone') <> fields ->> 'phone';
DROP FUNCTION e164_0020(text);
"""

# A word's tone goes before it as a Greek letter: so `hoá` is `hóa`, and a beginning stays one.
COLUMNS = """
CREATE FUNCTION spell_vi(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
  RETURN normalize(translate(regexp_replace(
    normalize(lower(value), NFD), E'(\\\\S*?)([\\u0300\\u0301\\u0303\\u0309\\u0323])', E'\\\\2\\\\1', 'g'),
    E'\\u0300\\u0301\\u0303\\u0309\\u0323', 'αβγδε'), NFC);
END $$;

ALTER TABLE customer
  DROP CONSTRAINT customer_status_check,
  DROP COLUMN search, DROP COLUMN province_code, DROP COLUMN ward_code, DROP COLUMN phone,
  ADD CONSTRAINT customer_status_check CHECK (status IN ('lead', 'potential', 'customer', 'vip', 'old')),
  ADD COLUMN address jsonb,
  ADD COLUMN merged_into uuid,
  ADD CONSTRAINT customer_merged_fkey FOREIGN KEY (tenant_id, merged_into) REFERENCES customer,
  ADD COLUMN phone text GENERATED ALWAYS AS (left(fields ->> 'phone', 64)) STORED,
  ADD COLUMN name_key text COLLATE "C" GENERATED ALWAYS AS (
    fold_vi(left(coalesce(fields ->> 'full_name', ''), 200))) STORED,
  ADD COLUMN province_code text GENERATED ALWAYS AS (left(coalesce(address ->> 'province',
    CASE WHEN NOT (coalesce(fields ->> 'address_system', '') = 'legacy' OR fields ? 'address_district')
         THEN fields ->> 'address_province' END), 16)) STORED,
  ADD COLUMN ward_code text GENERATED ALWAYS AS (left(
    CASE WHEN address ? 'ward' THEN address ->> 'ward'
         WHEN NOT (coalesce(fields ->> 'address_system', '') = 'legacy' OR fields ? 'address_district')
         THEN fields ->> 'address_ward' END, 16)) STORED,
  ADD COLUMN search text GENERATED ALWAYS AS (
    fold_vi(
      coalesce(fields ->> 'full_name', '') || ' ' || code || ' ' || coalesce(fields ->> 'house_number', '') || ' ' ||
      coalesce(fields ->> 'owner_name', '') || ' ' || coalesce(fields ->> 'representative', '') || ' ' ||
      jsonb_path_query_array(fields, '$.*[*].name')::text || ' ' ||
      regexp_replace(replace(
        coalesce(fields ->> 'phone', '') || ' ' || jsonb_path_query_array(fields, '$.*[*].phone')::text, '+84', '0'),
        '[^0-9 ]', '', 'g'))
    || ' ' || spell_vi(coalesce(fields ->> 'full_name', '') || ' ' || coalesce(fields ->> 'house_number', ''))) STORED;
CREATE INDEX customer_search_idx ON customer USING gin (search gin_trgm_ops);
DROP INDEX customer_name_idx;
CREATE INDEX customer_name_idx ON customer (tenant_id, name_key, id) INCLUDE (owner_id) WHERE archived_at IS NULL;
CREATE INDEX customer_phone_idx ON customer (tenant_id, phone) WHERE phone IS NOT NULL AND archived_at IS NULL;
CREATE INDEX customer_area_idx ON customer (tenant_id, province_code, ward_code) WHERE archived_at IS NULL;
CREATE INDEX customer_status_idx ON customer (tenant_id, status, name_key, id)
  WHERE archived_at IS NULL AND status <> 'lead';
"""

TABLES = """
CREATE TABLE customer_group (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES employee
);
CREATE UNIQUE INDEX customer_group_name_idx ON customer_group (tenant_id, fold_vi(name));

CREATE TABLE customer_group_member (
  tenant_id bigint NOT NULL,
  group_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, group_id, customer_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES customer_group,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer
);
CREATE INDEX customer_group_member_customer_idx ON customer_group_member (tenant_id, customer_id);

-- What the field `tags` of a customer says, by tag: a trigger keeps it.
CREATE TABLE customer_tag (
  tenant_id bigint NOT NULL,
  tag_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, tag_id, customer_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer ON DELETE CASCADE
);
CREATE INDEX customer_tag_customer_idx ON customer_tag (tenant_id, customer_id);

CREATE TABLE customer_filter (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  employee_id uuid NOT NULL,
  name text NOT NULL,
  filter jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE UNIQUE INDEX customer_filter_name_idx ON customer_filter (tenant_id, employee_id, fold_vi(name));

CREATE TABLE customer_columns (
  tenant_id bigint NOT NULL,
  employee_id uuid NOT NULL,
  columns text[] NOT NULL,
  PRIMARY KEY (tenant_id, employee_id),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);

CREATE TABLE customer_file (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  media_id uuid NOT NULL,
  name text NOT NULL,
  added_by uuid NOT NULL,
  added_at timestamptz NOT NULL,
  removed_at timestamptz,
  removed_by uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object,
  FOREIGN KEY (tenant_id, added_by) REFERENCES employee
);
CREATE INDEX customer_file_customer_idx ON customer_file (tenant_id, customer_id, added_at DESC);
CREATE INDEX customer_file_media_idx ON customer_file (tenant_id, media_id);

-- One row for each time that fields of a customer were written: {field: [before, after]}.
CREATE TABLE customer_change (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  way text NOT NULL CONSTRAINT customer_change_way_check CHECK (way IN ('form', 'console', 'merge', 'undo')),
  employee_id uuid NOT NULL,
  submission_id uuid,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  changes jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX customer_change_customer_idx ON customer_change (tenant_id, customer_id, received_at DESC, id DESC);

CREATE TABLE duplicate_pair (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  one_id uuid NOT NULL,
  other_id uuid NOT NULL,
  reasons text[] NOT NULL,
  distance_m real,
  state text NOT NULL DEFAULT 'open'
    CONSTRAINT duplicate_pair_state_check CHECK (state IN ('open', 'dismissed', 'merged')),
  found_at timestamptz NOT NULL,
  settled_by uuid,
  settled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT duplicate_pair_key UNIQUE (tenant_id, one_id, other_id),
  CONSTRAINT duplicate_pair_order_check CHECK (one_id < other_id),
  FOREIGN KEY (tenant_id, one_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, other_id) REFERENCES customer
);
CREATE INDEX duplicate_pair_other_idx ON duplicate_pair (tenant_id, other_id);
CREATE INDEX duplicate_pair_open_idx ON duplicate_pair (tenant_id, found_at DESC, id DESC) WHERE state = 'open';

CREATE TABLE customer_merge (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  winner_id uuid NOT NULL,
  loser_id uuid NOT NULL,
  merged_by uuid NOT NULL,
  merged_at timestamptz NOT NULL,
  written jsonb NOT NULL,
  moved jsonb NOT NULL,
  undone_by uuid,
  undone_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, winner_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, loser_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, merged_by) REFERENCES employee
);
CREATE INDEX customer_merge_winner_idx ON customer_merge (tenant_id, winner_id, merged_at DESC);
CREATE UNIQUE INDEX customer_merge_standing_idx ON customer_merge (tenant_id, loser_id) WHERE undone_at IS NULL;

-- A customer who buys: what a conversion added to what the record says of him.
CREATE TABLE buyer (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  customer_id uuid NOT NULL,
  code text NOT NULL,
  details jsonb NOT NULL,
  converted_by uuid NOT NULL,
  converted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT buyer_code_key UNIQUE (tenant_id, code),
  CONSTRAINT buyer_customer_key UNIQUE (tenant_id, customer_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, converted_by) REFERENCES employee
);

-- How many customers in use an owner has in a cell of the map (a tile of zoom 6, 8 or 12): what far-off maps count.
CREATE TABLE customer_cell (
  tenant_id bigint NOT NULL,
  zoom smallint NOT NULL,
  cell integer NOT NULL,
  owner_id uuid NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (tenant_id, zoom, cell, owner_id) INCLUDE (n)
) WITH (fillfactor = 70);
"""

PROTECTED = (
    "customer_group", "customer_group_member", "customer_tag", "customer_filter", "customer_columns", "customer_file",
    "customer_change", "duplicate_pair", "customer_merge", "buyer", "customer_cell",
)  # fmt: skip

TRIGGERS = """
CREATE FUNCTION keep_customer_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN DELETE FROM customer_tag WHERE tenant_id = NEW.tenant_id AND customer_id = NEW.id; END IF;
  IF jsonb_typeof(NEW.fields -> 'tags') = 'array' THEN
    INSERT INTO customer_tag (tenant_id, tag_id, customer_id)
    SELECT DISTINCT NEW.tenant_id, CAST(t AS uuid), NEW.id FROM jsonb_array_elements_text(NEW.fields -> 'tags') AS t
    WHERE t ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_tags_new AFTER INSERT ON customer FOR EACH ROW
  WHEN (NEW.fields ? 'tags') EXECUTE FUNCTION keep_customer_tags();
CREATE TRIGGER customer_tags_kept AFTER UPDATE OF fields ON customer FOR EACH ROW
  WHEN (OLD.fields -> 'tags' IS DISTINCT FROM NEW.fields -> 'tags') EXECUTE FUNCTION keep_customer_tags();

CREATE OR REPLACE FUNCTION count_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_tally AS t (tenant_id, owner_id, n)
  SELECT tenant_id, owner_id, count(*) FROM after_rows WHERE archived_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (tenant_id, owner_id) DO UPDATE SET n = t.n + excluded.n;
  INSERT INTO customer_cell AS t (tenant_id, zoom, cell, owner_id, n)
  SELECT tenant_id, z.zoom, tile >> z.shift, owner_id, count(*)
  FROM after_rows, (VALUES (6, 16), (8, 12), (12, 4)) AS z(zoom, shift) WHERE archived_at IS NULL AND tile IS NOT NULL
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (tenant_id, zoom, cell, owner_id) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION recount_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM before_rows b JOIN after_rows a USING (tenant_id, id)
    WHERE (a.owner_id, a.archived_at IS NULL, a.tile) IS DISTINCT FROM (b.owner_id, b.archived_at IS NULL, b.tile)
  ) THEN
    RETURN NULL;
  END IF;
  INSERT INTO customer_tally AS t (tenant_id, owner_id, n)
  SELECT tenant_id, owner_id, sum(d) FROM (
    SELECT tenant_id, owner_id, 1 AS d FROM after_rows WHERE archived_at IS NULL
    UNION ALL
    SELECT tenant_id, owner_id, -1 FROM before_rows WHERE archived_at IS NULL
  ) changed GROUP BY tenant_id, owner_id HAVING sum(d) <> 0 ORDER BY tenant_id, owner_id
  ON CONFLICT (tenant_id, owner_id) DO UPDATE SET n = t.n + excluded.n;
  INSERT INTO customer_cell AS t (tenant_id, zoom, cell, owner_id, n)
  SELECT tenant_id, z.zoom, tile >> z.shift, owner_id, sum(d) FROM (
    SELECT tenant_id, owner_id, tile, 1 AS d FROM after_rows WHERE archived_at IS NULL AND tile IS NOT NULL
    UNION ALL
    SELECT tenant_id, owner_id, tile, -1 FROM before_rows WHERE archived_at IS NULL AND tile IS NOT NULL
  ) changed, (VALUES (6, 16), (8, 12), (12, 4)) AS z(zoom, shift)
  GROUP BY 1, 2, 3, 4 HAVING sum(d) <> 0 ORDER BY 1, 2, 3, 4
  ON CONFLICT (tenant_id, zoom, cell, owner_id) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION uncount_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE customer_tally t SET n = t.n - g.n
  FROM (SELECT tenant_id, owner_id, count(*) AS n FROM before_rows WHERE archived_at IS NULL GROUP BY 1, 2) g
  WHERE t.tenant_id = g.tenant_id AND t.owner_id = g.owner_id;
  UPDATE customer_cell t SET n = t.n - g.n FROM (
    SELECT tenant_id, z.zoom, tile >> z.shift AS cell, owner_id, count(*) AS n
    FROM before_rows, (VALUES (6, 16), (8, 12), (12, 4)) AS z(zoom, shift) WHERE archived_at IS NULL AND tile IS NOT NULL
    GROUP BY 1, 2, 3, 4) g
  WHERE (t.tenant_id, t.zoom, t.cell, t.owner_id) = (g.tenant_id, g.zoom, g.cell, g.owner_id);
  RETURN NULL;
END $$;

INSERT INTO customer_cell (tenant_id, zoom, cell, owner_id, n)
SELECT tenant_id, z.zoom, tile >> z.shift, owner_id, count(*)
FROM customer, (VALUES (6, 16), (8, 12), (12, 4)) AS z(zoom, shift) WHERE archived_at IS NULL AND tile IS NOT NULL
GROUP BY 1, 2, 3, 4;
"""

# Phones ask for every customer again, since the dataset's version is higher: let them get its new shape.
PROJECT = """
UPDATE feed_row f SET data = (f.data::jsonb || jsonb_build_object(
  'fields', c.fields, 'address', NULL, 'groups', '[]'::jsonb, 'pending_pin', NULL))::json
FROM customer c
WHERE f.tenant_id = c.tenant_id AND f.kind = 'customer' AND f.id = c.id AND f.data IS NOT NULL
"""

# Whoever could share a customer may now change what else it has; whoever archived may merge: nobody's work stops.
GRANTS = """
INSERT INTO right_grant (tenant_id, department_id, title_id, verb, allowed, granted_at)
SELECT g.tenant_id, g.department_id, g.title_id, n.verb, g.allowed, now()
FROM right_grant g
JOIN (VALUES ('customer.share', 'customer.write'), ('customer.archive', 'customer.merge')) AS n(held, verb)
  ON n.held = g.verb
"""

UNDO = """
DROP TRIGGER customer_tags_new ON customer; DROP TRIGGER customer_tags_kept ON customer;
DROP FUNCTION keep_customer_tags();
DROP TABLE customer_cell, buyer, customer_merge, duplicate_pair, customer_change, customer_file, customer_columns,
  customer_filter, customer_tag, customer_group_member, customer_group;
UPDATE customer SET status = 'customer' WHERE status IN ('vip', 'old');
DROP INDEX customer_name_idx;
ALTER TABLE customer
  DROP CONSTRAINT customer_status_check,
  DROP COLUMN search, DROP COLUMN province_code, DROP COLUMN ward_code, DROP COLUMN phone, DROP COLUMN name_key,
  DROP COLUMN merged_into, DROP COLUMN address,
  ADD CONSTRAINT customer_status_check CHECK (status IN ('lead', 'potential', 'customer')),
  ADD COLUMN phone text GENERATED ALWAYS AS (fields ->> 'phone') STORED,
  ADD COLUMN province_code text GENERATED ALWAYS AS (fields ->> 'address_province') STORED,
  ADD COLUMN ward_code text GENERATED ALWAYS AS (fields ->> 'address_ward') STORED,
  ADD COLUMN search text GENERATED ALWAYS AS (fold_vi(
    coalesce(fields ->> 'full_name', '') || ' ' || code || ' ' || coalesce(fields ->> 'house_number', '') || ' ' ||
    regexp_replace(coalesce(fields ->> 'phone', ''), '[^0-9]', '', 'g'))) STORED;
CREATE INDEX customer_search_idx ON customer USING gin (search gin_trgm_ops);
CREATE INDEX customer_name_idx ON customer (tenant_id, name, id) INCLUDE (owner_id) WHERE archived_at IS NULL;
DROP FUNCTION spell_vi(text);
"""

COUNTED_BEFORE = """
CREATE OR REPLACE FUNCTION count_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_tally AS t (tenant_id, owner_id, n)
  SELECT tenant_id, owner_id, sum(d) FROM (
    SELECT tenant_id, owner_id, 1 AS d FROM after_rows WHERE archived_at IS NULL
  ) changed GROUP BY tenant_id, owner_id ORDER BY tenant_id, owner_id
  ON CONFLICT (tenant_id, owner_id) DO UPDATE SET n = t.n + excluded.n;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION recount_customers() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION uncount_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE customer_tally t SET n = t.n - g.n
  FROM (SELECT tenant_id, owner_id, count(*) AS n FROM before_rows WHERE archived_at IS NULL GROUP BY 1, 2) g
  WHERE t.tenant_id = g.tenant_id AND t.owner_id = g.owner_id;
  RETURN NULL;
END $$;
"""

GUARDED = ("customer", "customer_tally", "feed_row", "right_grant")


def _across_organisations(*statements: str) -> None:
    for table in GUARDED:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for statement in statements:
        op.execute(statement)
    for table in GUARDED:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    _across_organisations(NUMBERS, COLUMNS, TABLES, TRIGGERS, PROJECT, GRANTS)
    for table in PROTECTED:
        protect(table)


def downgrade() -> None:
    _across_organisations(
        COUNTED_BEFORE, UNDO, "DELETE FROM right_grant WHERE verb IN ('customer.write', 'customer.merge')"
    )
