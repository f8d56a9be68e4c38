"""Departments, titles and rights; teams, pools and shares; sign-in and enrolment; the audit log."""

from alembic import op

revision = "0005"
down_revision = "0004"

STRUCTURE = """
ALTER TABLE organisation ADD COLUMN help jsonb NOT NULL DEFAULT '{}';
ALTER TABLE branch ADD COLUMN archived_at timestamptz;
CREATE UNIQUE INDEX branch_name_idx ON branch (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;

CREATE TABLE department (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX department_name_idx ON department (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;

CREATE TABLE title (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  department_id uuid NOT NULL,
  name text NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, department_id) REFERENCES department
);
CREATE UNIQUE INDEX title_name_idx ON title (tenant_id, department_id, fold_vi(name)) WHERE archived_at IS NULL;

CREATE TABLE right_grant (
  tenant_id bigint NOT NULL,
  department_id uuid,
  title_id uuid,
  subject_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(title_id, department_id)) STORED,
  verb text NOT NULL,
  allowed boolean NOT NULL,
  granted_by uuid,
  granted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, subject_id, verb),
  CONSTRAINT right_grant_subject_check CHECK (num_nonnulls(department_id, title_id) = 1),
  FOREIGN KEY (tenant_id, department_id) REFERENCES department,
  FOREIGN KEY (tenant_id, title_id) REFERENCES title
);
"""

# Until now four roles stood for all rights; each becomes a department with the titles that its people have.
PEOPLE = """
CREATE TEMPORARY TABLE of_role (role text, name text, verbs text[]) ON COMMIT DROP;
INSERT INTO of_role VALUES
  ('rep', 'Kinh doanh', '{sync.use,media.write,media.read,form.read,customer.read,employee.read,route.read,visit.read,submission.read,notification.read,map.read,customer.share}'),
  ('supervisor', 'Quản lý bán hàng', '{sync.use,media.write,media.read,form.read,customer.read,employee.read,route.read,visit.read,submission.read,notification.read,map.read,customer.share,submission.review,conflict.read,quarantine.read,device.read,route.write,route.assign,conflict.settle,customer.assign,device.write}'),
  ('office', 'Văn phòng', '{sync.use,media.write,media.read,form.read,customer.read,employee.read,route.read,visit.read,submission.read,notification.read,map.read,customer.share,submission.review,conflict.read,quarantine.read,device.read,data.see_all}'),
  ('admin', 'Quản trị', '{sync.use,media.write,media.read,form.read,customer.read,employee.read,route.read,visit.read,submission.read,notification.read,map.read,customer.share,submission.review,conflict.read,quarantine.read,device.read,route.write,route.assign,conflict.settle,customer.assign,device.write,data.see_all,employee.write,employee.move,employee.transfer,organisation.write,right.grant,team.write,pool.write,customer.export,audit.read,sso.write}');

INSERT INTO department (tenant_id, id, name)
SELECT e.tenant_id, gen_random_uuid(), r.name FROM (SELECT DISTINCT tenant_id, role FROM employee) e JOIN of_role r USING (role);
INSERT INTO title (tenant_id, id, department_id, name)
SELECT DISTINCT ON (e.tenant_id, d.id, fold_vi(e.title)) e.tenant_id, gen_random_uuid(), d.id, e.title
FROM employee e JOIN of_role r USING (role) JOIN department d ON d.tenant_id = e.tenant_id AND d.name = r.name;
INSERT INTO right_grant (tenant_id, department_id, verb, allowed, granted_at)
SELECT d.tenant_id, d.id, v.verb, true, now()
FROM department d JOIN of_role r USING (name) CROSS JOIN LATERAL unnest(r.verbs) AS v(verb);

ALTER TABLE employee
  ADD COLUMN title_id uuid,
  ADD COLUMN code text,
  ADD COLUMN email text,
  ADD COLUMN phone text,
  ADD COLUMN left_at timestamptz;
UPDATE employee e SET title_id = t.id, left_at = CASE WHEN e.state = 'left' THEN now() END
FROM of_role r, department d, title t
WHERE r.role = e.role AND d.tenant_id = e.tenant_id AND d.name = r.name
  AND t.tenant_id = e.tenant_id AND t.department_id = d.id AND fold_vi(t.name) = fold_vi(e.title);
ALTER TABLE employee
  ALTER COLUMN title_id SET NOT NULL,
  ADD CONSTRAINT employee_title_fkey FOREIGN KEY (tenant_id, title_id) REFERENCES title,
  DROP COLUMN role,
  DROP COLUMN title;
CREATE UNIQUE INDEX employee_code_idx ON employee (tenant_id, fold_vi(code)) WHERE code IS NOT NULL;
CREATE INDEX employee_title_idx ON employee (tenant_id, title_id);

CREATE TABLE team (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  leader_id uuid NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, leader_id) REFERENCES employee
);
CREATE UNIQUE INDEX team_name_idx ON team (tenant_id, fold_vi(name)) WHERE archived_at IS NULL;
CREATE INDEX team_leader_idx ON team (tenant_id, leader_id);

CREATE TABLE team_member (
  tenant_id bigint NOT NULL,
  team_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, team_id, employee_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team,
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX team_member_employee_idx ON team_member (tenant_id, employee_id);

CREATE TABLE invitation (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  employee_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  invited_by uuid,
  invited_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT invitation_token_key UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee
);
CREATE INDEX invitation_employee_idx ON invitation (tenant_id, employee_id);
"""

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

