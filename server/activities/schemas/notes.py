"""Shapes of notes on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.schemas import PersonSchema
from server.activities.schemas.common import TEXT
from server.web.moments import Moment

MOST_MENTIONS = 50
MOST_FILES = 20


class NoteFileSchema(Schema):
    """A file on a note; `state` is that of the file: awaiting, stored, ready or failed."""

    media_id = fields.UUID()
    type = fields.String()
    state = fields.String()


class NoteSchema(Schema):
    """A note about a customer; `own` says that the asker wrote it and may change it."""

    id = fields.UUID()
    customer_id = fields.UUID()
    text = fields.String()
    employee = fields.Nested(PersonSchema)
    at = Moment()
    edited_at = Moment(allow_none=True)
    own = fields.Boolean()
    mentions = fields.List(fields.Nested(PersonSchema))
    files = fields.List(fields.Nested(NoteFileSchema))


class NotePageSchema(Schema):
    """A page of notes, newest first."""

    items = fields.List(fields.Nested(NoteSchema))
    next = fields.String(allow_none=True)


class NewNoteSchema(Schema):
    """A note to be written; `files` are ids of files that the asker has sent (`/media`)."""

    text = fields.String(required=True, validate=TEXT)
    mentions = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_MENTIONS))
    files = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_FILES))


class NoteChangeSchema(Schema):
    """What to change of a note of one's own; a list that is named is the whole of it."""

    text = fields.String(validate=TEXT)
    mentions = fields.List(fields.UUID(), validate=validate.Length(max=MOST_MENTIONS))
    files = fields.List(fields.UUID(), validate=validate.Length(max=MOST_FILES))
