"""People who leave and come back: nobody stays without a manager, and nothing of theirs opens any more (SW-17)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.accounts.errors import HasReportsError
from server.accounts.models import Account, ConsoleSession, Employee, EnrolmentCode, Invitation
from server.accounts.service import extensions, memberships
from server.accounts.service.phones import drain_phones_of
from server.accounts.service.standing import (
    hold_people,
    keeping_an_administrator,
    refuse_outranked,
    seen,
    usable_title,
)
from server.accounts.service.transfer import order_transfer
from server.accounts.service.tree import below, check_manager, relocate
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import InvalidInputError


@dataclass(frozen=True)
class Leave:
    """Who leaves; his reports come under `reports_to`, else his manager; `transfer_to` gets what he has."""

    employee_id: UUID
    reports_to: UUID | None = None
    transfer_to: UUID | None = None


def deactivate(session: Session, actor: Actor, leave: Leave) -> Employee:
    """Let somebody leave: his sessions end with this commit, his phones may hand in for 7 days and read nothing.

    What he owned stays where it is, seen by those above him, until it is handed over. Raise HasReportsError for a root
    with reports whom nobody is named to take, OutrankedError, LastAdministratorError.
    """
    hold_people(session)
    employee = seen(session, actor, leave.employee_id)
    if employee.id == actor.employee_id:
        raise InvalidInputError(pointer="/employee_id", reason="oneself")
    refuse_outranked(session, actor, employee)
    if leave.transfer_to:
        order_transfer(session, actor, employee.id, leave.transfer_to)
    moved = _hand_reports_over(session, actor, employee, leave.reports_to)
    with keeping_an_administrator(session):
        employee.state, employee.left_at = "left", clock.now()
    _close_doors(session, employee)
    drain_phones_of(session, actor, employee.id)
    extensions.stop_of(session, actor, employee.id)
    if moved:
        memberships.after_tree_change(session, moved)
    memberships.after_leaving(session, employee)
    feed.touch(session, "employee", employee.id)
    detail = {"reports_to": leave.reports_to, "transfer_to": leave.transfer_to, "people": len(moved)}
    audit.record(session, actor, "employee.deactivate", "employee", employee.id, detail=detail)
    return employee


def _hand_reports_over(session: Session, actor: Actor, employee: Employee, reports_to: UUID | None) -> set[UUID]:
    """Put the leaver's reports under another manager, and return all who moved with them.

    Where the new manager stands below the leaver himself, his branch comes up to the leaver's place first.
    """
    statement = select(Employee).where(Employee.tenant_id == employee.tenant_id, Employee.manager_id == employee.id)
    reports = list(session.scalars(statement.order_by(Employee.id)))
    in_service = sum(report.state == "active" for report in reports)
    manager_id = reports_to or employee.manager_id
    if reports_to == employee.id:
        raise InvalidInputError(pointer="/reports_to", reason="oneself")
    if manager_id is None:
        if in_service:
            raise HasReportsError(reports=in_service)
        return set()
    if reports_to:
        check_manager(session, actor, reports_to)
    moved: set[UUID] = set()
    for report in sorted(reports, key=lambda report: manager_id not in below(session, report.id)):
        rises = manager_id in below(session, report.id)
        moved |= relocate(session, report, employee.manager_id if rises else manager_id)
    return moved


def _close_doors(session: Session, employee: Employee) -> None:
    """End the sessions, links and codes of an employee."""
    accounts = select(Account.id).where(Account.tenant_id == employee.tenant_id, Account.employee_id == employee.id)
    own = (ConsoleSession.tenant_id == employee.tenant_id, ConsoleSession.account_id.in_(accounts))
    session.execute(delete(ConsoleSession).where(*own))
    moment = clock.now()
    for table in (Invitation, EnrolmentCode):
        columns = table.__table__.c
        open_ones = (columns.tenant_id == employee.tenant_id, columns.employee_id == employee.id)
        statement = update(table).where(*open_ones, columns.used_at.is_(None), columns.expires_at > moment)
        session.execute(statement.values(expires_at=moment).execution_options(synchronize_session=False))


def reactivate(session: Session, actor: Actor, employee_id: UUID, manager_id: UUID | None = None) -> Employee:
    """Take somebody back: he signs in as before, with a title in use, under a manager in service.

    Without `manager_id` his manager is the one he had. His phones are enrolled anew.
    """
    hold_people(session)
    employee = seen(session, actor, employee_id, in_service=False)
    if employee.state == "active":
        return employee
    refuse_outranked(session, actor, employee)
    usable_title(session, employee.title_id)
    wanted = manager_id or employee.manager_id
    check_manager(session, actor, wanted)
    employee.state, employee.left_at = "active", None
    session.flush()
    if wanted != employee.manager_id:
        memberships.after_tree_change(session, relocate(session, employee, wanted))
    memberships.after_return(session, employee)
    feed.touch(session, "employee", employee.id)
    audit.record(session, actor, "employee.reactivate", "employee", employee.id, detail={"manager_id": wanted})
    return employee
