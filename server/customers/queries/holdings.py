"""Reading pools, sets and shares, and who reads their scopes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select, union
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee, Team, TeamMember
from server.accounts.queries import belongs_to_reach
from server.accounts.queries.readers import Membership
from server.core import clock
from server.core.actor import Actor
from server.core.database import tenant_of
from server.customers.models import Customer, CustomerSet, CustomerSetMember, Pool, PoolManager, Share
from server.customers.queries.visibility import visible_to


def pools(session: Session, actor: Actor) -> list[Row[UUID, str, int]]:
    """Return id, name and number of customers of the pools in use, by name."""
    count = (
        select(func.count())
        .select_from(Customer)
        .where(Customer.tenant_id == Pool.tenant_id, Customer.pool_id == Pool.id, Customer.archived_at.is_(None))
        .scalar_subquery()
    )
    statement = select(Pool.id, Pool.name, count).where(Pool.tenant_id == actor.tenant_id, Pool.archived_at.is_(None))
    return list(session.execute(statement.order_by(Pool.name)))


def pool(session: Session, pool_id: UUID) -> Pool | None:
    """Return a pool in use, held until the end of the transaction."""
    statement = select(Pool).where(Pool.tenant_id == tenant_of(session), Pool.id == pool_id, Pool.archived_at.is_(None))
    return session.scalars(statement.with_for_update()).one_or_none()


def managers(session: Session, pool_ids: list[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """Return (id, name) of the managers of each pool."""
    statement = (
        select(PoolManager.pool_id, Employee.id, Employee.name)
        .join(Employee, (Employee.tenant_id == PoolManager.tenant_id) & (Employee.id == PoolManager.employee_id))
        .where(PoolManager.tenant_id == tenant_of(session), PoolManager.pool_id.in_(pool_ids))
        .order_by(Employee.name)
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {pool_id: [] for pool_id in pool_ids}
    for pool_id, employee_id, name in session.execute(statement):
        found[pool_id].append((employee_id, name))
    return found


@dataclass(frozen=True)
class Shared:
    """A share as people read it: what is shared, with whom, by whom."""

    share: Share
    customer_name: str | None
    set_name: str | None
    set_size: int | None
    receiver: str
    granter: str


def shares(session: Session, actor: Actor, customer_id: UUID | None = None) -> list[Shared]:
    """Return the shares that hold: of a visible customer, else those that the actor gave or that were given for his."""
    set_size = (
        select(func.count())
        .select_from(CustomerSetMember)
        .where(CustomerSetMember.tenant_id == Share.tenant_id, CustomerSetMember.set_id == Share.set_id)
        .scalar_subquery()
    )
    receiver, granter = aliased(Employee), aliased(Employee)
    statement = (
        select(Share, Customer.name, CustomerSet.name, set_size, func.coalesce(receiver.name, Team.name), granter.name)
        .outerjoin(Customer, (Customer.tenant_id == Share.tenant_id) & (Customer.id == Share.customer_id))
        .outerjoin(CustomerSet, (CustomerSet.tenant_id == Share.tenant_id) & (CustomerSet.id == Share.set_id))
        .outerjoin(receiver, (receiver.tenant_id == Share.tenant_id) & (receiver.id == Share.employee_id))
        .outerjoin(Team, (Team.tenant_id == Share.tenant_id) & (Team.id == Share.team_id))
        .join(granter, (granter.tenant_id == Share.tenant_id) & (granter.id == Share.granted_by))
        .where(Share.tenant_id == actor.tenant_id, holds_now())
        .order_by(Share.granted_at.desc(), Share.id)
        .limit(500)
    )
    if customer_id is None:
        statement = statement.where(belongs_to_reach(actor, Share.__table__.c.granted_by))
    else:
        sets = select(CustomerSetMember.set_id).where(
            CustomerSetMember.tenant_id == actor.tenant_id, CustomerSetMember.customer_id == customer_id
        )
        seen = select(Customer.id).where(visible_to(actor), Customer.id == customer_id).exists()
        statement = statement.where(seen, or_(Share.customer_id == customer_id, Share.set_id.in_(sets)))
    return [Shared(*row) for row in session.execute(statement)]


def holds_now() -> ColumnElement[bool]:
    """Return the criterion that a share holds at this moment."""
    return Share.ended_at.is_(None) & or_(Share.expires_at.is_(None), Share.expires_at > clock.now())


def revocable(session: Session, actor: Actor, share_id: UUID) -> Share | None:
    """Return a share that the actor may end: given by somebody in his reach, or of a customer owned there."""
    owned = select(Customer.id).where(
        Customer.tenant_id == actor.tenant_id, belongs_to_reach(actor, Customer.__table__.c.owner_id)
    )
    statement = select(Share).where(
        Share.tenant_id == actor.tenant_id,
        Share.id == share_id,
        Share.ended_at.is_(None),
        or_(belongs_to_reach(actor, Share.__table__.c.granted_by), Share.customer_id.in_(owned)),
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def customers_of(share: Share) -> Select[UUID]:
    """Select the customers that a share shows."""
    if share.customer_id is not None:
        return select(literal(share.customer_id))
    return select(CustomerSetMember.customer_id).where(
        CustomerSetMember.tenant_id == share.tenant_id, CustomerSetMember.set_id == share.set_id
    )


def sets(session: Session, actor: Actor) -> list[Row[UUID, str, datetime, int]]:
    """Return id, name, when made and size of the actor's saved sets, by name."""
    count = (
        select(func.count())
        .select_from(CustomerSetMember)
        .where(CustomerSetMember.tenant_id == CustomerSet.tenant_id, CustomerSetMember.set_id == CustomerSet.id)
        .scalar_subquery()
    )
    statement = select(CustomerSet.id, CustomerSet.name, CustomerSet.created_at, count).where(
        CustomerSet.tenant_id == actor.tenant_id, CustomerSet.owner_id == actor.employee_id
    )
    return list(session.execute(statement.order_by(CustomerSet.name)))


