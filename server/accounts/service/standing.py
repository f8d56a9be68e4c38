"""What every change among people is checked against: who may be seen, who may hand on what, who must remain."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.errors import ArchivedError, CannotGrantError, LastAdministratorError, OutrankedError
from server.accounts.models import Department, Employee, Organisation, Title
from server.accounts.queries.rights import rights_of_title, somebody_may
from server.accounts.rules import VERBS, lacking
from server.core.actor import Actor
from server.core.database import savepoint, tenant_of
from server.core.errors import DomainError, NotFoundError

GRANT = "right.grant"


def hold_people(session: Session) -> None:
    """Hold the organisation's people, their tree and their rights until the commit; call it before reading them.

    What a change is checked against (no cycle, somebody who may grant rights) spans rows that no single lock covers.
    """
    statement = select(Organisation.id).where(Organisation.id == tenant_of(session))
    session.execute(statement.with_for_update(key_share=True))


def seen(session: Session, actor: Actor, employee_id: UUID, *, in_service: bool = True) -> Employee:
    """Return an employee whom the actor sees; raise NotFoundError, or ArchivedError when he has left."""
    found = session.scalars(queries.visible_to(actor).where(Employee.id == employee_id)).one_or_none()
    if found is None:
        raise NotFoundError(kind="employee", id=str(employee_id))
    if in_service and found.state != "active":
        raise ArchivedError(name=found.name)
    return found


def usable_title(session: Session, title_id: UUID) -> Title:
    """Return a title in use of a department in use; raise NotFoundError or ArchivedError."""
    statement = (
        select(Title, Department.archived_at)
        .join(Department, (Department.tenant_id == Title.tenant_id) & (Department.id == Title.department_id))
        .where(Title.tenant_id == tenant_of(session), Title.id == title_id)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError(kind="title", id=str(title_id))
    title, department_archived_at = row
    if title.archived_at or department_archived_at:
        raise ArchivedError(name=title.name)
    return title


def rights_by_title(session: Session, employee: Employee) -> frozenset[str]:
    """Return what an employee may do by his title, whether he is in service or not."""
    statement = select(Title).where(Title.tenant_id == employee.tenant_id, Title.id == employee.title_id)
    return rights_of_title(session, session.scalars(statement).one())


def labels(verbs: Iterable[str]) -> dict[str, object]:
    """Return verbs with their names in both languages, as a refusal tells them."""
    chosen = list(verbs)
    vietnamese, english = ([getattr(VERBS[verb], part) for verb in chosen] for part in ("vi", "en"))
    return {"verbs": chosen, "names_vi": ", ".join(vietnamese), "names_en": ", ".join(english)}


def refuse_handing_on(actor: Actor, verbs: Iterable[str]) -> None:
    """Raise CannotGrantError for verbs that the actor lacks."""
    missing = lacking(actor.rights, verbs)
    if missing:
        raise CannotGrantError(**labels(missing))


def refuse_outranked(session: Session, actor: Actor, employee: Employee) -> None:
    """Raise OutrankedError when the employee, were he in service, would hold rights that the actor lacks."""
    missing = lacking(actor.rights, rights_by_title(session, employee))
    if missing:
        raise OutrankedError(**labels(missing))


@contextmanager
def keeping_an_administrator(session: Session) -> Iterator[None]:
    """Let the block change rights, titles or people; raise LastAdministratorError when nobody is left to grant rights.

    The caller holds the people. An organisation whose first administrator has not signed in yet has none to lose.
    """
    stood = somebody_may(session, GRANT)
    yield
    session.flush()
    if stood and not somebody_may(session, GRANT):
        raise LastAdministratorError


@contextmanager
def unless_taken(session: Session, refusal: DomainError, *indexes: str) -> Iterator[None]:
    """Let the block write rows; raise `refusal` where one of the unique `indexes` already has such a row."""
    try:
        with savepoint(session):
            yield
            session.flush()
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) in indexes:
            raise refusal from error
        raise
