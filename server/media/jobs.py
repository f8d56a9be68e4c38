"""Work on files after the commit."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.media import service
from server.media.storage import Storage


def tasks(storage: Storage) -> Mapping[str, Callable[[Session, dict[str, Any]], None]]:
    """Return the area's tasks by name, working on the files in `storage`."""
    return {
        "media.process": lambda session, args: service.process(session, storage, UUID(args["media_id"])),
        "media.sweep": lambda session, _args: service.sweep(session, storage),
    }
