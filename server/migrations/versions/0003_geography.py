"""Administrative units of both systems and the mapping between them.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE administrative_unit (
          system text NOT NULL CONSTRAINT administrative_unit_system_check CHECK (system IN ('2025', 'legacy')),
          code text NOT NULL,
          level text NOT NULL CONSTRAINT administrative_unit_level_check CHECK (level IN ('province', 'district', 'ward')),
          name text NOT NULL,
          short_name text NOT NULL,
          parent_code text,
          location geography(Point, 4326),
          area_km2 double precision,
          valid_from date,
          valid_to date,
          source text NOT NULL,
          CONSTRAINT administrative_unit_pkey PRIMARY KEY (system, code),
          CONSTRAINT administrative_unit_parent_fkey FOREIGN KEY (system, parent_code)
            REFERENCES administrative_unit (system, code) DEFERRABLE INITIALLY DEFERRED
        )
        """
    )
    op.execute("CREATE INDEX administrative_unit_parent_idx ON administrative_unit (system, parent_code)")
    op.execute("CREATE INDEX administrative_unit_location_idx ON administrative_unit USING gist (location)")
    op.execute(
        """
        CREATE TABLE administrative_unit_mapping (
          legacy_code text NOT NULL,
          new_code text NOT NULL,
          is_split boolean NOT NULL,
          is_default boolean NOT NULL,
          CONSTRAINT administrative_unit_mapping_pkey PRIMARY KEY (legacy_code, new_code)
        )
        """
    )
    op.execute("CREATE INDEX administrative_unit_mapping_new_idx ON administrative_unit_mapping (new_code)")


def downgrade() -> None:
    op.execute("DROP TABLE administrative_unit_mapping")
    op.execute("DROP TABLE administrative_unit")