SIGN_IN = """
DROP INDEX account_login_idx;
UPDATE account SET login = lower(login);
ALTER TABLE account
  ADD COLUMN password_changed_at timestamptz,
  ADD COLUMN totp_secret bytea,
  ADD COLUMN totp_confirmed_at timestamptz,
  ADD COLUMN totp_last_step bigint,
  ADD CONSTRAINT account_login_check CHECK (login = lower(login)),
  ADD CONSTRAINT account_login_key UNIQUE (login);

CREATE TABLE passkey (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  credential_id bytea NOT NULL,
  public_key bytea NOT NULL,
  sign_count bigint NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT passkey_credential_key UNIQUE (tenant_id, credential_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX passkey_account_idx ON passkey (tenant_id, account_id);

CREATE TABLE recovery_code (
  tenant_id bigint NOT NULL,
  account_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, account_id, code_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);

DELETE FROM console_session;
ALTER TABLE console_session
  DROP CONSTRAINT console_session_token_hash_key,
  ADD COLUMN id uuid NOT NULL,
  ADD COLUMN state text NOT NULL DEFAULT 'open'
    CONSTRAINT console_session_state_check CHECK (state IN ('half', 'open')),
  ADD COLUMN proved_at timestamptz NOT NULL,
  ADD COLUMN challenge bytea,
  ADD COLUMN challenged_at timestamptz,
  ADD COLUMN user_agent text,
  ADD COLUMN ip text,
  ADD CONSTRAINT console_session_id_key UNIQUE (tenant_id, id);
CREATE INDEX console_session_account_idx ON console_session (tenant_id, account_id);

CREATE TABLE oidc_provider (
  tenant_id bigint NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret bytea NOT NULL,
  enabled boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT oidc_provider_client_key UNIQUE (tenant_id, issuer, client_id)
);

CREATE TABLE oidc_identity (
  tenant_id bigint NOT NULL,
  provider_id uuid NOT NULL,
  subject text NOT NULL,
  account_id uuid NOT NULL,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, provider_id, subject),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES oidc_provider,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account
);
CREATE INDEX oidc_identity_account_idx ON oidc_identity (tenant_id, account_id);

CREATE TABLE oidc_flow (
  tenant_id bigint NOT NULL,
  state_hash bytea NOT NULL,
  provider_id uuid NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  account_id uuid,
  began_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, state_hash),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES oidc_provider
);
"""

