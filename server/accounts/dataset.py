"""What phones hold of people: the organisation and the names of colleagues."""

from server.core.registry import Dataset

EMPLOYEE = Dataset(
    "employee",
    """
    SELECT e.id, ARRAY[o.uuid] AS scopes,
           json_build_object('name', e.name, 'title', t.name, 'department', d.name, 'branch_id', e.branch_id,
                             'manager_id', e.manager_id, 'extension', x.number) AS data
    FROM employee e JOIN organisation o ON o.id = e.tenant_id
    JOIN title t ON t.tenant_id = e.tenant_id AND t.id = e.title_id
    JOIN department d ON d.tenant_id = t.tenant_id AND d.id = t.department_id
    LEFT JOIN telephone_extension x
      ON x.tenant_id = e.tenant_id AND x.employee_id = e.id AND x.stopped_at IS NULL
    WHERE e.tenant_id = :tenant_id AND e.id = ANY(:ids) AND e.state = 'active'
    """,
)

ORGANISATION = Dataset(
    "organisation",
    """
    SELECT o.uuid AS id, ARRAY[o.uuid] AS scopes,
           json_build_object('name', o.name, 'hotline', o.hotline, 'timezone', o.timezone, 'help', o.help,
                             'call_url', o.call_url) AS data
    FROM organisation o WHERE o.id = :tenant_id AND o.uuid = ANY(:ids)
    """,
)

DATASETS = (EMPLOYEE, ORGANISATION)
