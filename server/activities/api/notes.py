"""The endpoints of notes about customers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.activities.api.blueprint import blp
from server.activities.models import Note
from server.activities.queries import notes as queries
from server.activities.queries import sight
from server.activities.schemas.common import PageQuerySchema
from server.activities.schemas.notes import (
    NewNoteSchema,
    NoteChangeSchema,
    NotePageSchema,
    NoteSchema,
)
from server.activities.service import notes as service
from server.core import paging
from server.core.errors import NotFoundError
from server.customers.queries import is_visible
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/customers/<uuid:customer_id>/notes")
@requires("customer.read")
@transactional
@blp.arguments(PageQuerySchema, location="query")
@blp.response(200, NotePageSchema)
def list_notes(query: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """List what is noted about a customer, newest first."""
    session, actor = current_session(), current_actor()
    if not is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    rows = queries.page(session, actor, customer_id, paging.after_moment(query.get("cursor")), query["limit"] + 1)
    shown = rows[: query["limit"]]
    more = paging.encode(shown[-1].at.isoformat(), shown[-1].id) if len(rows) > len(shown) else None
    return {"items": _views(shown), "next": more}


def _views(notes: Sequence[Note]) -> list[dict[str, Any]]:
    session, actor = current_session(), current_actor()
    attached = queries.attached(session, [note.id for note in notes])
    names = sight.names_of(session, actor, {note.employee_id for note in notes}, ())
    return [
        {
            "id": note.id,
            "customer_id": note.customer_id,
            "text": note.text,
            "employee": names.person(note.employee_id),
            "at": note.at,
            "edited_at": note.edited_at,
            "own": note.employee_id == actor.employee_id,
            "mentions": [{"id": one, "name": name} for one, name in attached[note.id].mentions],
            "files": [{"media_id": one, "type": kind, "state": state} for one, kind, state in attached[note.id].files],
        }
        for note in notes
    ]


@blp.post("/customers/<uuid:customer_id>/notes")
@requires("note.write")
@transactional
@blp.arguments(NewNoteSchema)
@blp.response(201, NoteSchema)
def write_note(body: dict[str, Any], customer_id: UUID) -> dict[str, Any]:
    """Note something about a customer; those mentioned who may see it are told."""
    note = service.write(current_session(), current_actor(), customer_id, service.NewNote(**body))
    return _views([note])[0]


@blp.patch("/notes/<uuid:note_id>")
@requires("note.write")
@transactional
@blp.arguments(NoteChangeSchema)
@blp.response(200, NoteSchema)
def change_note(body: dict[str, Any], note_id: UUID) -> dict[str, Any]:
    """Change a note of one's own."""
    return _views([service.change(current_session(), current_actor(), note_id, service.NoteChange(**body))])[0]


@blp.delete("/notes/<uuid:note_id>")
@requires("note.write")
@transactional
@blp.response(204)
def delete_note(note_id: UUID) -> None:
    """Delete a note of one's own; the history keeps it."""
    service.delete(current_session(), current_actor(), note_id)
