"""Keeping who reads which scope of the change feed in step with the tree, the teams and the rights.

Called in the transaction that changes these, so that no phone ever sees half of a change. Other areas whose scopes
depend on people (routes, shares, pools) put themselves into FOLLOWERS.
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Organisation, TeamMember
from server.accounts.queries.readers import (
    Membership,
    standing_members,
    standing_readers,
    wanted_readers,
)
from server.core import feed
from server.core.database import pending, tenant_of
from server.core.feed import FeedMember

FOLLOWERS: list[Callable[[Session], None]] = []
"""What other areas do when people, teams or the tree have changed; wired by the composition root."""


def settle(wanted: set[Membership], standing: set[Membership], session: Session) -> None:
    """Let those join who are to read and do not, and leave who read and are not to."""
    for employee_id, scope in sorted(wanted - standing):
        feed.join_scope(session, employee_id, scope)
    for employee_id, scope in sorted(standing - wanted):
        feed.leave_scope(session, employee_id, scope)


def align(session: Session, scopes: Iterable[UUID], wanted: set[Membership]) -> None:
    """Let just `wanted` read these scopes."""
    # Standing first: what another transaction adds between the reads is joined twice, never taken away.
    settle(wanted, standing_members(session, scopes), session)


def after_hire(session: Session, employees: Sequence[Employee]) -> None:
    """Let new employees read what is theirs, and those above them their scopes."""
    everybody = _organisation_scope(session)
    for employee in employees:
        for scope in (employee.inbox, everybody):
            feed.join_scope(session, employee.id, scope)
    refresh(session, [employee.id for employee in employees])


def after_tree_change(session: Session, employee_ids: Iterable[UUID]) -> None:
    """Bring in step who reads the scopes of employees that have moved, with everything that follows from it."""
    refresh(session, employee_ids)
    _tell_followers(session)


def after_team_change(session: Session, team_id: UUID, former: Iterable[UUID] = ()) -> None:
    """Bring in step who reads the scopes of a team's members, the `former` ones included."""
    members = select(TeamMember.employee_id).where(
        TeamMember.tenant_id == tenant_of(session), TeamMember.team_id == team_id
    )
    refresh(session, {*session.scalars(members), *former})
    _tell_followers(session)


def after_rights_change(session: Session) -> None:
    """Bring in step who sees everybody's data."""
    refresh(session, None)
    _tell_followers(session)


def after_leaving(session: Session, employee: Employee) -> None:
    """Take every scope from an employee who has left; what he owned stays visible to those above him."""
    standing = select(FeedMember.scope).where(
        FeedMember.tenant_id == employee.tenant_id,
        FeedMember.employee_id == employee.id,
        FeedMember.revoked_seq.is_(None),
    )
    joining = {scope for (who, scope), joined in pending(session).memberships.items() if who == employee.id and joined}
    for scope in sorted({*session.scalars(standing), *joining}):
        feed.leave_scope(session, employee.id, scope)
    _tell_followers(session)


def after_return(session: Session, employee: Employee) -> None:
    """Give an employee who has come back what he read."""
    after_hire(session, [employee])
    _tell_followers(session)


def refresh(session: Session, employee_ids: Iterable[UUID] | None) -> None:
    """Bring in step who reads the scopes of these employees (None: of all) and what they read of others'."""
    session.flush()
    chosen = None if employee_ids is None else list(employee_ids)
    standing = standing_readers(session, chosen)
    settle(wanted_readers(session, chosen), standing, session)


def _tell_followers(session: Session) -> None:
    for follow in FOLLOWERS:
        follow(session)


def _organisation_scope(session: Session) -> UUID:
    return session.scalars(select(Organisation.uuid).where(Organisation.id == tenant_of(session))).one()
