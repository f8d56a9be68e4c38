"""Reading the extensions of the organisation's telephone exchange."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Extension
from server.accounts.queries.people import Person
from server.core.database import tenant_of

MOST_STOPPED = 100


@dataclass(frozen=True)
class ExtensionView:
    """An extension with who has it, or had it until it was stopped."""

    id: UUID
    employee: Person
    number: str
    ring: str
    forward_to: list[str]
    issued_at: datetime
    stopped_at: datetime | None


def extensions(session: Session) -> list[ExtensionView]:
    """Return the extensions in use by number, then those stopped last."""
    statement = (
        select(Extension, Employee.name)
        .join(Employee, (Employee.tenant_id == Extension.tenant_id) & (Employee.id == Extension.employee_id))
        .where(Extension.tenant_id == tenant_of(session))
    )
    used = statement.where(Extension.stopped_at.is_(None)).order_by(Extension.number)
    stopped = statement.where(Extension.stopped_at.is_not(None)).order_by(Extension.stopped_at.desc(), Extension.id)
    rows = [*session.execute(used), *session.execute(stopped.limit(MOST_STOPPED))]
    return [_view(extension, name) for extension, name in rows]


def _view(row: Extension, name: str) -> ExtensionView:
    person = Person(row.employee_id, name)
    return ExtensionView(row.id, person, row.number, row.ring, row.forward_to, row.issued_at, row.stopped_at)


def extension(session: Session, extension_id: UUID) -> Extension | None:
    """Return an extension of the organisation, in use or stopped."""
    statement = select(Extension).where(Extension.tenant_id == tenant_of(session), Extension.id == extension_id)
    return session.scalars(statement).one_or_none()


def in_use(session: Session) -> list[Extension]:
    """Return the extensions in use."""
    statement = select(Extension).where(Extension.tenant_id == tenant_of(session), Extension.stopped_at.is_(None))
    return list(session.scalars(statement))


def number_of(session: Session, employee_id: UUID) -> str | None:
    """Return the extension that an employee dials from."""
    return next((one.number for one in in_use(session) if one.employee_id == employee_id), None)
