"""Reading notes; who sees a customer sees what is noted about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.activities.models import Note, NoteFile, NoteMention
from server.activities.queries.sight import seen_customer
from server.core.actor import Actor
from server.core.database import tenant_of
from server.media.models import MediaObject


@dataclass
class Attached:
    """What hangs on a note: people whom it calls (id, name), and files (id, type, state)."""

    mentions: list[tuple[UUID, str]] = field(default_factory=list)
    files: list[tuple[UUID, str, str]] = field(default_factory=list)


def standing(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion that a note of the actor's organisation was not deleted."""
    return (Note.tenant_id == actor.tenant_id) & Note.deleted_at.is_(None)


def page(
    session: Session, actor: Actor, customer_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Note]:
    """Return up to `limit` notes about a customer, newest first; the caller knows that the actor sees it."""
    statement = select(Note).where(standing(actor), Note.customer_id == customer_id)
    if after:
        statement = statement.where(tuple_(Note.at, Note.id) < tuple_(*after))
    return list(session.scalars(statement.order_by(Note.at.desc(), Note.id.desc()).limit(limit)))


def one(session: Session, actor: Actor, note_id: UUID, *, lock: bool = False) -> Note | None:
    """Return a note about a customer that the actor sees."""
    statement = select(Note).where(standing(actor), Note.id == note_id, seen_customer(actor, Note.customer_id))
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def attached(session: Session, note_ids: Iterable[UUID]) -> dict[UUID, Attached]:
    """Return what hangs on the notes, by note."""
    chosen = list(note_ids)
    found = {note_id: Attached() for note_id in chosen}
    tenant_id = tenant_of(session)
    mentions = (
        select(NoteMention.note_id, Employee.id, Employee.name)
        .join(Employee, (Employee.tenant_id == NoteMention.tenant_id) & (Employee.id == NoteMention.employee_id))
        .where(NoteMention.tenant_id == tenant_id, NoteMention.note_id.in_(chosen))
        .order_by(Employee.name, Employee.id)
    )
    for note_id, employee_id, name in session.execute(mentions) if chosen else ():
        found[note_id].mentions.append((employee_id, name))
    files = (
        select(NoteFile.note_id, MediaObject.id, MediaObject.type, MediaObject.state)
        .join(MediaObject, (MediaObject.tenant_id == NoteFile.tenant_id) & (MediaObject.id == NoteFile.media_id))
        .where(NoteFile.tenant_id == tenant_id, NoteFile.note_id.in_(chosen))
        .order_by(NoteFile.place)
    )
    for note_id, media_id, media_type, state in session.execute(files) if chosen else ():
        found[note_id].files.append((media_id, media_type, state))
    return found


def shows_file(session: Session, actor: Actor, media_id: UUID) -> bool:
    """Tell whether the actor sees the file on a note about a customer that he sees."""
    statement = (
        select(Note.id)
        .join(NoteFile, (NoteFile.tenant_id == Note.tenant_id) & (NoteFile.note_id == Note.id))
        .where(standing(actor), NoteFile.media_id == media_id, seen_customer(actor, Note.customer_id))
        .limit(1)
    )
    return session.scalar(statement) is not None


def own_files(session: Session, actor: Actor, media_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the files that the actor himself has sent or announced."""
    statement = select(MediaObject.id).where(
        MediaObject.tenant_id == actor.tenant_id,
        MediaObject.id.in_(list(media_ids)),
        MediaObject.employee_id == actor.employee_id,
    )
    return set(session.scalars(statement))
