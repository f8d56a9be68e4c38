"""A customer's tile is reckoned in a few microseconds, and two indexes that nothing reads are gone.

As a function in SQL with a subquery for each step it was never inlined and took a hundred, with every write. The
numbers are the same, so what is stored stays. The GiST indexes are not used under row-level security (PostGIS' operators
are not leakproof): maps go by tile.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

PROCEDURAL = """
CREATE OR REPLACE FUNCTION tile_of(lon double precision, lat double precision) RETURNS integer
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x integer := least(16383, greatest(0, floor((lon + 180) / 360 * 16384)::integer));
  y integer := least(16383, greatest(0, floor(
    (1 - asinh(tan(radians(greatest(-85.05112878, least(85.05112878, lat))))) / pi()) / 2 * 16384)::integer));
BEGIN
  x := (x | (x << 8)) & 16711935;
  x := (x | (x << 4)) & 252645135;
  x := (x | (x << 2)) & 858993459;
  y := (y | (y << 8)) & 16711935;
  y := (y | (y << 4)) & 252645135;
  y := (y | (y << 2)) & 858993459;
  RETURN ((x | (x << 1)) & 1431655765) | (((y | (y << 1)) & 1431655765) << 1);
END
$$
"""
SPREAD = """
CREATE FUNCTION spread_bits(value integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT (c | (c << 1)) & 1431655765 FROM (
    SELECT (b | (b << 2)) & 858993459 AS c FROM (
      SELECT (a | (a << 4)) & 252645135 AS b FROM (SELECT (value | (value << 8)) & 16711935 AS a) x) y) z
$$
"""
IN_SQL = """
CREATE OR REPLACE FUNCTION tile_of(lon double precision, lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN spread_bits(least(16383, greatest(0, floor((lon + 180) / 360 * 16384)::integer)))
  | (spread_bits(least(16383, greatest(0, floor(
      (1 - asinh(tan(radians(greatest(-85.05112878, least(85.05112878, lat))))) / pi()) / 2 * 16384)::integer))) << 1)
"""


def upgrade() -> None:
    op.execute(PROCEDURAL)
    op.execute("DROP FUNCTION spread_bits(integer)")
    op.execute("DROP INDEX customer_map_idx, visit_location_idx")


def downgrade() -> None:
    op.execute("CREATE INDEX visit_location_idx ON visit USING gist (location)")
    op.execute("CREATE INDEX customer_map_idx ON customer USING gist ((location::geometry))")
    op.execute(SPREAD)
    op.execute(IN_SQL)
