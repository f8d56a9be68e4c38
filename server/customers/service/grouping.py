"""Groups of customers (nhóm): lists that people keep by hand, each with a name of its own and a description."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.text import nfc
from server.customers import queries
from server.customers.errors import GroupNameTakenError
from server.customers.record_models import CustomerGroup, CustomerGroupMember

KIND = "customer"


def create(session: Session, actor: Actor, name: str, description: str, ids: Collection[UUID]) -> CustomerGroup:
    """Make a group of customers that the actor sees; nothing is stored when one of it is refused.

    Raises GroupNameTakenError, NotFoundError for a customer that he does not see.
    """
    group = CustomerGroup(
        tenant_id=actor.tenant_id,
        id=new_id(),
        name=nfc(name).strip(),
        description=nfc(description).strip(),
        created_by=actor.employee_id,
        created_at=clock.now(),
    )
    _store(session, group)
    add(session, actor, group.id, ids)
    _note(session, actor, "customer_group.create", group, {"after": {"name": group.name}})
    return group


def change(session: Session, actor: Actor, group_id: UUID, name: str | None, description: str | None) -> CustomerGroup:
    """Rename a group or describe it anew; raise GroupNameTakenError, NotFoundError."""
    group = held(session, actor, group_id)
    before = {"name": group.name, "description": group.description}
    group.name = nfc(name).strip() if name else group.name
    group.description = nfc(description).strip() if description else group.description
    _store(session, group)
    after = {"name": group.name, "description": group.description}
    _note(session, actor, "customer_group.change", group, {"before": before, "after": after})
    return group


def _store(session: Session, group: CustomerGroup) -> None:
    name = group.name
    feed.touch(session, "customer_group", group.id)
    try:
        with savepoint(session):
            session.add(group)
            session.flush()
    except IntegrityError as error:
        raise GroupNameTakenError(name=name) from error


def remove(session: Session, actor: Actor, group_id: UUID) -> None:
    """Delete a group; its customers stay. Raises NotFoundError."""
    group = held(session, actor, group_id)
    ours = (CustomerGroupMember.tenant_id == actor.tenant_id, CustomerGroupMember.group_id == group_id)
    gone = session.scalars(delete(CustomerGroupMember).where(*ours).returning(CustomerGroupMember.customer_id)).all()
    _touch(session, gone)
    _note(session, actor, "customer_group.delete", group, {"before": {"name": group.name, "customers": len(gone)}})
    session.delete(group)
    feed.touch(session, "customer_group", group.id)


def add(session: Session, actor: Actor, group_id: UUID, ids: Collection[UUID]) -> int:
    """Put customers into a group, each once; return how many were not in it. Raises NotFoundError."""
    wanted = set(ids)
    unseen = wanted - queries.allowed_among(session, actor, wanted).visible
    if unseen:
        raise NotFoundError(kind=KIND, ids=sorted(str(one) for one in unseen))
    inside = select(CustomerGroupMember.customer_id).where(
        CustomerGroupMember.tenant_id == actor.tenant_id,
        CustomerGroupMember.group_id == group_id,
        CustomerGroupMember.customer_id.in_(wanted),
    )
    fresh = sorted(wanted - set(session.scalars(inside)))
    if fresh:
        rows = [{"tenant_id": actor.tenant_id, "group_id": group_id, "customer_id": one} for one in fresh]
        session.execute(insert(CustomerGroupMember), rows)
        _touch(session, fresh)
    return len(fresh)


def take_out(session: Session, actor: Actor, group_id: UUID, ids: Collection[UUID]) -> int:
    """Take customers that the actor sees out of a group; return how many were in it."""
    seen = queries.allowed_among(session, actor, set(ids)).visible
    gone = session.scalars(
        delete(CustomerGroupMember)
        .where(
            CustomerGroupMember.tenant_id == actor.tenant_id,
            CustomerGroupMember.group_id == group_id,
            CustomerGroupMember.customer_id.in_(seen),
        )
        .returning(CustomerGroupMember.customer_id)
    ).all()
    _touch(session, gone)
    return len(gone)


def held(session: Session, actor: Actor, group_id: UUID) -> CustomerGroup:
    """Return a group, held until the end of the transaction; raise NotFoundError."""
    statement = select(CustomerGroup).where(CustomerGroup.tenant_id == actor.tenant_id, CustomerGroup.id == group_id)
    group = session.scalars(statement.with_for_update()).one_or_none()
    if group is None:
        raise NotFoundError(kind="customer_group", id=str(group_id))
    return group


def _touch(session: Session, ids: Iterable[UUID]) -> None:
    session.flush()
    for one in ids:
        feed.touch(session, KIND, one)


def _note(session: Session, actor: Actor, action: str, group: CustomerGroup, detail: dict[str, object]) -> None:
    audit.record(session, actor, action, "customer_group", group.id, detail=detail)
