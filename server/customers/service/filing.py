"""Files kept for a customer under a name: uploaded like any other, and seen by whoever sees the customer."""

from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.text import nfc
from server.customers import queries
from server.customers.errors import FileNotUploadedError, TooManyFilesError
from server.customers.models import Customer
from server.customers.record_models import CustomerFile
from server.customers.service.holding import held_for_change
from server.media.models import MediaObject

KIND = "customer"
MOST_FILES = 500

Filed = Row[CustomerFile, str, str, int, str]
"""A file, who added it, its type, its size in bytes and its state."""


def add(session: Session, actor: Actor, customer_id: UUID, media_id: UUID, name: str) -> CustomerFile:
    """Keep a file that the actor uploaded for a customer that he may change; the same one again changes nothing.

    What is refused as a file (its type, its size) was refused when it was uploaded. Raises FileNotUploadedError,
    TooManyFilesError, NotFoundError, NotYoursToChangeError.
    """
    held_for_change(session, actor, [customer_id])
    media = session.get(MediaObject, (actor.tenant_id, media_id))
    if media is None or media.employee_id != actor.employee_id or media.stored_at is None:
        raise FileNotUploadedError(id=str(media_id))
    standing = [one for one in _standing(session, actor, customer_id) if one.media_id == media_id]
    if standing:
        return standing[0]
    return _added(session, actor, customer_id, media_id, name)


def _added(session: Session, actor: Actor, customer_id: UUID, media_id: UUID, name: str) -> CustomerFile:
    if len(_standing(session, actor, customer_id)) >= MOST_FILES:
        raise TooManyFilesError(limit=MOST_FILES)
    kept = CustomerFile(
        tenant_id=actor.tenant_id,
        id=new_id(),
        customer_id=customer_id,
        media_id=media_id,
        name=nfc(name).strip(),
        added_by=actor.employee_id,
        added_at=clock.now(),
    )
    session.add(kept)
    session.flush()
    audit.record(session, actor, "customer.file_add", KIND, customer_id, detail={"after": {"file": kept.name}})
    return kept


def _standing(session: Session, actor: Actor, customer_id: UUID) -> list[CustomerFile]:
    statement = select(CustomerFile).where(
        CustomerFile.tenant_id == actor.tenant_id,
        CustomerFile.customer_id == customer_id,
        CustomerFile.removed_at.is_(None),
    )
    return list(session.scalars(statement))


def files(session: Session, actor: Actor, customer_id: UUID) -> list[Filed]:
    """Return the files of a visible customer, the newest first; raise NotFoundError."""
    if not queries.is_visible(session, actor, customer_id):
        raise NotFoundError(kind=KIND, id=str(customer_id))
    media = MediaObject
    statement = (
        select(CustomerFile, Employee.name, media.type, media.size, media.state)
        .join(Employee, (Employee.tenant_id == CustomerFile.tenant_id) & (Employee.id == CustomerFile.added_by))
        .join(media, (media.tenant_id == CustomerFile.tenant_id) & (media.id == CustomerFile.media_id))
        .where(
            CustomerFile.tenant_id == actor.tenant_id,
            CustomerFile.customer_id == customer_id,
            CustomerFile.removed_at.is_(None),
        )
    )
    return list(session.execute(statement.order_by(CustomerFile.added_at.desc(), CustomerFile.id)))


def remove(session: Session, actor: Actor, customer_id: UUID, file_id: UUID) -> None:
    """Take a file out of a customer's sight; raise NotFoundError, NotYoursToChangeError."""
    held_for_change(session, actor, [customer_id])
    kept = session.get(CustomerFile, (actor.tenant_id, file_id), with_for_update=True)
    if kept is None or kept.customer_id != customer_id or kept.removed_at:
        raise NotFoundError(kind="customer_file", id=str(file_id))
    kept.removed_at, kept.removed_by = clock.now(), actor.employee_id
    audit.record(session, actor, "customer.file_remove", KIND, customer_id, detail={"before": {"file": kept.name}})


def shows(session: Session, actor: Actor, media_id: UUID) -> bool:
    """Tell whether the actor sees a file because it is kept for a customer that he sees."""
    statement = (
        select(func.count())
        .select_from(CustomerFile)
        .join(Customer, (Customer.tenant_id == CustomerFile.tenant_id) & (Customer.id == CustomerFile.customer_id))
        .where(
            CustomerFile.tenant_id == actor.tenant_id,
            CustomerFile.media_id == media_id,
            CustomerFile.removed_at.is_(None),
            queries.visible_to(actor),
        )
    )
    return bool(session.scalar(statement))
