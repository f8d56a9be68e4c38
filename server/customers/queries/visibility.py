"""Who may see a customer, and who may change it: the one predicate of this area.

A person sees the customers of everybody in his reach (his own, those of people below him and in teams that he leads),
those shared with him or his teams, those of pools that he manages, and those on routes that his people drive today.
Each rule stands alone; a function right is asked for besides (RB-29).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, bindparam, literal, or_, select, union_all
from sqlalchemy.engine import Compiled
from sqlalchemy.orm import Session

from server.accounts.models import Team, TeamMember
from server.accounts.queries import belongs_to_reach, reach_of
from server.accounts.rules import SEE_ALL
from server.core import sql
from server.core.actor import Actor
from server.core.statements import now, of_anybody, parameters_of
from server.customers.models import Customer, CustomerSetMember, Pool, PoolManager, Share

GRANTS: list[Callable[[Actor], Select[UUID]]] = []
"""Selects of further customers that a person sees, contributed by higher areas (a route's assignee)."""


def teams_of(actor: Actor) -> Select[UUID]:
    """Select the teams in use that the actor is in or leads."""
    member = select(TeamMember.team_id).where(
        TeamMember.tenant_id == actor.tenant_id, TeamMember.employee_id == actor.employee_id
    )
    return select(Team.id).where(
        Team.tenant_id == actor.tenant_id,
        Team.archived_at.is_(None),
        or_(Team.leader_id == actor.employee_id, Team.id.in_(member)),
    )


def shares_with(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that a share holds now and is for the actor or a team of his."""
    return (
        (Share.tenant_id == actor.tenant_id)
        & Share.ended_at.is_(None)
        & or_(Share.expires_at.is_(None), Share.expires_at > now())
        & or_(Share.employee_id == actor.employee_id, Share.team_id.in_(teams_of(actor)))
    )


def shared_ids(actor: Actor, level: str | None = None) -> tuple[Select[UUID | None], Select[UUID]]:
    """Select the customers shared with the actor, one by one and by sets; with `level`, by shares of that level."""
    holds = shares_with(actor) if level is None else shares_with(actor) & (Share.level == level)
    by_one = select(Share.customer_id).where(holds, Share.customer_id.is_not(None))
    by_set = (
        select(CustomerSetMember.customer_id)
        .join(
            Share,
            (Share.tenant_id == CustomerSetMember.tenant_id) & (Share.set_id == CustomerSetMember.set_id),
        )
        .where(holds)
    )
    return by_one, by_set


def pools_of(actor: Actor) -> Select[UUID]:
    """Select the pools in use that the actor manages."""
    return (
        select(PoolManager.pool_id)
        .join(Pool, (Pool.tenant_id == PoolManager.tenant_id) & (Pool.id == PoolManager.pool_id))
        .where(
            PoolManager.tenant_id == actor.tenant_id,
            PoolManager.employee_id == actor.employee_id,
            Pool.archived_at.is_(None),
        )
    )


def granted_ids(actor: Actor, level: str | None = None) -> list[Select[Any]]:
    """Select the customers that the actor sees whoever owns them; with `level` `edit`, those he may change."""
    pooled = select(Customer.id).where(Customer.tenant_id == actor.tenant_id, Customer.pool_id.in_(pools_of(actor)))
    return [*shared_ids(actor, level), pooled, *(grant(actor) for grant in GRANTS)]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may see a customer.

    It has two shapes with one meaning. Who has few people gathers ids: a handful of index scans. Who has very many
    filters rows, so that an ordered index can stop at the end of the page.
    """
    return _within(actor, granted_ids(actor))


def visible_beside(actor: Actor) -> ColumnElement[bool]:
    """Return the same criterion for the customers of rows that were chosen already, whoever asks.

    Each of the few is filtered. Gathered, all that somebody sees may be gone through again for every row: where the
    database had no figures of a young organisation yet, a page of 50 submissions took 24 s.
    """
    return visible_to(replace(actor, wide=True))


def editable_by(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that the actor may change a customer: he sees it, and not by a share to view alone."""
    return _within(actor, granted_ids(actor, "edit"))


def _within(actor: Actor, granted: list[Select[Any]]) -> ColumnElement[bool]:
    own_tenant = Customer.tenant_id == actor.tenant_id
    if actor.can(SEE_ALL):
        return own_tenant
    owner = Customer.__table__.c.owner_id
    if actor.wide:
        return own_tenant & or_(owner.in_(reach_of(actor)), *(Customer.id.in_(ids) for ids in granted))
    owned = select(Customer.id).where(own_tenant, owner.in_(reach_of(actor))).correlate(None)
    return own_tenant & Customer.id.in_(union_all(owned, *granted))


def granted_beyond_reach(actor: Actor) -> Select[UUID]:
    """Select, each once, the customers in use that the actor sees although their owner is not in his reach."""
    return select(Customer.id).where(
        Customer.tenant_id == actor.tenant_id,
        Customer.archived_at.is_(None),
        Customer.id.in_(union_all(*granted_ids(actor))),
        ~belongs_to_reach(actor, Customer.__table__.c.owner_id),
    )


def is_visible(session: Session, actor: Actor, customer_id: UUID) -> bool:
    """Tell whether the actor may see the customer."""
    return session.scalar(select(literal(1)).where(visible_to(actor), Customer.id == customer_id)) is not None


@dataclass(frozen=True)
class Allowed:
    """Of some customers, those that a person may see and those that he may change."""

    visible: frozenset[UUID] = frozenset()
    editable: frozenset[UUID] = frozenset()


def allowed_among(session: Session, actor: Actor, ids: Collection[UUID]) -> Allowed:
    """Return which of the customers the actor may see and change."""
    if not ids:
        return Allowed()
    values = {**parameters_of(actor), "ids": list(ids)}
    rows = sql.run_compiled(session, _allowed(see_all=actor.can(SEE_ALL)), values)
    return Allowed(frozenset(row.id for row in rows), frozenset(row.id for row in rows if row.editable))


@cache
def _allowed(*, see_all: bool) -> Compiled:
    """Filter the few rows asked for, rather than gather all that somebody sees to look for them there.

    The statement is made once: making it takes longer than running it.
    """
    some = of_anybody(frozenset({SEE_ALL} if see_all else ()), wide=True)
    asked = Customer.id == any_(bindparam("ids", type_=ARRAY(Uuid)))
    return sql.compiled(select(Customer.id, editable_by(some).label("editable")).where(visible_to(some), asked))


def visible_ids(actor: Actor) -> Select[UUID]:
    """Select the ids of the customers that the actor may see."""
    return select(Customer.id).where(visible_to(actor))
