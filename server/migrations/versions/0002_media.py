"""Media objects, uploads under way, and which submission names which file.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"

MEDIA = """
CREATE TABLE media_object (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  sha256 text NOT NULL CONSTRAINT media_object_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  type text NOT NULL,
  size bigint NOT NULL CONSTRAINT media_object_size_check CHECK (size >= 0),
  state text NOT NULL DEFAULT 'awaiting'
    CONSTRAINT media_object_state_check CHECK (state IN ('awaiting', 'stored', 'ready', 'failed')),
  failure text,
  width integer,
  height integer,
  taken_at timestamptz,
  location geography(Point, 4326),
  dhash bigint,
  captured_at timestamptz,
  employee_id uuid NOT NULL,
  device_id uuid,
  created_at timestamptz NOT NULL,
  stored_at timestamptz,
  processed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  CONSTRAINT media_object_stored_check CHECK (state NOT IN ('stored', 'ready') OR stored_at IS NOT NULL)
);
CREATE INDEX media_object_employee_idx ON media_object (tenant_id, employee_id, created_at DESC);
CREATE INDEX media_object_sha256_idx ON media_object (tenant_id, sha256);

CREATE TABLE media_upload (
  tenant_id bigint NOT NULL,
  media_id uuid NOT NULL,
  length bigint NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  submission_id uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, media_id),
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object ON DELETE CASCADE,
  CONSTRAINT media_upload_received_check CHECK (received BETWEEN 0 AND length)
);
CREATE INDEX media_upload_expires_idx ON media_upload (tenant_id, expires_at);

CREATE TABLE media_link (
  tenant_id bigint NOT NULL,
  submission_id uuid NOT NULL,
  media_id uuid NOT NULL,
  field text NOT NULL,
  sha256 text NOT NULL,
  employee_id uuid NOT NULL,
  bound_at timestamptz,
  PRIMARY KEY (tenant_id, submission_id, media_id, field),
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object
);
CREATE INDEX media_link_media_idx ON media_link (tenant_id, media_id);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(MEDIA)


def downgrade() -> None:
    """Take back."""
    for table in ("media_link", "media_upload", "media_object"):
        op.execute(f"DROP TABLE {table}")
