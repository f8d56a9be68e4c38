"""What happens to customers by the clock and by request."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.registry import Task
from server.customers.service import delivering
from server.customers.service.holdings import EXPIRE, expire_share
from server.customers.service.mailing import SEND
from server.notifications.mail import Post


def end_expired_share(session: Session, args: dict[str, Any]) -> None:
    """End a share whose time is over; may run at any time and again."""
    expire_share(session, UUID(args["share_id"]))


def mailing(post: Post | None) -> Callable[[Session, dict[str, Any]], None]:
    """Return what hands one e-mail to the mail server; may run again."""

    def mail(session: Session, args: dict[str, Any]) -> None:
        email = delivering.waiting(session, UUID(args["id"]), args["sending"])
        if email is not None:
            delivering.deliver(session, email, post)

    return mail


def tasks(post: Post | None) -> dict[str, Task]:
    """Return the tasks of this area, which send through `post`."""
    return {EXPIRE: end_expired_share, SEND: mailing(post)}
