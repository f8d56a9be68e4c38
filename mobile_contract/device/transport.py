"""How requests reach the server. A transport is an object, so that faults can be laid between device and server."""

import gzip
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from mobile_contract.device.problems import UnreachableError


@dataclass(frozen=True)
class Request:
    """One request; `path` is whole (`/api/v1/sync/push`)."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """One answer; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON, unpacked if need be; None when it is empty or cannot be read."""
        try:
            plain = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
            return json.loads(plain) if plain else None
        except (ValueError, OSError, EOFError):
            return None


class Transport(Protocol):
    """Whatever takes a request to the server."""

    def send(self, request: Request) -> Answer:
        """Return the answer; raise UnreachableError when none came whole."""


class HttpTransport:
    """Plain HTTP to `base` (`http://host:port`), over one connection that is kept while it lasts."""

    def __init__(self, base: str, *, patience_s: float = 30.0) -> None:
        place = urlsplit(base)
        self._host, self._port = place.hostname or "127.0.0.1", place.port or 80
        self._patience_s = patience_s
        self._open: http.client.HTTPConnection | None = None

    def send(self, request: Request) -> Answer:
        """Return the answer; raise UnreachableError when the connection breaks or stalls before its end."""
        connection = self._open or self.connection(self._host, self._port, self._patience_s)
        self._open = None
        try:
            connection.request(request.method, request.path, body=request.body, headers=dict(request.headers))
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise UnreachableError(type(error).__name__) from error
        headers = {name.lower(): value for name, value in response.getheaders()}
        if response.will_close:
            connection.close()
        else:
            self._open = connection
        return Answer(response.status, headers, body)

    def connection(self, host: str, port: int, patience_s: float) -> http.client.HTTPConnection:
        """Return a connection that is not yet open; for those who want it made another way."""
        return http.client.HTTPConnection(host, port, timeout=patience_s)

    def close(self) -> None:
        """Drop the connection that is kept."""
        if self._open is not None:
            self._open.close()
            self._open = None
