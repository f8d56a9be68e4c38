"""Fetching JSON from addresses that a customer's administrator typed in: nowhere near us, and never for long.

The name is resolved once, every address that it stands for is judged, and the connection goes to an address that was
judged: a name server that answers otherwise a moment later changes nothing.
"""

import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlencode, urlsplit

PATIENCE_S = 5.0
LONGEST_ANSWER = 256 * 1024
# Names of others' networks that some gateway turns into an address near us.
_WRAPPERS = tuple(ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))

Address = IPv4Address | IPv6Address


class UnreachableError(Exception):
    """The other side does not answer as it should, or lies where we do not go."""


@dataclass(frozen=True)
class Outside:
    """The way out; `private` lets it reach the operator's own network, and loopback without encryption."""

    private: bool = False

    def get(self, url: str) -> dict[str, Any]:
        """Return the JSON object at `url`."""
        return self._fetch(url, "GET", None, {})

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the JSON object that answers a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._fetch(url, "POST", urlencode(form), {**kind, **headers})

    def _fetch(self, url: str, method: str, body: str | None, headers: Mapping[str, str]) -> dict[str, Any]:
        connection, path = self._connection(url)
        try:
            connection.request(method, path, body, {"Accept": "application/json", **headers})
            answer = connection.getresponse()
            content = answer.read(LONGEST_ANSWER + 1)
        except (OSError, HTTPException) as error:
            raise UnreachableError(type(error).__name__) from error
        finally:
            connection.close()
        return _decoded(answer.status, content)

    def _connection(self, url: str) -> tuple[HTTPConnection, str]:
        parts = urlsplit(url)
        host = parts.hostname
        if host is None or parts.username is not None or parts.scheme not in {"https", "http"}:
            raise UnreachableError("no web address")
        secure = parts.scheme == "https"
        address = self._resolved(host, _port(url, 443 if secure else 80), secure=secure)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return (_PinnedHttps if secure else _Pinned)(host, address), path

    def _resolved(self, host: str, port: int, *, secure: bool) -> tuple[str, int]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnreachableError("unknown name") from error
        addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
        if not addresses or not all(self._may_reach(one, secure=secure) for one in addresses):
            raise UnreachableError("not a public address")
        return str(addresses[0]), port

    def _may_reach(self, address: Address, *, secure: bool) -> bool:
        if not secure:
            return self.private and address.is_loopback
        return self.private or is_public(address)


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the internet's, however it is wrapped."""
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return is_public(inner)
    wrapped = isinstance(address, IPv6Address) and any(address in network for network in _WRAPPERS)
    return address.is_global and not address.is_multicast and not wrapped


class _Pinned(HTTPConnection):
    """Speaks to `host` at an address that was judged."""

    def __init__(self, host: str, address: tuple[str, int]) -> None:
        super().__init__(host, address[1], timeout=PATIENCE_S)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection(self._address, PATIENCE_S)


class _PinnedHttps(HTTPSConnection):
    """The same, encrypted; the certificate must be the name's."""

    def __init__(self, host: str, address: tuple[str, int]) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, address[1], timeout=PATIENCE_S, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection(self._address, PATIENCE_S)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _port(url: str, usual: int) -> int:
    try:
        return urlsplit(url).port or usual
    except ValueError as error:
        raise UnreachableError("no port") from error


def _decoded(status: int, content: bytes) -> dict[str, Any]:
    """Return the object of an answer; a redirection is an answer like any other that is not 200."""
    if status != 200 or len(content) > LONGEST_ANSWER:  # noqa: PLR2004 - the one status of success
        raise UnreachableError(f"status {status}")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreachableError("no JSON") from error
    if not isinstance(found, dict):
        raise UnreachableError("no JSON object")
    return found
