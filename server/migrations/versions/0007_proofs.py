"""Second factors, single sign-on, sessions; enrolment of phones; the history."""

from alembic import op

revision = "0007"
down_revision = "0006"

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
"""


def upgrade() -> None:
    for part in (SIGN_IN, PHONES, AUDIT):
        op.execute(part)


def downgrade() -> None:
    op.execute(UNDO)
