"""Sending notices by e-mail, through the SMTP server that the operator names."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from server.core import clock

TIMEOUT_S = 20.0
SUBMISSION_PORT, IMPLICIT_TLS_PORT, PLAIN_PORT = 587, 465, 25


@dataclass(frozen=True)
class Letter:
    """A mail to one person: plain text, with a path inside the product where there is more.

    `key` makes the same letter recognisable when it is sent twice. One that a person wrote goes out under his name
    (`written_by`), and answers to it go to `reply_to`.
    """

    to: str
    subject: str
    text: str
    link: str | None
    key: str
    written_by: str | None = None
    reply_to: str | None = None


Post = Callable[[Letter], None]
"""Sends a letter; raises OSError or smtplib.SMTPException when it could not be handed over.

Of these, smtplib.SMTPRecipientsRefused says that the server does not take mail to this address.
"""


@dataclass(frozen=True)
class SmtpPost:
    """A server to hand mail to: `smtp://`, `smtp+starttls://` or `smtps://`, with name and password if it asks."""

    url: str
    sender: str
    public_url: str

    def __call__(self, letter: Letter) -> None:
        """Hand the letter over; raises OSError or smtplib.SMTPException when it could not be."""
        message = self._message(letter)
        with self._connect() as server:
            account = urlsplit(self.url)
            if account.username:
                server.login(unquote(account.username), unquote(account.password or ""))
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        where = urlsplit(self.url)
        host = where.hostname or "localhost"
        if where.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host, where.port or IMPLICIT_TLS_PORT, timeout=TIMEOUT_S, context=ssl.create_default_context()
            )
        starttls = where.scheme == "smtp+starttls"
        server = smtplib.SMTP(host, where.port or (SUBMISSION_PORT if starttls else PLAIN_PORT), timeout=TIMEOUT_S)
        if starttls:
            server.starttls(context=ssl.create_default_context())
        return server

    def _from(self, letter: Letter) -> Address | str:
        address = parseaddr(self.sender)[1]
        if not letter.written_by or not address:
            return self.sender
        return Address(display_name=" ".join(letter.written_by.split()), addr_spec=address)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._from(letter)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{letter.key}@{urlsplit(self.public_url).hostname or 'tuyen'}>"
        if letter.reply_to:
            message["Reply-To"] = Address(addr_spec=letter.reply_to)
        if not letter.written_by:
            message["Auto-Submitted"] = "auto-generated"
        link = f"{self.public_url.rstrip('/')}/console{letter.link}" if letter.link else ""
        message.set_content("\n\n".join(part for part in (letter.text, link) if part))
        return message
