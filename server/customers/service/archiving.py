"""Taking customers out of use and back: nothing of them is lost."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.merge import GONE
from server.core.records import stamp_of_console
from server.customers import queries
from server.customers.models import Customer
from server.customers.service.profiles import KIND, settle_field
from server.customers.service.recency import note_changes


def archive(session: Session, actor: Actor, ids: Collection[UUID]) -> int:
    """Take customers out of lists, maps and phones, all or none; return how many were in use.

    An edit that a phone made without knowing of it brings the customer back, with a conflict. Raises NotFoundError when
    there is one that the actor may not change.
    """
    return _set(session, actor, ids, archived=True)


def restore(session: Session, actor: Actor, ids: Collection[UUID]) -> int:
    """Put archived customers back into use; return how many were archived. Raises NotFoundError as `archive` does."""
    return _set(session, actor, ids, archived=False)


def _set(session: Session, actor: Actor, ids: Collection[UUID], *, archived: bool) -> int:
    rows = queries.held(session, set(ids))
    missing = set(ids) - queries.allowed_among(session, actor, rows).editable
    if missing:
        raise NotFoundError(kind=KIND, ids=sorted(str(one) for one in missing))
    changed = [row_id for row_id, row in rows.items() if row.archived is not archived]
    moment, action = clock.now(), "customer.archive" if archived else "customer.restore"
    session.execute(
        update(Customer)
        .where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(changed))
        .values(archived_at=moment if archived else None)
    )
    note_changes(session, changed, moment)
    for row_id in changed:
        feed.touch(session, KIND, row_id, {GONE: stamp_of_console(actor)})
        detail = {"before": {GONE: not archived}, "after": {GONE: archived}}
        audit.record(session, actor, action, KIND, row_id, detail=detail)
    return len(changed)


def settle(session: Session, actor: Actor, customer_id: UUID, name: str, value: Any) -> None:
    """Write what a supervisor chose for one field, or whether the customer stays archived.

    Raises NotFoundError when he may not see the customer, or not change it.
    """
    if name != GONE:
        settle_field(session, actor, customer_id, name, value)
    elif value:
        archive(session, actor, [customer_id])
    else:
        restore(session, actor, [customer_id])
