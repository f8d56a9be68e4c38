"""A mail server on a socket of its own: it takes what is sent to it and keeps it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """What arrived, in its order; mail to `unknown` is refused for good, and `busy` refuses everything for now."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    busy: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def answer(self, line: str) -> str:
        """Answer a command of SMTP (RFC 5321) other than DATA."""
        if self.busy and line.startswith("MAIL"):
            return "451 try again later"
        if line.startswith("RCPT") and any(address.upper() in line for address in self.unknown):
            return "550 no such mailbox"
        return "250 ok"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server until the block ends."""
    box = Mailbox()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            while (line := self.rfile.readline().decode().strip()) and line.upper() != "QUIT":
                if line.upper() == "DATA":
                    self.take()
                else:
                    self.say(box.answer(line.upper()))
            self.say("221 bye")

        def take(self) -> None:
            self.say("354 go on")
            raw = b"".join(iter(self.rfile.readline, b".\r\n"))
            box.messages.append(message_from_bytes(raw, policy=policy.default))
            self.say("250 kept")

        def say(self, answer: str) -> None:
            self.wfile.write(f"{answer}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
