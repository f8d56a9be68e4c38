"""What customers answered, by field and value, so that a list of a million is narrowed without reading all of it.

A page of a customer asks for those who name it as their employer, unit above or referrer: three such lists.
"""

from alembic import op

from server.migrations.guard import protect, unbound

revision = "0029"
down_revision = "0028"

# Neither a foreign key nor a second index: what a record says is taken out by what it said before.
TABLE = """
CREATE TABLE customer_value (
  tenant_id bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  customer_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, name, value, customer_id)
);
CREATE STATISTICS customer_value_pairs (mcv) ON name, value FROM customer_value;
"""

# Names, addresses, telephone numbers and tags are found in ways of their own; nobody narrows a list by a photograph.
VALUES = """
CREATE FUNCTION customer_values(fields jsonb) RETURNS TABLE (name text, value text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT f.key, v.value FROM jsonb_each(fields - ARRAY[
    'full_name', 'phone', 'house_number', 'address_system', 'address_province', 'address_district', 'address_ward',
    'gps', 'note', 'photos', 'sign_photos', 'tags', 'contacts', 'members'
  ]) AS f(key, held), LATERAL (
    SELECT held #>> '{}' WHERE jsonb_typeof(held) IN ('string', 'number', 'boolean')
    UNION
    SELECT item #>> '{}' FROM jsonb_array_elements(CASE jsonb_typeof(held) WHEN 'array' THEN held ELSE '[]' END) AS item
    WHERE jsonb_typeof(item) = 'string'
  ) AS v(value) WHERE length(f.key) <= 64 AND length(v.value) <= 100
$$
"""

TRIGGERS = """
CREATE FUNCTION keep_customer_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_value (tenant_id, name, value, customer_id)
  SELECT tenant_id, v.name, v.value, id FROM after_rows, customer_values(fields) AS v;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_values_new AFTER INSERT ON customer
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_customer_values();

CREATE FUNCTION change_customer_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM before_rows b JOIN after_rows a USING (tenant_id, id) WHERE a.fields <> b.fields) THEN
    RETURN NULL;
  END IF;
  DELETE FROM customer_value AS c USING (
    SELECT tenant_id, v.name, v.value, id FROM before_rows, customer_values(fields) AS v
    EXCEPT SELECT tenant_id, v.name, v.value, id FROM after_rows, customer_values(fields) AS v
  ) AS gone WHERE (c.tenant_id, c.name, c.value, c.customer_id) = (gone.tenant_id, gone.name, gone.value, gone.id);
  INSERT INTO customer_value (tenant_id, name, value, customer_id)
  SELECT tenant_id, v.name, v.value, id FROM after_rows, customer_values(fields) AS v
  EXCEPT SELECT tenant_id, v.name, v.value, id FROM before_rows, customer_values(fields) AS v;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_values_changed AFTER UPDATE ON customer
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT
  EXECUTE FUNCTION change_customer_values();

CREATE FUNCTION drop_customer_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM customer_value AS c USING before_rows AS b, customer_values(b.fields) AS v
  WHERE (c.tenant_id, c.name, c.value, c.customer_id) = (b.tenant_id, v.name, v.value, b.id);
  RETURN NULL;
END $$;
CREATE TRIGGER customer_values_gone AFTER DELETE ON customer
  REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION drop_customer_values();
"""

UNDO = """
DROP TRIGGER customer_values_new ON customer;
DROP TRIGGER customer_values_changed ON customer;
DROP TRIGGER customer_values_gone ON customer;
DROP FUNCTION keep_customer_values(), change_customer_values(), drop_customer_values(), customer_values(jsonb);
DROP TABLE customer_value;
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute(VALUES)
    with unbound("customer"):
        op.execute(
            "INSERT INTO customer_value (tenant_id, name, value, customer_id)"
            " SELECT tenant_id, v.name, v.value, id FROM customer, customer_values(fields) AS v"
        )
    protect("customer_value")
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute(UNDO)
