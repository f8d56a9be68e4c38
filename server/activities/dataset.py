"""What phones hold of tasks, tickets, notes, tags and update sets, and how the sync engine reaches the first two."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.queries import records
from server.activities.queries import tasks as task_queries
from server.activities.service import reporting, tasks, tickets
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.registry import Dataset, Follows, RecordKind

TAG = Dataset(
    "tag",
    """
    SELECT t.id, ARRAY[o.uuid] AS scopes, json_build_object('name', t.name, 'colour', t.colour) AS data
    FROM tag t JOIN organisation o ON o.id = t.tenant_id
    WHERE t.tenant_id = :tenant_id AND t.id = ANY(:ids) AND t.archived_at IS NULL
    """,
)

UPDATE_SET = Dataset(
    "update_set",
    """
    SELECT s.id, ARRAY[o.uuid] AS scopes,
           json_build_object('name', s.name, 'attributes', s.attributes, 'tags', coalesce((
             SELECT json_agg(l.tag_id ORDER BY l.tag_id)
             FROM update_set_tag l JOIN tag t ON t.tenant_id = l.tenant_id AND t.id = l.tag_id
             WHERE l.tenant_id = s.tenant_id AND l.update_set_id = s.id AND t.archived_at IS NULL), '[]'::json)) AS data
    FROM update_set s JOIN organisation o ON o.id = s.tenant_id
    WHERE s.tenant_id = :tenant_id AND s.id = ANY(:ids) AND s.archived_at IS NULL
    """,
)

TASK = Dataset(
    "task",
    """
    SELECT t.id, ARRAY(SELECT DISTINCT unnest(ARRAY[t.responsible_id, t.created_by])) AS scopes,
           json_build_object('title', t.title, 'note', t.note, 'kind', t.kind, 'priority', t.priority,
             'state', t.state, 'result', t.result, 'due_at', t.due_at, 'customer_id', t.customer_id,
             'responsible_id', t.responsible_id, 'by', t.created_by, 'created_at', t.created_at,
             'done_at', t.done_at) AS data
    FROM task t WHERE t.tenant_id = :tenant_id AND t.id = ANY(:ids) AND t.deleted_at IS NULL
    """,
)

TICKET = Dataset(
    "ticket",
    """
    SELECT t.id, ARRAY(SELECT DISTINCT unnest(ARRAY[t.responsible_id, t.opened_by])) AS scopes,
           json_build_object('code', t.code, 'customer_id', t.customer_id, 'problem', t.problem, 'detail', t.detail,
             'solution', t.solution, 'result', t.result, 'state', t.state, 'due_at', t.due_at,
             'responsible_id', t.responsible_id, 'by', t.opened_by, 'opened_at', t.opened_at,
             'resolved_at', t.resolved_at) AS data
    FROM ticket t WHERE t.tenant_id = :tenant_id AND t.id = ANY(:ids)
    """,
)


# A note goes to whoever holds its customer; customers are projected before notes, so their scopes stand already.
NOTE = Dataset(
    "note",
    """
    SELECT n.id, c.scopes,
           json_build_object('customer_id', n.customer_id, 'text', n.text, 'by', n.employee_id, 'at', n.at,
             'edited_at', n.edited_at, 'mentions', coalesce((
               SELECT json_agg(m.employee_id ORDER BY m.employee_id) FROM note_mention m
               WHERE m.tenant_id = n.tenant_id AND m.note_id = n.id), '[]'::json),
             'files', coalesce((
               SELECT json_agg(f.media_id ORDER BY f.place) FROM note_file f
               WHERE f.tenant_id = n.tenant_id AND f.note_id = n.id), '[]'::json)) AS data
    FROM note n JOIN feed_row c ON c.tenant_id = n.tenant_id AND c.kind = 'customer' AND c.id = n.customer_id
    WHERE n.tenant_id = :tenant_id AND n.id = ANY(:ids) AND n.deleted_at IS NULL
    """,
    follows=Follows("customer", "SELECT id FROM note WHERE tenant_id = :tenant_id AND customer_id = ANY(:ids)"),
)

DATASETS = (TAG, UPDATE_SET, TASK, TICKET, NOTE)


def _settled_by_hand(session: Session, actor: Actor, ticket_id: UUID, name: str, value: Any) -> None:
    """Refuse: nothing of a ticket is merged, so nothing of it can be in conflict."""
    del session, actor, name, value
    raise NotFoundError(kind=tickets.KIND, id=str(ticket_id))


RECORDS = (
    RecordKind(
        kind=tasks.KIND,
        lock=task_queries.lock,
        names=task_queries.names,
        visible=task_queries.is_visible,
        visible_ids=task_queries.visible_ids,
        settle=reporting.settle_task,
    ),
    RecordKind(
        kind=tickets.KIND,
        lock=records.lock,
        names=records.names,
        visible=records.is_visible,
        visible_ids=records.visible_ids,
        settle=_settled_by_hand,
    ),
)
