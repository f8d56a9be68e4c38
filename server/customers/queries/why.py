"""Why somebody sees a customer: every rule that shows it to him, with the names that it goes by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee, EmployeePath, Team, TeamMember
from server.accounts.rules import SEE_ALL
from server.core.actor import Actor
from server.customers.models import Customer, CustomerSetMember, Pool, Share
from server.customers.queries.customers import routes_of
from server.customers.queries.visibility import pools_of, shares_with, visible_to

Names = tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Reason:
    """One rule that shows the customer.

    `kind`: own, below, team, share, pool, route, all. `via` names what it goes by: the people from the actor down to
    the owner, the team, who shared it, the pool, the route. `until` is when a share ends.
    """

    kind: str
    via: Names = ()
    until: datetime | None = None


def reasons(session: Session, actor: Actor, customer_id: UUID) -> list[Reason]:
    """Return every reason why the actor sees the customer; none when he does not."""
    customer = session.scalars(select(Customer).where(visible_to(actor), Customer.id == customer_id)).one_or_none()
    if customer is None:
        return []
    rules: tuple[Callable[[Session, Actor, Customer], Iterator[Reason]], ...] = (
        _owned, _through_teams, _shared, _pooled, _on_routes, _all,
    )  # fmt: skip
    return [reason for rule in rules for reason in rule(session, actor, customer)]


def _owned(session: Session, actor: Actor, customer: Customer) -> Iterator[Reason]:
    if customer.owner_id == actor.employee_id:
        yield Reason("own")
        return
    above, below = aliased(EmployeePath), aliased(EmployeePath)
    chain = (
        select(Employee.id, Employee.name)
        .join(above, (above.tenant_id == Employee.tenant_id) & (above.descendant_id == Employee.id))
        .join(below, (below.tenant_id == Employee.tenant_id) & (below.ancestor_id == Employee.id))
        .where(
            Employee.tenant_id == actor.tenant_id,
            above.ancestor_id == actor.employee_id,
            below.descendant_id == customer.owner_id,
        )
        .order_by(above.depth)
    )
    found = _names(session.execute(chain).all())
    if found:
        yield Reason("below", found)


def _through_teams(session: Session, actor: Actor, customer: Customer) -> Iterator[Reason]:
    statement = (
        select(Team.id, Team.name)
        .join(TeamMember, (TeamMember.tenant_id == Team.tenant_id) & (TeamMember.team_id == Team.id))
        .where(
            Team.tenant_id == actor.tenant_id,
            Team.leader_id == actor.employee_id,
            Team.archived_at.is_(None),
            TeamMember.employee_id == customer.owner_id,
        )
        .order_by(Team.name)
    )
    for team in session.execute(statement):
        yield Reason("team", _names([team]))


def _shared(session: Session, actor: Actor, customer: Customer) -> Iterator[Reason]:
    sets = select(CustomerSetMember.set_id).where(
        CustomerSetMember.tenant_id == actor.tenant_id, CustomerSetMember.customer_id == customer.id
    )
    statement = (
        select(Employee.id, Employee.name, Share.expires_at)
        .join(Share, (Share.tenant_id == Employee.tenant_id) & (Share.granted_by == Employee.id))
        .where(shares_with(actor), or_(Share.customer_id == customer.id, Share.set_id.in_(sets)))
        .order_by(Share.granted_at)
    )
    for granter_id, name, expires_at in session.execute(statement):
        yield Reason("share", ((granter_id, name),), expires_at)


def _pooled(session: Session, actor: Actor, customer: Customer) -> Iterator[Reason]:
    statement = select(Pool.id, Pool.name).where(
        Pool.tenant_id == actor.tenant_id, Pool.id == customer.pool_id, Pool.id.in_(pools_of(actor))
    )
    for pool in session.execute(statement):
        yield Reason("pool", _names([pool]))


def _on_routes(session: Session, actor: Actor, customer: Customer) -> Iterator[Reason]:
    for route in routes_of(session, actor, customer.id, driven=True):
        yield Reason("route", _names([route]))


def _all(session: Session, actor: Actor, customer: Customer) -> Iterator[Reason]:
    del session, customer
    if actor.can(SEE_ALL):
        yield Reason("all")


def _names(rows: Sequence[Row[UUID, str]]) -> Names:
    return tuple((row[0], row[1]) for row in rows)
