"""Departments, titles and rights; teams and invitations."""

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

UNDO = """
DROP TABLE invitation, team_member, team;

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
    for part in (STRUCTURE, PEOPLE):
        op.execute(part)


def downgrade() -> None:
    op.execute(UNDO)
