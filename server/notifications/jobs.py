"""Mailing notices after the commit: a mail server that is away is tried again and keeps nobody waiting."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import outbox
from server.core.registry import Task
from server.notifications import queries
from server.notifications.mail import Letter, Post
from server.notifications.service import MAIL, MAIL_ONE


def spread(session: Session, args: dict[str, Any]) -> None:
    """Make a piece of work of each notice, so that one mailbox in trouble keeps no other from its mail."""
    for notification_id in args["ids"]:
        outbox.send(session, MAIL_ONE, {"id": notification_id}, key=notification_id)


def mailing(post: Post | None) -> Callable[[Session, dict[str, Any]], None]:
    """Return what mails one notice; without a mail server, or without an address, the inbox alone has it."""

    def mail(session: Session, args: dict[str, Any]) -> None:
        found = queries.addressed(session, UUID(args["id"]))
        if post is None or found is None:
            return
        title = found.title.get(found.language) or found.title["vi"]
        text = "\n\n".join(part for part in (title, found.body) if part)
        with suppress(smtplib.SMTPRecipientsRefused):  # an unknown mailbox: trying again helps nobody
            post(Letter(found.address, title, text, found.link, str(found.id)))

    return mail


def tasks(post: Post | None) -> dict[str, Task]:
    """Return the tasks of this area, which send through `post`."""
    return {MAIL: spread, MAIL_ONE: mailing(post)}