def own_set(session: Session, actor: Actor, set_id: UUID) -> CustomerSet | None:
    """Return a saved set of the actor's own, held until the end of the transaction."""
    statement = select(CustomerSet).where(
        CustomerSet.tenant_id == actor.tenant_id, CustomerSet.id == set_id, CustomerSet.owner_id == actor.employee_id
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def owned_in_reach(session: Session, actor: Actor, ids: list[UUID]) -> set[UUID]:
    """Return those of the customers whose owner is in the actor's reach: he may share them."""
    statement = select(Customer.id).where(
        Customer.tenant_id == actor.tenant_id,
        Customer.id.in_(ids),
        belongs_to_reach(actor, Customer.__table__.c.owner_id),
    )
    return set(session.scalars(statement))


def wanted_holders(session: Session) -> set[Membership]:
    """Return who is to read the scopes of pools (their managers) and of shares (whom they are for)."""
    tenant_id = tenant_of(session)
    to_one = select(Share.employee_id, Share.id).where(
        Share.tenant_id == tenant_id, holds_now(), Share.employee_id.is_not(None)
    )
    to_team = (
        select(TeamMember.employee_id, Share.id)
        .join(Share, (Share.tenant_id == TeamMember.tenant_id) & (Share.team_id == TeamMember.team_id))
        .join(Team, (Team.tenant_id == TeamMember.tenant_id) & (Team.id == TeamMember.team_id))
        .where(TeamMember.tenant_id == tenant_id, holds_now(), Team.archived_at.is_(None))
    )
    to_leader = (
        select(Team.leader_id, Share.id)
        .join(Share, (Share.tenant_id == Team.tenant_id) & (Share.team_id == Team.id))
        .where(Team.tenant_id == tenant_id, holds_now(), Team.archived_at.is_(None))
    )
    of_pool = (
        select(PoolManager.employee_id, PoolManager.pool_id)
        .join(Pool, (Pool.tenant_id == PoolManager.tenant_id) & (Pool.id == PoolManager.pool_id))
        .where(PoolManager.tenant_id == tenant_id, Pool.archived_at.is_(None))
    )
    pairs = union(to_one, to_team, to_leader, of_pool).subquery()
    who, scope = pairs.c
    statement = select(who, scope).join(
        Employee, (Employee.tenant_id == tenant_id) & (Employee.id == who) & (Employee.state == "active")
    )
    return {(row[0], row[1]) for row in session.execute(statement)}


def holding_scopes(session: Session) -> Select[UUID]:
    """Select the scopes of all pools and shares that somebody may read."""
    tenant_id = tenant_of(session)
    pools_ = select(Pool.id).where(Pool.tenant_id == tenant_id)
    both = union(pools_, select(Share.id).where(Share.tenant_id == tenant_id)).subquery()
    return select(both.c.id)
