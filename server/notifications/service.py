"""Writing notices."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.accounts.queries import people
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.ids import derived_id
from server.notifications import queries
from server.notifications.models import Notification

KIND = "notification"


def notify(
    session: Session,
    *,
    employee_ids: Iterable[UUID],
    kind: str,
    title: Mapping[str, str],
    body: str = "",
    link: str | None = None,
    key: str,
) -> list[UUID]:
    """Put a notice into each person's inbox, once however often he is named or the call repeated.

    `title` has the keys `vi` and `en`; `key` names the occasion. Ids of nobody in the organisation are passed
    over. Returns the ids of the new notices.
    """
    tenant_id = tenant_of(session)
    known = people(session, tenant_id, set(employee_ids))
    if not known:
        return []
    moment = clock.now()
    rows = [
        {
            "tenant_id": tenant_id,
            "id": derived_id(KIND, tenant_id, employee_id, key),
            "employee_id": employee_id,
            "key": key,
            "kind": kind,
            "title": dict(title),
            "body": body,
            "link": link,
            "at": moment,
        }
        for employee_id in sorted(known)
    ]
    statement = insert(Notification).values(rows).on_conflict_do_nothing().returning(Notification.id)
    added = list(session.scalars(statement))
    for notification_id in added:
        feed.touch(session, KIND, notification_id)
    return added


def mark_read(session: Session, actor: Actor, notification_ids: Collection[UUID]) -> set[UUID]:
    """Note when the actor first read notices of his own; return those of the ids that are his."""
    own = queries.locked(session, actor, notification_ids)
    for notification in own:
        if notification.read_at is None:
            notification.read_at = clock.now()
            feed.touch(session, KIND, notification.id)
    return {notification.id for notification in own}
