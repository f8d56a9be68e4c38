"""How often somebody may try what proves a person or a phone: counted before anything is hashed.

The counters lie in Redis, shared by all processes. When Redis is away each process counts by itself, so that nobody is
kept out and nobody gets through unlimited.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network

import structlog
from flask import request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from redis import RedisError

from server.web.context import services
from server.web.errors import RateLimitedError

log = structlog.get_logger()
SULK_SECONDS = 5.0  # after a failure nobody is kept waiting for Redis again for so long
REDIS_PATIENCE_S = 0.3
IPV6_PREFIX = 64  # what one household or one server is given: counting single addresses would count nothing


@dataclass(frozen=True)
class Rule:
    """How often: by whoever is named (account, phone, code), and by all that come from one network address."""

    named: tuple[RateLimitItem, ...]
    address: tuple[RateLimitItem, ...]


def _rule(named: str, address: str) -> Rule:
    return Rule(tuple(parse_many(named)), tuple(parse_many(address)))


RULES: Mapping[str, Rule] = {
    "sign_in": _rule("10 per 5 minutes; 100 per day", "100 per minute; 1000 per hour"),
    "second_factor": _rule("5 per 5 minutes; 30 per day", "60 per minute"),
    "step_up": _rule("10 per 5 minutes; 100 per day", "60 per minute"),
    "password": _rule("5 per 5 minutes; 30 per day", "60 per minute"),
    "enrolment": _rule("10 per 5 minutes; 100 per day", "600 per minute"),
    "token": _rule("30 per minute", "3000 per minute"),
    "invitation": _rule("10 per 5 minutes", "60 per minute"),
    "sso": _rule("30 per minute", "60 per minute"),
}
"""By what is tried. Whole sales teams come from one address (an office, a mobile network), so that one is generous."""


class Limiter:
    """Counts what is tried, in Redis or, while that is away, in this process."""

    def __init__(self, redis_url: str) -> None:
        self._memory = FixedWindowRateLimiter(MemoryStorage())
        self._shared = FixedWindowRateLimiter(_shared_storage(redis_url))
        self._alone_until = 0.0

    def hit(self, item: RateLimitItem, *names: str) -> float | None:
        """Count one try; return None, or in how many seconds the next is taken when this one is too many."""
        if time.monotonic() >= self._alone_until:
            try:
                return _hit(self._shared, item, *names)
            except (RedisError, OSError) as error:
                self._fail(error)
        return _hit(self._memory, item, *names)

    def clear(self, item: RateLimitItem, *names: str) -> None:
        """Forget what was counted under these names."""
        self._memory.clear(item, *names)
        if time.monotonic() >= self._alone_until:
            try:
                self._shared.clear(item, *names)
            except (RedisError, OSError) as error:
                self._fail(error)

    def forget_all(self) -> None:
        """Forget everything that this process counted by itself."""
        self._memory.storage.reset()

    def _fail(self, error: Exception) -> None:
        self._alone_until = time.monotonic() + SULK_SECONDS
        log.warning("limits_alone", error=type(error).__name__)


def limit(kind: str, name: object = None) -> None:
    """Count one try of `kind` (a key of RULES) by `name` and by the request's address; raise RateLimitedError."""
    rule = RULES[kind]
    names = [(item, kind, "at", network_of(request.remote_addr)) for item in rule.address]
    if name is not None:
        names += [(item, kind, "of", _hidden(name)) for item in rule.named]
    for item, *parts in names:
        seconds = services().limiter.hit(item, *parts)
        if seconds is not None:
            raise RateLimitedError(kind=kind, retry_after_s=max(1, round(seconds)))


def forgive(kind: str, name: object) -> None:
    """Forget the tries of `name`, who proved himself now; those of his address stay counted."""
    for item in RULES[kind].named:
        services().limiter.clear(item, kind, "of", _hidden(name))


def network_of(address: str | None) -> str:
    """Return what is counted as one place: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    mapped = found if isinstance(found, IPv4Address) else found.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((found, IPV6_PREFIX), strict=False))


def _hidden(name: object) -> str:
    return sha256(str(name).strip().lower().encode()).hexdigest()[:32]


def _hit(limiter: FixedWindowRateLimiter, item: RateLimitItem, *names: str) -> float | None:
    if limiter.hit(item, *names):
        return None
    return limiter.get_window_stats(item, *names).reset_time - time.time()


def _shared_storage(url: str) -> Storage:
    address = url.replace("unix://", "redis+unix://", 1) if url.startswith("unix:") else url
    return RedisStorage(
        address, key_prefix="tuyen:limit", socket_timeout=REDIS_PATIENCE_S, socket_connect_timeout=REDIS_PATIENCE_S
    )
