"""What happens to routes by the calendar."""

from typing import Any

from sqlalchemy.orm import Session

from server.core.registry import Task
from server.routes.service.membership import REFRESH, refresh


def refresh_memberships(session: Session, args: dict[str, Any]) -> None:
    """Give the day's routes to their drivers and take back yesterday's; may run at any time."""
    del args
    refresh(session)


TASKS: dict[str, Task] = {REFRESH: refresh_memberships}
