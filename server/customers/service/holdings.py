"""Pools, saved sets and shares: whom else a customer is shown to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Team
from server.accounts.service import memberships
from server.audit import service as audit
from server.core import clock, feed, outbox
from server.core.actor import Actor
from server.core.database import savepoint, tenant_of
from server.core.errors import InvalidInputError, NotFoundError
from server.core.ids import new_id
from server.core.text import nfc
from server.customers.errors import NotYoursToShareError, PoolNameTakenError, ReceiverUnknownError
from server.customers.models import CustomerSet, CustomerSetMember, Pool, PoolManager, Share
from server.customers.queries import holdings as queries
from server.customers.queries import is_visible
from server.customers.service.profiles import KIND
from server.notifications.service import notify

EXPIRE = "customers.expire_share"


def refresh_holders(session: Session) -> None:
    """Bring in step who reads the scopes of pools and shares; people, teams and days change it."""
    session.flush()
    memberships.align(session, list(session.scalars(queries.holding_scopes(session))), queries.wanted_holders(session))


@dataclass(frozen=True)
class PoolChange:
    """What to change of a pool; None leaves a part as it is."""

    name: str | None = None
    manager_ids: list[UUID] | None = None
    archived: bool = False


def add_pool(session: Session, actor: Actor, name: str, manager_ids: Iterable[UUID]) -> Pool:
    """Set up a pool with its managers; raise PoolNameTakenError, ReceiverUnknownError."""
    pool = Pool(tenant_id=actor.tenant_id, id=new_id(), name=nfc(name).strip())
    _store(session, pool)
    _set_managers(session, pool, manager_ids)
    detail = {"after": {"name": pool.name, "managers": [str(one) for one in manager_ids]}}
    audit.record(session, actor, "pool.create", "pool", pool.id, detail=detail)
    return pool


def change_pool(session: Session, actor: Actor, pool_id: UUID, change: PoolChange) -> Pool:
    """Rename a pool, change its managers, or put it out of use; its customers stay with their owners."""
    pool = queries.pool(session, pool_id)
    if pool is None:
        raise NotFoundError(kind="pool", id=str(pool_id))
    if change.name is not None:
        pool.name = nfc(change.name).strip()
        _store(session, pool)
    if change.archived:
        pool.archived_at = clock.now()
    if change.manager_ids is not None:
        _set_managers(session, pool, change.manager_ids)
    refresh_holders(session)
    managers = None if change.manager_ids is None else [str(one) for one in change.manager_ids]
    after = {"name": change.name, "managers": managers, "archived": change.archived}
    audit.record(session, actor, "pool.change", "pool", pool.id, detail={"after": after})
    return pool


def _store(session: Session, pool: Pool) -> None:
    try:
        with savepoint(session):
            session.add(pool)
            session.flush()
    except IntegrityError as error:
        raise PoolNameTakenError(name=pool.name) from error


def _set_managers(session: Session, pool: Pool, manager_ids: Iterable[UUID]) -> None:
    chosen = set(manager_ids)
    _must_be_employed(session, chosen)
    session.execute(delete(PoolManager).where(PoolManager.tenant_id == pool.tenant_id, PoolManager.pool_id == pool.id))
    if chosen:
        rows = [{"tenant_id": pool.tenant_id, "pool_id": pool.id, "employee_id": one} for one in sorted(chosen)]
        session.execute(insert(PoolManager), rows)
    refresh_holders(session)


def _must_be_employed(session: Session, ids: set[UUID]) -> None:
    statement = select(Employee.id).where(
        Employee.tenant_id == tenant_of(session), Employee.id.in_(ids), Employee.state == "active"
    )
    if set(session.scalars(statement)) != ids:
        raise ReceiverUnknownError


def save_set(session: Session, actor: Actor, name: str, ids: Iterable[UUID]) -> CustomerSet:
    """Save customers that the actor may share as a set of his; raise NotYoursToShareError."""
    saved = CustomerSet(
        tenant_id=actor.tenant_id,
        id=new_id(),
        name=nfc(name).strip(),
        owner_id=actor.employee_id,
        created_at=clock.now(),
    )
    session.add(saved)
    session.flush()
    _add_members(session, actor, saved, set(ids))
    audit.record(session, actor, "customer_set.create", "customer_set", saved.id, detail={"name": saved.name})
    return saved


def change_set(
    session: Session, actor: Actor, set_id: UUID, name: str | None, add: Iterable[UUID], remove: Iterable[UUID]
) -> CustomerSet:
    """Rename a set of the actor's, add and remove customers; whoever it is shared with sees the difference."""
    saved = queries.own_set(session, actor, set_id)
    if saved is None:
        raise NotFoundError(kind="customer_set", id=str(set_id))
    saved.name = nfc(name).strip() if name else saved.name
    gone = set(remove)
    session.execute(
        delete(CustomerSetMember).where(
            CustomerSetMember.tenant_id == actor.tenant_id,
            CustomerSetMember.set_id == set_id,
            CustomerSetMember.customer_id.in_(gone),
        )
    )
    _touch(session, gone)
    _add_members(session, actor, saved, set(add))
    detail = {"name": name, "added": len(set(add)), "removed": len(gone)}
    audit.record(session, actor, "customer_set.change", "customer_set", set_id, detail=detail)
    return saved


