"""Writing notices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.accounts.queries import people
from server.core import clock, feed, outbox
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.ids import derived_id
from server.notifications import queries
from server.notifications.models import Notification

KIND = "notification"
MAIL = "notifications.mail"
MAIL_ONE = "notifications.mail_one"


@dataclass(frozen=True)
class Notice:
    """Something to tell people: `title` by language (`vi`, `en`), `link` a path inside the product.

    `key` names the occasion: each person is told of it once. With `mail` he is also sent an e-mail.
    """

    employee_ids: Collection[UUID]
    kind: str
    title: Mapping[str, str]
    key: str
    body: str = ""
    link: str | None = None
    mail: bool = False


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
    return notify_all(session, [Notice(list(employee_ids), kind, title, key, body, link)])


def notify_all(session: Session, notices: Sequence[Notice]) -> list[UUID]:
    """Put notices into people's inboxes as `notify` does, all in as many statements as one takes."""
    wanted = {employee_id for notice in notices for employee_id in notice.employee_ids}
    known = people(session, tenant_of(session), wanted) if wanted else {}
    if not known:
        return []
    moment, mailed = clock.now(), set[UUID]()
    rows: dict[UUID, dict[str, Any]] = {}
    for notice in notices:
        for employee_id in sorted(known.keys() & set(notice.employee_ids)):
            row = _row(session, notice, employee_id, moment)
            rows[row["id"]] = row
            mailed |= {row["id"]} if notice.mail else set()
    statement = insert(Notification).values(list(rows.values())).on_conflict_do_nothing().returning(Notification.id)
    added = list(session.scalars(statement))
    for notification_id in added:
        feed.touch(session, KIND, notification_id)
    _mail(session, [notification_id for notification_id in added if notification_id in mailed])
    return added


def _row(session: Session, notice: Notice, employee_id: UUID, moment: datetime) -> dict[str, Any]:
    tenant_id = tenant_of(session)
    return {
        "tenant_id": tenant_id,
        "id": derived_id(KIND, tenant_id, employee_id, notice.key),
        "employee_id": employee_id,
        "key": notice.key,
        "kind": notice.kind,
        "title": dict(notice.title),
        "body": notice.body,
        "link": notice.link,
        "at": moment,
    }


def _mail(session: Session, notification_ids: Sequence[UUID]) -> None:
    """Have the notices mailed after the commit: one piece of work, which makes one of each."""
    if notification_ids:
        outbox.send(session, MAIL, {"ids": [str(one) for one in notification_ids]})


def mark_read(session: Session, actor: Actor, notification_ids: Collection[UUID]) -> set[UUID]:
    """Note when the actor first read notices of his own; return those of the ids that are his."""
    own = queries.locked(session, actor, notification_ids)
    for notification in own:
        if notification.read_at is None:
            notification.read_at = clock.now()
            feed.touch(session, KIND, notification.id)
    return {notification.id for notification in own}
