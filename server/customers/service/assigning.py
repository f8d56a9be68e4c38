"""Who is in charge of customers: change of owner and of pool, one by one, many at once, or all of a leaver's."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.accounts.queries import belongs_to_reach
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.customers.errors import NotYoursToAssignError
from server.customers.models import Customer, Pool
from server.customers.queries import holdings
from server.customers.queries.visibility import pools_of, visible_to
from server.customers.service.profiles import KIND
from server.customers.service.recency import note_changes

BATCH = 500


@dataclass(frozen=True)
class Assignment:
    """What to change of the customers: the owner, the pool, or both; `unpool` takes them out of their pool."""

    ids: tuple[UUID, ...]
    owner_id: UUID | None = None
    pool_id: UUID | None = None
    unpool: bool = False


def assign(session: Session, actor: Actor, command: Assignment) -> int:
    """Give customers to an owner or into a pool, all or none; return how many changed.

    Whoever owns them must be in the actor's reach, or they lie in a pool that he manages; the new owner is in his reach
    or, out of a pool that he manages, anybody in service. Raises NotFoundError for a customer that he does not see,
    NotYoursToAssignError otherwise.
    """
    customers = _locked(session, actor, set(command.ids))
    pooled = set(session.scalars(pools_of(actor)))
    _check(session, actor, command, customers, pooled)
    changed = [one for one in customers if _change(session, actor, one, command)]
    return len(changed)


def _locked(session: Session, actor: Actor, ids: set[UUID]) -> list[Customer]:
    statement = select(Customer).where(visible_to(actor), Customer.id.in_(ids)).order_by(Customer.id)
    found = list(session.scalars(statement.with_for_update(of=Customer, key_share=True)))
    missing = ids - {one.id for one in found}
    if missing:
        raise NotFoundError(kind=KIND, ids=sorted(str(one) for one in missing))
    return found


def _check(session: Session, actor: Actor, command: Assignment, customers: list[Customer], pooled: set[UUID]) -> None:
    own = holdings.owned_in_reach(session, actor, [one.id for one in customers])
    if any(one.id not in own and one.pool_id not in pooled for one in customers):
        raise NotYoursToAssignError
    from_pools = all(one.pool_id in pooled for one in customers)
    if command.owner_id and not _may_receive(session, actor, command.owner_id, anybody=from_pools):
        raise NotYoursToAssignError
    if command.pool_id and not _may_fill(session, actor, command.pool_id, pooled):
        raise NotYoursToAssignError


def _may_receive(session: Session, actor: Actor, owner_id: UUID, *, anybody: bool) -> bool:
    statement = select(Employee.id).where(
        Employee.tenant_id == actor.tenant_id, Employee.id == owner_id, Employee.state == "active"
    )
    if not anybody:
        statement = statement.where(belongs_to_reach(actor, Employee.__table__.c.id))
    return session.scalar(statement) is not None


def _may_fill(session: Session, actor: Actor, pool_id: UUID, pooled: set[UUID]) -> bool:
    in_use = select(Pool.id).where(Pool.tenant_id == actor.tenant_id, Pool.id == pool_id, Pool.archived_at.is_(None))
    return (pool_id in pooled or actor.can("pool.write")) and session.scalar(in_use) is not None


def _change(session: Session, actor: Actor, customer: Customer, command: Assignment) -> bool:
    before = (customer.owner_id, customer.pool_id)
    customer.owner_id = command.owner_id or customer.owner_id
    customer.pool_id = None if command.unpool else command.pool_id or customer.pool_id
    after = (customer.owner_id, customer.pool_id)
    if before == after:
        return False
    note_changes(session, [customer.id], clock.now())
    feed.touch(session, KIND, customer.id)
    detail = {"before": _named(before), "after": _named(after)}
    audit.record(session, actor, "customer.assign", KIND, customer.id, detail=detail)
    return True


def _named(pair: tuple[UUID, UUID | None]) -> dict[str, str | None]:
    owner, pool = pair
    return {"owner_id": str(owner), "pool_id": str(pool) if pool else None}


def hand_over(session: Session, actor: Actor, from_id: UUID, to_id: UUID) -> int:
    """Give up to BATCH customers that one person owns to another; return how many, 0 when none is left."""
    batch = (
        select(Customer.id)
        .where(Customer.tenant_id == actor.tenant_id, Customer.owner_id == from_id)
        .order_by(Customer.id)
        .limit(BATCH)
        .with_for_update(key_share=True)
    )
    statement = (
        update(Customer)
        .where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(batch))
        .values(owner_id=to_id)
        .returning(Customer.id)
    )
    moved = list(session.scalars(statement))
    note_changes(session, moved, clock.now())
    _note_all(session, actor, moved, from_id, to_id)
    return len(moved)


def _note_all(session: Session, actor: Actor, ids: Iterable[UUID], from_id: UUID, to_id: UUID) -> None:
    detail = {"before": {"owner_id": str(from_id)}, "after": {"owner_id": str(to_id)}}
    for customer_id in ids:
        feed.touch(session, KIND, customer_id)
        audit.record(session, actor, "customer.assign", KIND, customer_id, detail=detail)
