"""Writing notes about customers, with the people whom they call and their files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_rows
from sqlalchemy.orm import Session

from server.activities.errors import NotYourNoteError
from server.activities.models import Note, NoteFile, NoteMention
from server.activities.queries import notes as queries
from server.activities.queries import sight
from server.activities.service.telling import tell_of_mentions
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import InvalidInputError, NotFoundError
from server.core.ids import new_id
from server.core.text import nfc
from server.customers.queries import is_visible
from server.customers.service import note_changes

KIND = "note"


@dataclass(frozen=True)
class NewNote:
    """A note to be written; `submission_id` is the form that brings it, whose id it then has."""

    text: str
    mentions: Sequence[UUID] = ()
    files: Sequence[UUID] = ()
    submission_id: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class NoteChange:
    """What to change of a note; None leaves a part as it is."""

    text: str | None = None
    mentions: Sequence[UUID] | None = None
    files: Sequence[UUID] | None = None


def write(session: Session, actor: Actor, customer_id: UUID, command: NewNote) -> Note:
    """Note something about a customer and tell those whom it calls, if they may see the customer.

    Raises NotFoundError for a customer that the actor may not see, InvalidInputError for files that he has not sent.
    """
    if not is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    note = Note(
        tenant_id=actor.tenant_id,
        id=command.submission_id or new_id(),
        customer_id=customer_id,
        text=nfc(command.text).strip(),
        employee_id=actor.employee_id,
        submission_id=command.submission_id,
        at=command.at or clock.now(),
    )
    session.add(note)
    session.flush()
    called = _call(session, note, command.mentions)
    _attach(session, actor, note, command.files)
    _after(session, actor, "note.write", note, {"after": {"text": note.text}})
    note_changes(session, [customer_id], clock.now())
    tell_of_mentions(session, actor, note, called)
    return note


def _call(session: Session, note: Note, mentions: Sequence[UUID]) -> list[UUID]:
    """Let the note call these people, those in service; return them."""
    chosen = sight.in_service(session, set(mentions))
    called = [one for one in dict.fromkeys(mentions) if one in chosen]
    session.execute(delete_rows(NoteMention).where(*_of(NoteMention, note)))
    session.add_all([NoteMention(tenant_id=note.tenant_id, note_id=note.id, employee_id=one) for one in called])
    session.flush()
    return called


def _attach(session: Session, actor: Actor, note: Note, files: Sequence[UUID]) -> None:
    chosen = list(dict.fromkeys(files))
    own = queries.own_files(session, actor, chosen) if chosen else set()
    for place, media_id in enumerate(chosen):
        if media_id not in own:
            raise InvalidInputError(pointer=f"/files/{place}", reason="not_sent_by_you")
    session.execute(delete_rows(NoteFile).where(*_of(NoteFile, note)))
    session.add_all(
        [NoteFile(tenant_id=note.tenant_id, note_id=note.id, media_id=one, place=at) for at, one in enumerate(chosen)]
    )
    session.flush()


def _of(model: type[NoteMention | NoteFile], note: Note) -> Collection[Any]:
    return model.tenant_id == note.tenant_id, model.note_id == note.id


def _after(session: Session, actor: Actor, action: str, note: Note, detail: dict[str, Any]) -> None:
    feed.touch(session, KIND, note.id)
    audit.record(session, actor, action, KIND, note.id, customer_id=note.customer_id, detail=detail)


def change(session: Session, actor: Actor, note_id: UUID, command: NoteChange) -> Note:
    """Change a note of the actor's own; whom it newly calls is told. Raises NotFoundError, NotYourNoteError."""
    note = _own(session, actor, note_id)
    before = note.text
    if command.text is not None:
        note.text = nfc(command.text).strip()
    note.edited_at = clock.now()
    session.flush()
    called = _call(session, note, command.mentions) if command.mentions is not None else []
    if command.files is not None:
        _attach(session, actor, note, command.files)
    _after(session, actor, "note.change", note, {"before": {"text": before}, "after": {"text": note.text}})
    tell_of_mentions(session, actor, note, called)
    return note


def _own(session: Session, actor: Actor, note_id: UUID) -> Note:
    note = queries.one(session, actor, note_id, lock=True)
    if note is None:
        raise NotFoundError(kind=KIND, id=str(note_id))
    if note.employee_id != actor.employee_id:
        raise NotYourNoteError
    return note


def delete(session: Session, actor: Actor, note_id: UUID) -> None:
    """Take a note of the actor's own away; the history keeps it. Raises NotFoundError, NotYourNoteError."""
    note = _own(session, actor, note_id)
    note.deleted_at, note.deleted_by = clock.now(), actor.employee_id
    session.flush()
    _after(session, actor, "note.delete", note, {"before": {"text": note.text}})
