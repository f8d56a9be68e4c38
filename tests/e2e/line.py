"""The network line between a phone and the server: it can be cut, and it can damage what passes."""

import re
import socket
import threading
from contextlib import suppress

REQUEST = re.compile(rb"(GET|POST|PUT|PATCH|HEAD|DELETE|OPTIONS) (\S+) HTTP/1\.1\r\n")
CHUNK = 65_536


class Line:
    """Forwards connections from a loopback port of its own to the server's `port`; each phone has one.

    `requests` are the request lines that the phone sent (`POST /api/v1/sync/push`), in order. A service worker sees
    a line that is cut as a phone without a network does: nothing answers.
    """

    def __init__(self, port: int) -> None:
        self.requests: list[str] = []
        self.damaged = 0
        self._target = ("127.0.0.1", port)
        self._to_damage = 0
        self._to_swallow: str | None = None
        self._deaf: set[socket.socket] = set()
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self, request: str) -> int:
        """Tell how often the phone sent this request, such as `POST /api/v1/sync/push`."""
        return self.requests.count(request)

    def cut(self) -> None:
        """Break every connection and refuse new ones, until `mend`."""
        shut(self._listener)
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            shut(end)

    def mend(self) -> None:
        """Take connections again, on the same port."""
        self._listener = self._listen(self.port)

    def damage_next_upload(self) -> None:
        """Flip bits of one byte in the body of the next PATCH."""
        self._to_damage += 1

    def swallow_next_answer(self, request: str) -> None:
        """Let the next such request reach the server and break the connection instead of bringing its answer."""
        self._to_swallow = request

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target)
        except OSError:
            near.close()
            return
        with self._lock:
            self._ends |= {near, far}
        for work in ((self._outward, near, far), (self._homeward, far, near)):
            threading.Thread(target=work[0], args=work[1:], daemon=True).start()

    def _outward(self, near: socket.socket, far: socket.socket) -> None:
        """Carry requests; a browser starts each with a new packet, since it awaits the answer before the next."""
        is_upload = False
        with suppress(OSError):
            while data := near.recv(CHUNK):
                head = REQUEST.match(data)
                if head:
                    self.requests.append(b" ".join(head.groups()).decode())
                    is_upload = head[1] == b"PATCH"
                body_from = data.find(b"\r\n\r\n") + 4 if head else 0
                sent = data
                if is_upload and self._to_damage and len(data) > body_from:
                    self._to_damage -= 1
                    self.damaged += 1
                    sent = data[:-1] + bytes([data[-1] ^ 0xFF])
                if head and self.requests[-1] == self._to_swallow:
                    self._to_swallow = None
                    self._deaf.add(near)
                far.sendall(sent)
        self._close(near, far)

    def _homeward(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while (data := far.recv(CHUNK)) and near not in self._deaf:
                near.sendall(data)
        self._close(near, far)

    def _close(self, *ends: socket.socket) -> None:
        for end in ends:
            shut(end)
        with self._lock:
            self._ends -= set(ends)


def shut(end: socket.socket) -> None:
    """Close a socket even while another thread waits on it."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
