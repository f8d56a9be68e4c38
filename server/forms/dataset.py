"""What phones hold of forms: the newest definitions, what they choose from, what became of one's own submissions."""

from server.core.registry import Dataset

FORM = Dataset(
    "form",
    """
    SELECT v.id, ARRAY[o.uuid] AS scopes, v.definition::json AS data
    FROM form_version v JOIN organisation o ON o.id = v.tenant_id
    WHERE v.tenant_id = :tenant_id AND v.id = ANY(:ids) AND v.current
    """,
)

SUBMISSION = Dataset(
    "submission",
    """
    SELECT s.id, ARRAY[e.inbox] AS scopes,
           json_build_object(
             'form', s.form_key, 'version', s.form_version, 'state', s.state, 'comment', s.comment,
             'reviewed_at', s.reviewed_at, 'reviewer', r.name, 'customer_id', s.customer_id,
             'revises', s.revises_id, 'revised_by', s.revised_by_id,
             'answers', CASE WHEN s.state = 'has_issues' AND s.revised_by_id IS NULL THEN s.answers END,
             'record', CASE WHEN s.base IS NOT NULL
                            THEN json_build_object('kind', s.record_kind, 'id', s.record_id) END,
             'occurred_at', s.occurred_at, 'received_at', s.received_at, 'flags', s.flags,
             'media', (SELECT coalesce(json_agg(json_build_object('media_id', l.media_id, 'field', l.field,
                       'state', CASE WHEN m.stored_at IS NOT NULL AND l.bound_at IS NULL THEN 'failed'
                                     ELSE coalesce(m.state, 'awaiting') END) ORDER BY l.media_id), '[]')
                       FROM media_link l
                       LEFT JOIN media_object m ON m.tenant_id = l.tenant_id AND m.id = l.media_id
                       WHERE l.tenant_id = s.tenant_id AND l.submission_id = s.id)) AS data
    FROM submission s
    JOIN employee e ON e.tenant_id = s.tenant_id AND e.id = s.employee_id
    LEFT JOIN employee r ON r.tenant_id = s.tenant_id AND r.id = s.reviewer_id
    WHERE s.tenant_id = :tenant_id AND s.id = ANY(:ids) AND s.received_at > now() - interval '30 days'
    """,
)

CHOICE_LIST = Dataset(
    "choice_list",
    """
    SELECT c.id, ARRAY[o.uuid] AS scopes,
           json_build_object('key', c.key, 'title', c.title, 'options', c.options, 'retired', c.retired) AS data
    FROM choice_list c JOIN organisation o ON o.id = c.tenant_id
    WHERE c.tenant_id = :tenant_id AND c.id = ANY(:ids)
    """,
)

DATASETS = (FORM, SUBMISSION, CHOICE_LIST)
