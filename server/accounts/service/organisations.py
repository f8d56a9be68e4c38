"""Making an organisation and its set-up: branches, departments, titles and what they may do."""

from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from server.accounts.models import Branch, Department, Organisation, RightGrant, Title
from server.accounts.rules import SHIPPED
from server.core import clock, feed
from server.core.database import tenant_of, work_for
from server.core.feed import TenantClock
from server.core.ids import new_id


def found_organisation(session: Session, name: str, hotline: str | None = None) -> Organisation:
    """Make an organisation with its clock and the shipped departments, and let the session work for it."""
    tenant_id = int(session.scalar(text("SELECT nextval('organisation_id_seq')")) or 0)
    work_for(session, tenant_id)
    organisation = Organisation(id=tenant_id, uuid=new_id(), name=name, hotline=hotline, created_at=clock.now())
    session.add(organisation)
    session.flush()
    session.add(TenantClock(tenant_id=tenant_id, seq=0, audited=0, epoch=new_id()))
    session.flush()
    for department, title, verbs in SHIPPED.values():
        made = add_department(session, department, verbs)
        add_title(session, made.id, title)
    feed.touch(session, "organisation", organisation.uuid)
    return organisation


def add_branch(session: Session, name: str) -> Branch:
    """Add a branch to the session's organisation."""
    branch = Branch(tenant_id=tenant_of(session), id=new_id(), name=name)
    session.add(branch)
    session.flush()
    return branch


def add_department(session: Session, name: str, verbs: frozenset[str] = frozenset()) -> Department:
    """Add a department that may do `verbs`."""
    department = Department(tenant_id=tenant_of(session), id=new_id(), name=name)
    session.add(department)
    session.flush()
    about = {"tenant_id": department.tenant_id, "department_id": department.id, "allowed": True}
    grants = [{**about, "verb": verb, "granted_at": clock.now()} for verb in sorted(verbs)]
    if grants:
        session.execute(insert(RightGrant), grants)
    return department


def add_title(session: Session, department_id: UUID, name: str) -> Title:
    """Add a title to a department; it may do what the department may."""
    title = Title(tenant_id=tenant_of(session), id=new_id(), department_id=department_id, name=name)
    session.add(title)
    session.flush()
    return title


def shipped_title(session: Session, part: str, name: str | None = None) -> UUID:
    """Return the title `name` (else the shipped one) in the department of `part`, a key of SHIPPED; made if missing."""
    department_name, shipped, _ = SHIPPED[part]
    tenant_id = tenant_of(session)
    department_id = session.scalars(
        select(Department.id).where(
            Department.tenant_id == tenant_id,
            func.fold_vi(Department.name) == func.fold_vi(department_name),
            Department.archived_at.is_(None),
        )
    ).one()
    found = session.scalar(
        select(Title.id).where(
            Title.tenant_id == tenant_id,
            Title.department_id == department_id,
            func.fold_vi(Title.name) == func.fold_vi(name or shipped),
            Title.archived_at.is_(None),
        )
    )
    return found or add_title(session, department_id, name or shipped).id
