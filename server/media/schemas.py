"""What the endpoints answer."""

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length

from server.media.queries import MediaFile
from server.media.rules import to_hex
from server.web.moments import Moment


def position(found: MediaFile) -> dict[str, Any] | None:
    """Return where the camera says that it took the picture."""
    return None if found.lat is None else {"lat": found.lat, "lon": found.lon}


class OriginalQuerySchema(Schema):
    """Under which name the browser shall keep an original."""

    filename = fields.String(validate=Length(max=200))


class MediaSchema(Schema):
    """What is known of a file. `dhash` is 16 hex digits; `taken_at` and `gps` are what the camera wrote."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": ["awaiting", "stored", "ready", "failed"]})
    failure = fields.String(allow_none=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)
    taken_at = Moment(allow_none=True)
    gps = fields.Function(position)
    dhash = fields.Function(lambda found: None if found.dhash is None else to_hex(found.dhash))
