"""Who reads whose scope of the change feed: the other side of `belongs_to_reach`, for everybody at once."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee, EmployeePath, RightGrant, Team, TeamMember, Title
from server.accounts.rules import SEE_ALL
from server.core.database import pending, tenant_of
from server.core.feed import FeedMember

Membership = tuple[UUID, UUID]
"""(employee, scope): he reads it."""


def readers(tenant_id: int, chosen: Iterable[UUID] | None = None) -> Subquery:
    """Select (reader_id, employee_id): who sees what the employee owns. A pair may come twice.

    With `chosen`, only the pairs in which one of these is the reader or the employee: each part is narrowed by itself,
    so that it is a few index scans whatever the planner knows of the tables.
    """
    narrow = _narrowing(None if chosen is None else list(chosen))
    above = select(EmployeePath.ancestor_id.label("reader_id"), EmployeePath.descendant_id.label("employee_id")).where(
        EmployeePath.tenant_id == tenant_id, narrow(EmployeePath.ancestor_id, EmployeePath.descendant_id)
    )
    leaders = (
        select(Team.leader_id, TeamMember.employee_id)
        .join(TeamMember, (TeamMember.tenant_id == Team.tenant_id) & (TeamMember.team_id == Team.id))
        .where(Team.tenant_id == tenant_id, Team.archived_at.is_(None), narrow(Team.leader_id, TeamMember.employee_id))
    )
    seers = _all_seeing(tenant_id)
    of_all = (
        select(seers.c.id, Employee.id)
        .select_from(seers)
        .join(Employee, Employee.tenant_id == tenant_id)
        .where(narrow(seers.c.id, Employee.id))
    )
    pairs = union_all(above, leaders, of_all).subquery()
    reader = aliased(Employee)
    return (
        select(pairs.c.reader_id, pairs.c.employee_id)
        .join(reader, (reader.tenant_id == tenant_id) & (reader.id == pairs.c.reader_id) & (reader.state == "active"))
        .subquery()
    )


def _narrowing(chosen: list[UUID] | None) -> Callable[[Any, Any], ColumnElement[bool]]:
    """Return what makes the criterion that one of two columns is among the chosen; of any, for None."""
    if chosen is None:
        return lambda _reader, _employee: true()
    return lambda reader, employee: or_(reader.in_(chosen), employee.in_(chosen))


def _all_seeing(tenant_id: int) -> Subquery:
    """Select the employees who see everybody's: their title's word first, else their department's (RB-16)."""

    def said(subject: ColumnElement[UUID]) -> ScalarSelect[bool]:
        return (
            select(RightGrant.allowed)
            .where(RightGrant.tenant_id == tenant_id, RightGrant.subject_id == subject, RightGrant.verb == SEE_ALL)
            .correlate(Title)
            .scalar_subquery()
        )

    return (
        select(Employee.id)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .where(
            Employee.tenant_id == tenant_id,
            func.coalesce(said(Title.__table__.c.id), said(Title.__table__.c.department_id), literal(False)),
        )
        .subquery()
    )


def wanted_readers(session: Session, employee_ids: Iterable[UUID] | None) -> set[Membership]:
    """Return who is to read the scopes of these employees (None: of all), and all that they themselves are to read."""
    pairs = readers(tenant_of(session), employee_ids)
    statement = select(pairs.c.reader_id, pairs.c.employee_id).distinct()
    return {(row.reader_id, row.employee_id) for row in session.execute(statement)}


def standing_readers(session: Session, employee_ids: Iterable[UUID] | None) -> set[Membership]:
    """Return who reads the scopes of these employees (None: of all) now, and what they themselves read of others'."""
    statement = (
        select(FeedMember.employee_id, FeedMember.scope)
        .join(Employee, (Employee.tenant_id == FeedMember.tenant_id) & (Employee.id == FeedMember.scope))
        .where(FeedMember.tenant_id == tenant_of(session), FeedMember.revoked_seq.is_(None))
    )
    chosen = None if employee_ids is None else set(employee_ids)
    if chosen is not None:
        statement = statement.where(or_(FeedMember.scope.in_(chosen), FeedMember.employee_id.in_(chosen)))
    found = {(row.employee_id, row.scope) for row in session.execute(statement)}
    people = _employees_among(session, {scope for _, scope in pending(session).memberships})
    return _with_pending(
        session, found, lambda pair: pair[1] in people and (chosen is None or not chosen.isdisjoint(pair))
    )


def _employees_among(session: Session, ids: set[UUID]) -> set[UUID]:
    if not ids:
        return set()
    statement = select(Employee.id).where(Employee.tenant_id == tenant_of(session), Employee.id.in_(ids))
    return set(session.scalars(statement))


def standing_members(session: Session, scopes: Iterable[UUID] | Select[UUID]) -> set[Membership]:
    """Return who reads these scopes now, what this transaction has decided included."""
    chosen = set(session.scalars(scopes) if isinstance(scopes, Select) else scopes)
    statement = select(FeedMember.employee_id, FeedMember.scope).where(
        FeedMember.tenant_id == tenant_of(session), FeedMember.revoked_seq.is_(None), FeedMember.scope.in_(chosen)
    )
    found = {(row.employee_id, row.scope) for row in session.execute(statement)}
    return _with_pending(session, found, lambda pair: pair[1] in chosen)


def _with_pending(session: Session, found: set[Membership], concerns: Callable[[Membership], bool]) -> set[Membership]:
    for pair, joined in pending(session).memberships.items():
        if concerns(pair):
            (found.add if joined else found.discard)(pair)
    return found
