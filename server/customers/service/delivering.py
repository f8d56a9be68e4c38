"""What becomes of an e-mail that was handed to the mail server: sent, to be tried again, or failed."""

import smtplib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.database import tenant_of
from server.customers.mail_models import CustomerEmail
from server.customers.service.mailing import KIND, try_later
from server.notifications.mail import Letter, Post

DELAYS_S = (15, 60, 300, 900)
"""After how many seconds an e-mail is tried again; then it has failed."""
FOR_GOOD = 500
LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Trouble:
    """Why an e-mail was not handed over, what the server said, and whether trying again may help."""

    reason: str
    answer: str | None = None
    passes: bool = False


NO_SERVER = Trouble("no_server")


def waiting(session: Session, email_id: UUID, sending: int) -> CustomerEmail | None:
    """Return an e-mail that this sending is still to hand over, held until the end of the transaction."""
    statement = select(CustomerEmail).where(
        CustomerEmail.tenant_id == tenant_of(session),
        CustomerEmail.id == email_id,
        CustomerEmail.sendings == sending,
        CustomerEmail.state == "queued",
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def deliver(session: Session, email: CustomerEmail, post: Post | None) -> None:
    """Hand an e-mail over and note what became of it; without a mail server it has failed."""
    trouble = NO_SERVER if post is None else _handed_over(email, post)
    email.tries += 1
    email.reason = trouble.reason if trouble else None
    email.answer = trouble.answer if trouble else None
    if trouble and trouble.passes and email.tries <= len(DELAYS_S):
        try_later(session, email, DELAYS_S[email.tries - 1])
        return
    _settle(session, email, trouble)


def _settle(session: Session, email: CustomerEmail, trouble: Trouble | None) -> None:
    email.state, email.settled_at = ("failed" if trouble else "sent"), clock.now()
    session.flush()
    detail = {"after": {"reason": trouble.reason}} if trouble else None
    action = f"email.{email.state}"
    audit.record(session, None, action, KIND, email.id, customer_id=email.customer_id, detail=detail)
    feed.touch(session, "customer", email.customer_id)  # open pages read the state anew


def _handed_over(email: CustomerEmail, post: Post) -> Trouble | None:
    written = (email.address, email.subject, email.text, None, str(email.id))
    try:
        post(Letter(*written, written_by=email.sender, reply_to=email.reply_to))
    except (OSError, smtplib.SMTPException) as error:
        return trouble_of(error)
    return None


def trouble_of(error: OSError | smtplib.SMTPException) -> Trouble:
    """Return what an error of a mail server means: one that refuses with 5xx says the same tomorrow (RFC 5321)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _refused("address_refused", code, said)
    if isinstance(error, smtplib.SMTPResponseException):
        login = isinstance(error, smtplib.SMTPAuthenticationError)
        return _refused("login_refused" if login else "refused", error.smtp_code, error.smtp_error)
    return Trouble("unreachable", str(error)[:LONGEST_ANSWER] or type(error).__name__, passes=True)


def _refused(reason: str, code: int, said: bytes | str) -> Trouble:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    answer = f"{code} {text}"[:LONGEST_ANSWER]
    return Trouble(reason, answer) if code >= FOR_GOOD else Trouble("busy", answer, passes=True)
