"""A backup can be restored: what a generated column calls is found whatever the search path.

`pg_restore` works with an empty one. A body that is no text but parsed (PostgreSQL 14) holds its references itself.
"""

from alembic import op

revision = "0017"
down_revision = "0016"

PARSED = """
CREATE OR REPLACE FUNCTION tile_of(lon double precision, lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN spread_bits(least(16383, greatest(0, floor((lon + 180) / 360 * 16384)::integer)))
  | (spread_bits(least(16383, greatest(0, floor(
      (1 - asinh(tan(radians(greatest(-85.05112878, least(85.05112878, lat))))) / pi()) / 2 * 16384)::integer))) << 1)
"""
AS_TEXT = """
CREATE OR REPLACE FUNCTION tile_of(lon double precision, lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT spread_bits(least(16383, greatest(0, floor((lon + 180) / 360 * 16384)::integer)))
    | (spread_bits(least(16383, greatest(0, floor(
        (1 - asinh(tan(radians(greatest(-85.05112878, least(85.05112878, lat))))) / pi()) / 2 * 16384)::integer))) << 1)
$$
"""


def upgrade() -> None:
    op.execute(PARSED)


def downgrade() -> None:
    op.execute(AS_TEXT)
