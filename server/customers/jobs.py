"""What happens to customers by the clock and by request."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.registry import Task
from server.customers.service.holdings import EXPIRE, expire_share


def end_expired_share(session: Session, args: dict[str, Any]) -> None:
    """End a share whose time is over; may run at any time and again."""
    expire_share(session, UUID(args["share_id"]))


TASKS: dict[str, Task] = {EXPIRE: end_expired_share}