def _add_members(session: Session, actor: Actor, saved: CustomerSet, ids: set[UUID]) -> None:
    _must_be_shareable(session, actor, ids)
    held = select(CustomerSetMember.customer_id).where(
        CustomerSetMember.tenant_id == actor.tenant_id, CustomerSetMember.set_id == saved.id
    )
    fresh = ids - set(session.scalars(held))
    if fresh:
        rows = [{"tenant_id": actor.tenant_id, "set_id": saved.id, "customer_id": one} for one in sorted(fresh)]
        session.execute(insert(CustomerSetMember), rows)
        _touch(session, fresh)


def _must_be_shareable(session: Session, actor: Actor, ids: set[UUID]) -> None:
    refused = ids - queries.owned_in_reach(session, actor, list(ids))
    if refused:
        raise NotYoursToShareError(ids=sorted(str(one) for one in refused))


@dataclass(frozen=True)
class NewShare:
    """A share to be given: of one customer or one set, to one person or one team."""

    customer_id: UUID | None = None
    set_id: UUID | None = None
    employee_id: UUID | None = None
    team_id: UUID | None = None
    level: str = "view"
    expires_at: datetime | None = None


def share(session: Session, actor: Actor, command: NewShare) -> Share:
    """Show a customer or a set to a person or a team (RB-26).

    The giver is the owner or above him, and gets no more by it: it does not pass on to the receiver's manager or
    people. Raises NotYoursToShareError, ReceiverUnknownError, InvalidInputError for an expiry that is past.
    """
    _check(session, actor, command)
    given = Share(
        tenant_id=actor.tenant_id,
        id=new_id(),
        granted_by=actor.employee_id,
        granted_at=clock.now(),
        **{name: getattr(command, name) for name in NewShare.__dataclass_fields__},
    )
    session.add(given)
    session.flush()
    shown = set(session.scalars(queries.customers_of(given)))
    _touch(session, shown)
    refresh_holders(session)
    if given.expires_at:
        wait = int((given.expires_at - clock.now()).total_seconds()) + 1
        outbox.send(session, EXPIRE, {"share_id": str(given.id)}, key=str(given.id), delay_s=max(1, wait))
    _audit(session, actor, "share.create", given)
    _tell(session, actor, given, len(shown))
    return given


def _check(session: Session, actor: Actor, command: NewShare) -> None:
    if command.expires_at and command.expires_at <= clock.now():
        raise InvalidInputError(pointer="/expires_at", reason="past")
    if command.customer_id:
        if not is_visible(session, actor, command.customer_id):
            raise NotFoundError(kind=KIND, id=str(command.customer_id))
        _must_be_shareable(session, actor, {command.customer_id})
    elif not command.set_id or queries.own_set(session, actor, command.set_id) is None:
        raise NotFoundError(kind="customer_set", id=str(command.set_id))
    if command.employee_id:
        _must_be_employed(session, {command.employee_id})
    elif session.scalar(_team(actor, command.team_id)) is None:
        raise ReceiverUnknownError


def _team(actor: Actor, team_id: UUID | None) -> Select[UUID]:
    return select(Team.id).where(Team.tenant_id == actor.tenant_id, Team.id == team_id, Team.archived_at.is_(None))


def _tell(session: Session, actor: Actor, given: Share, count: int) -> None:
    receivers = {who for who, scope in queries.wanted_holders(session) if scope == given.id} - {actor.employee_id}
    notify(
        session,
        employee_ids=receivers,
        kind="share",
        title={"vi": f"Được chia sẻ {count} khách hàng", "en": f"{count} customers were shared with you"},
        link=f"/customers/{given.customer_id}" if given.customer_id else None,
        key=f"share:{given.id}",
    )


def end_share(session: Session, actor: Actor, share_id: UUID) -> None:
    """End a share: with the next request its receiver does not see the customer, with the next pull he has it no more.

    Raises NotFoundError for a share that is over or none of the actor's business.
    """
    given = queries.revocable(session, actor, share_id)
    if given is None:
        raise NotFoundError(kind="share", id=str(share_id))
    _end(session, given, actor)


def expire_share(session: Session, share_id: UUID) -> None:
    """End a share whose time is over; one that was ended before, or is not yet due, is left alone."""
    given = session.get(Share, (tenant_of(session), share_id), with_for_update=True)
    if given and given.ended_at is None and given.expires_at and given.expires_at <= clock.now():
        _end(session, given, None)


def _end(session: Session, given: Share, actor: Actor | None) -> None:
    given.ended_at = clock.now()
    given.ended_by = actor.employee_id if actor else None
    session.flush()
    _touch(session, session.scalars(queries.customers_of(given)))
    memberships.align(session, [given.id], set())
    _audit(session, actor, "share.end", given)


def _audit(session: Session, actor: Actor | None, action: str, given: Share) -> None:
    names = ("set_id", "employee_id", "team_id", "level", "expires_at")
    detail = {name: str(value) for name in names if (value := getattr(given, name)) is not None}
    audit.record(session, actor, action, "share", given.id, customer_id=given.customer_id, detail=detail)


def _touch(session: Session, ids: Iterable[UUID]) -> None:
    for customer_id in ids:
        feed.touch(session, KIND, customer_id)
