"""Notices, the timeline of customers, routes and their assignments, visits."""

from alembic import op

revision = "0004"
down_revision = "0003"

NOTIFICATIONS = """
CREATE TABLE notification (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  employee_id uuid NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  title jsonb NOT NULL,
  body text NOT NULL,
  link text,
  at timestamptz NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT notification_once_key UNIQUE (tenant_id, employee_id, key),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX notification_inbox_idx ON notification (tenant_id, employee_id, at DESC, id DESC);
"""

ACTIVITIES = """
CREATE TABLE activity (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  customer_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  submission_id uuid,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  note text,
  details jsonb NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX activity_customer_idx ON activity (tenant_id, customer_id, occurred_at DESC, id DESC);
CREATE INDEX activity_submission_idx ON activity (tenant_id, submission_id);
"""

ROUTES = """
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE route (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  folded text GENERATED ALWAYS AS (fold_vi(name)) STORED,
  description text,
  status text NOT NULL DEFAULT 'active' CONSTRAINT route_status_check CHECK (status IN ('active', 'stopped')),
  stopped_at timestamptz,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, created_by) REFERENCES employee
);
CREATE UNIQUE INDEX route_active_name_idx ON route (tenant_id, folded) WHERE status = 'active';
CREATE INDEX route_created_by_idx ON route (tenant_id, created_by);

CREATE TABLE route_stop (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  route_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  seq integer NOT NULL,
  membership text NOT NULL CONSTRAINT route_stop_membership_check CHECK (membership IN ('in', 'out')),
  note text,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT route_stop_period_check CHECK (valid_to >= valid_from),
  FOREIGN KEY (tenant_id, route_id) REFERENCES route,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer
);
CREATE UNIQUE INDEX route_stop_current_idx ON route_stop (tenant_id, route_id, customer_id) WHERE valid_to IS NULL;
CREATE INDEX route_stop_route_idx ON route_stop (tenant_id, route_id, seq);
CREATE INDEX route_stop_customer_idx ON route_stop (tenant_id, customer_id);

CREATE TABLE route_assignment (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  route_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  instruction text,
  assigned_by uuid NOT NULL,
  assigned_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT route_assignment_period_check CHECK (valid_to >= valid_from),
  CONSTRAINT route_assignment_one_a_day_excl EXCLUDE USING gist (
    tenant_id WITH =, route_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&
  ) WHERE (cancelled_at IS NULL),
  FOREIGN KEY (tenant_id, route_id) REFERENCES route,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX route_assignment_employee_idx ON route_assignment (tenant_id, employee_id, valid_from);
"""

VISITS = """
CREATE TABLE visit (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  customer_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  route_id uuid,
  checked_in_at timestamptz NOT NULL,
  checked_out_at timestamptz,
  received_at timestamptz NOT NULL,
  location geography(Point, 4326),
  tile integer,
  accuracy_m double precision,
  mock boolean NOT NULL,
  distance_m integer,
  flags text[] NOT NULL,
  note text,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT visit_submission_key UNIQUE (tenant_id, submission_id),
  CONSTRAINT visit_tile_check CHECK ((tile IS NULL) = (location IS NULL)),
  FOREIGN KEY (tenant_id, submission_id) REFERENCES submission DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, route_id) REFERENCES route
);
CREATE INDEX visit_recent_idx ON visit (tenant_id, checked_in_at DESC, id DESC);
CREATE INDEX visit_employee_idx ON visit (tenant_id, employee_id, checked_in_at DESC);
CREATE INDEX visit_customer_idx ON visit (tenant_id, customer_id, checked_in_at DESC);
CREATE INDEX visit_tile_idx ON visit (tenant_id, tile);
CREATE INDEX visit_location_idx ON visit USING gist (location);
"""

TABLES = ["visit", "route_assignment", "route_stop", "route", "activity", "notification"]


def upgrade() -> None:
    for part in (NOTIFICATIONS, ACTIVITIES, ROUTES, VISITS):
        op.execute(part)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