PHONES = """
ALTER TABLE device
  DROP CONSTRAINT device_token_hash_key,
  DROP CONSTRAINT device_state_check,
  ADD CONSTRAINT device_state_check CHECK (state IN ('pending', 'active', 'drain', 'revoked', 'wiped')),
  ADD COLUMN public_key jsonb,
  ADD COLUMN match_code text,
  ADD COLUMN token_expires_at timestamptz,
  ADD COLUMN previous_token_hash bytea,
  ADD COLUMN refresh_hash bytea,
  ADD COLUMN previous_refresh_hash bytea,
  ADD COLUMN refresh_expires_at timestamptz,
  ADD COLUMN family_expires_at timestamptz,
  ADD COLUMN generation bigint NOT NULL DEFAULT 0,
  ADD COLUMN drain_until timestamptz,
  ADD COLUMN wipe_ordered_at timestamptz,
  ADD COLUMN wipe_confirmed_at timestamptz,
  ADD COLUMN state_changed_at timestamptz,
  ADD COLUMN state_changed_by uuid;
CREATE UNIQUE INDEX device_token_idx ON device (tenant_id, token_hash);
CREATE UNIQUE INDEX device_previous_token_idx ON device (tenant_id, previous_token_hash);
CREATE UNIQUE INDEX device_refresh_idx ON device (tenant_id, refresh_hash);
CREATE UNIQUE INDEX device_previous_refresh_idx ON device (tenant_id, previous_refresh_hash);

CREATE TABLE enrolment_code (
  tenant_id bigint NOT NULL,
  id uuid NOT NULL,
  code_hash bytea NOT NULL,
  employee_id uuid NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  confirms boolean NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  used_at timestamptz,
  device_id uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT enrolment_code_key UNIQUE (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, employee_id) REFERENCES employee,
  FOREIGN KEY (tenant_id, device_id) REFERENCES device
);
CREATE INDEX enrolment_code_employee_idx ON enrolment_code (tenant_id, employee_id);
"""

AUDIT = """
ALTER TABLE tenant_clock ADD COLUMN audited bigint NOT NULL DEFAULT 0;

CREATE TABLE audit_entry (
  tenant_id bigint NOT NULL,
  n bigint NOT NULL,
  at timestamptz NOT NULL,
  action text NOT NULL,
  kind text,
  record_id uuid,
  customer_id uuid,
  employee_id uuid,
  device_id uuid,
  ip text,
  request_id text,
  detail_sha256 bytea,
  PRIMARY KEY (tenant_id, n)
);
CREATE INDEX audit_entry_record_idx ON audit_entry (tenant_id, record_id, n DESC);
CREATE INDEX audit_entry_customer_idx ON audit_entry (tenant_id, customer_id, n DESC);
CREATE INDEX audit_entry_employee_idx ON audit_entry (tenant_id, employee_id, n DESC);
CREATE INDEX audit_entry_at_idx ON audit_entry (tenant_id, at DESC);

CREATE TABLE audit_detail (
  tenant_id bigint NOT NULL,
  n bigint NOT NULL,
  salt bytea NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant_id, n)
);

CREATE TABLE audit_block (
  tenant_id bigint NOT NULL,
  number bigint NOT NULL,
  first_n bigint NOT NULL,
  last_n bigint NOT NULL,
  root bytea NOT NULL,
  previous bytea NOT NULL,
  head bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, number),
  CONSTRAINT audit_block_range_check CHECK (last_n >= first_n)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_detail_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_detail
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_block_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_block
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

UNDO = """
DROP TABLE audit_block, audit_detail, audit_entry;
DROP FUNCTION refuse_change();
ALTER TABLE tenant_clock DROP COLUMN audited;

