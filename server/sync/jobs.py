"""What happens to operations after their push."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.registry import Task
from server.sync import releasing
from server.sync.waiting import UNBLOCK


def unblock(session: Session, args: dict[str, Any]) -> None:
    """Apply what waits for a record; may run at any time and again."""
    releasing.unblock(session, args["kind"], UUID(args["id"]))


TASKS: dict[str, Task] = {UNBLOCK: unblock}
