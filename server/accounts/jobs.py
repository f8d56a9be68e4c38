"""Work on people after the commit."""

from typing import Any

from sqlalchemy.orm import Session

from server.accounts.service.transfer import TASK, Order, carry_out
from server.core.registry import Task


def transfer(session: Session, args: dict[str, Any]) -> None:
    """Hand over a batch of what somebody has."""
    carry_out(session, Order(**args))


TASKS: dict[str, Task] = {TASK: transfer}