DROP TABLE enrolment_code;
DROP INDEX device_token_idx, device_previous_token_idx, device_refresh_idx, device_previous_refresh_idx;
UPDATE device SET state = 'revoked' WHERE state NOT IN ('active', 'revoked');
ALTER TABLE device
  DROP CONSTRAINT device_state_check,
  ADD CONSTRAINT device_state_check CHECK (state IN ('active', 'revoked')),
  ADD CONSTRAINT device_token_hash_key UNIQUE (token_hash),
  DROP COLUMN public_key, DROP COLUMN match_code, DROP COLUMN token_expires_at, DROP COLUMN previous_token_hash,
  DROP COLUMN refresh_hash, DROP COLUMN previous_refresh_hash, DROP COLUMN refresh_expires_at,
  DROP COLUMN family_expires_at, DROP COLUMN generation, DROP COLUMN drain_until, DROP COLUMN wipe_ordered_at,
  DROP COLUMN wipe_confirmed_at, DROP COLUMN state_changed_at, DROP COLUMN state_changed_by;

DROP TABLE oidc_flow, oidc_identity, oidc_provider, recovery_code, passkey;
DROP INDEX console_session_account_idx;
DELETE FROM console_session;
ALTER TABLE console_session
  DROP CONSTRAINT console_session_id_key,
  ADD CONSTRAINT console_session_token_hash_key UNIQUE (token_hash),
  DROP COLUMN id, DROP COLUMN state, DROP COLUMN proved_at, DROP COLUMN challenge, DROP COLUMN challenged_at,
  DROP COLUMN user_agent, DROP COLUMN ip;
ALTER TABLE account DROP CONSTRAINT account_login_key, DROP CONSTRAINT account_login_check, DROP COLUMN password_changed_at,
  DROP COLUMN totp_secret, DROP COLUMN totp_confirmed_at, DROP COLUMN totp_last_step;
CREATE UNIQUE INDEX account_login_idx ON account (lower(login));

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
DROP TABLE pool_manager, pool, invitation, team_member, team;

ALTER TABLE employee ADD COLUMN role text, ADD COLUMN title text;
UPDATE employee e SET title = t.name, role = CASE
  WHEN EXISTS (SELECT 1 FROM right_grant g WHERE g.tenant_id = e.tenant_id AND g.allowed AND g.verb = 'right.grant'
               AND g.subject_id IN (t.id, t.department_id)) THEN 'admin'
  WHEN EXISTS (SELECT 1 FROM right_grant g WHERE g.tenant_id = e.tenant_id AND g.allowed AND g.verb = 'data.see_all'
               AND g.subject_id IN (t.id, t.department_id)) THEN 'office'
  WHEN EXISTS (SELECT 1 FROM right_grant g WHERE g.tenant_id = e.tenant_id AND g.allowed AND g.verb = 'route.write'
               AND g.subject_id IN (t.id, t.department_id)) THEN 'supervisor'
  ELSE 'rep' END
FROM title t WHERE t.tenant_id = e.tenant_id AND t.id = e.title_id;
DROP INDEX employee_code_idx, employee_title_idx;
ALTER TABLE employee
  ALTER COLUMN role SET NOT NULL, ALTER COLUMN title SET NOT NULL,
  ADD CONSTRAINT employee_role_check CHECK (role IN ('rep', 'supervisor', 'office', 'admin')),
  DROP COLUMN title_id, DROP COLUMN code, DROP COLUMN email, DROP COLUMN phone, DROP COLUMN left_at;
DROP TABLE right_grant, title, department;
DROP INDEX branch_name_idx;
ALTER TABLE branch DROP COLUMN archived_at;
ALTER TABLE organisation DROP COLUMN help;
"""


def upgrade() -> None:
    for part in (STRUCTURE, PEOPLE, CUSTOMERS, SIGN_IN, PHONES, AUDIT):
        op.execute(part)


def downgrade() -> None:
    op.execute(UNDO)
