"""Row-level security under every table: the application's role sees and writes one organisation at a time."""

from alembic import op

from server.migrations.guard import APPLICATION, protect, unprotect

revision = "0008"
down_revision = "0007"

OF_TENANTS = (
    "account", "activity", "audit_block", "audit_detail", "audit_entry", "branch", "conflict", "console_session",
    "customer", "customer_set", "customer_set_member", "customer_tally", "department", "device", "employee",
    "employee_path", "enrolment_code", "feed_entry", "feed_member", "feed_row", "form_version", "invitation",
    "media_link", "media_object", "media_upload", "notification", "number_series", "oidc_flow",
    "oidc_identity", "oidc_provider", "outbox", "passkey", "pool", "pool_manager", "quarantine", "receipt",
    "recovery_code", "right_grant", "route", "route_assignment", "route_stop", "share", "submission",
    "submission_review", "team", "team_member", "tenant_clock", "title", "visit",
)  # fmt: skip
REFERENCE = ("administrative_unit", "administrative_unit_mapping")
APPEND_ONLY = ("audit_entry", "audit_detail", "audit_block")

# Who signs in names his login before anybody knows his organisation: that one row may be read.
# Whoever hands out work asks what is due for all. The operator's commands look for an organisation by its name.
DOORS = """
CREATE POLICY named_login ON account FOR SELECT USING (login = NULLIF(current_setting('app.login', true), ''));
CREATE POLICY operator ON organisation FOR SELECT USING (current_setting('app.operator', true) = 'on');
CREATE POLICY relay ON outbox FOR SELECT USING (current_setting('app.relay', true) = 'on');
"""


def upgrade() -> None:
    for table in OF_TENANTS:
        protect(table)
    protect("organisation", key="id")
    op.execute(DOORS)
    for table in REFERENCE:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY reference ON {table} USING (true) WITH CHECK (true)")
        op.execute(f"GRANT SELECT ON {table} TO {APPLICATION}")
    op.execute(f"GRANT USAGE ON SEQUENCE organisation_id_seq TO {APPLICATION}")
    op.execute(f"GRANT SELECT ON alembic_version TO {APPLICATION}")
    for table in APPEND_ONLY:
        op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {APPLICATION}")


def downgrade() -> None:
    op.execute("DROP POLICY named_login ON account; DROP POLICY relay ON outbox; DROP POLICY operator ON organisation")
    for table in (*OF_TENANTS, "organisation"):
        unprotect(table)
    for table in REFERENCE:
        op.execute(f"DROP POLICY reference ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM {APPLICATION}")
    op.execute(f"REVOKE ALL ON SEQUENCE organisation_id_seq FROM {APPLICATION}")
    op.execute(f"REVOKE ALL ON alembic_version FROM {APPLICATION}")
