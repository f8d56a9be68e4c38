"""The gate of every endpoint: who asks, may he, and one transaction around it all."""

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.core import clock
from server.core.actor import Actor
from server.core.errors import DomainError
from server.core.unit_of_work import unit_of_work
from server.web.context import Credential, current_actor, offered_credential, services
from server.web.errors import (
    ConsoleOnlyError,
    CrossSiteError,
    ForgedError,
    PhoneOnlyError,
    StepUpRequiredError,
    UnauthenticatedError,
)

P = ParamSpec("P")
R = TypeVar("R")
PUBLIC = "public"
SIGNED_IN = "self.read"
HALF = "self.half"
FRESH = timedelta(minutes=5)
SAFE = {"GET", "HEAD", "OPTIONS"}
TRIES = 3
_COLLISIONS = {"40001", "40P01"}  # serialisation failure, deadlock: the same work may be tried again


@dataclass(frozen=True)
class Gate:
    """What an endpoint asks of who wants in: a function right, how he comes, and how lately he proved himself."""

    right: str
    by: str | None = None
    fresh: bool = False


def requires(
    right: str, *, by: Literal["console", "phone"] | None = None, fresh: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare what an endpoint needs; it stands above `transactional`, which checks it.

    `right` is the function right; `by` lets in cookies ("console") or bearer tokens ("phone") only; `fresh` asks for a
    proof of the person that is not older than FRESH, and so for the console.
    """
    gate = Gate(right, "console" if fresh else by, fresh)

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def marked(*args: P.args, **kwargs: P.kwargs) -> R:
            g.gate = gate
            if right != PUBLIC and offered_credential() is None:
                raise UnauthenticatedError  # before the view reads a body for nobody
            return view(*args, **kwargs)

        marked.gate = gate  # type: ignore[attr-defined]
        return marked

    return mark


public = requires(PUBLIC)
"""Declare that an endpoint is open to everybody; the reviewed list of them is in the tests."""

half_signed_in = requires(HALF, by="console")
"""Declare that an endpoint is open between the password and the second factor, and to nobody who has shown neither."""


def transactional(view: Callable[P, R]) -> Callable[P, R]:
    """Run an endpoint in one unit of work, the dumping of its answer included; collisions are tried again."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return _run(view, *args, **kwargs)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) not in _COLLISIONS:
                    raise
        return _run(view, *args, **kwargs)

    return wrapped


@contextmanager
def opened(tenant_id: int | None) -> Iterator[Session]:
    """Yield a unit of work that knows its request, for views that need several; `transactional` opens one."""
    with unit_of_work(services().database, tenant_id) as session:
        session.info["request_id"] = g.get("request_id")
        session.info["ip"] = request.remote_addr
        yield session


def _run(view: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    gate: Gate = g.gate
    credential = None if gate.right == PUBLIC else offered_credential()
    tenant_id = services().tenant_of(credential) if credential else None
    with opened(tenant_id) as session:
        g.session = session
        g.actor = None
        if gate.right != PUBLIC:
            _admit(credential, gate)
        try:
            return view(*args, **kwargs)
        except DomainError as error:
            if not error.commits:
                raise
            refusal = error
    raise refusal


def _admit(credential: Credential | None, gate: Gate) -> None:
    if credential is None or "tenant_id" not in g.session.info:
        raise UnauthenticatedError
    if credential.kind == "cookie":
        refuse_cross_site()
        _refuse_forged(credential.token)
    g.actor = services().identify(g.session, credential)
    if g.actor is None or not (gate.right == HALF or current_actor().can(SIGNED_IN)):
        raise UnauthenticatedError
    _refuse_other_way(credential, gate)
    current_actor().must(gate.right)
    if gate.fresh:
        refuse_stale_proof(current_actor())


def _refuse_other_way(credential: Credential, gate: Gate) -> None:
    if gate.by == "console" and credential.kind != "cookie":
        raise ConsoleOnlyError
    if gate.by == "phone" and credential.kind != "bearer":
        raise PhoneOnlyError


def refuse_stale_proof(actor: Actor) -> None:
    """Raise StepUpRequiredError unless the person proved himself within the last FRESH."""
    if actor.proved_at is None or clock.now() - actor.proved_at > FRESH:
        raise StepUpRequiredError(minutes=FRESH // timedelta(minutes=1))


def csrf_of(token: str) -> str:
    """Return what proves that a page could read an answer to the session of `token`: the header of unsafe requests."""
    key = services().settings.secret.encode()
    return hmac.new(key, b"csrf/" + token.encode(), "sha256").hexdigest()


def _refuse_forged(token: str) -> None:
    if request.method in SAFE:
        return
    if not hmac.compare_digest(request.headers.get("X-CSRF-Token", "").encode(), csrf_of(token).encode()):
        raise ForgedError


def refuse_cross_site() -> None:
    """Raise CrossSiteError for an unsafe request that another site may have made the browser send."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    own = urlsplit(services().settings.public_url).netloc
    foreign = origin is not None and urlsplit(origin).netloc not in {request.host, own}
    if foreign or request.headers.get("X-Requested-With") != "tuyen":
        raise CrossSiteError


def gate_of(view: Callable[..., Any]) -> Gate | None:
    """Return what a view function asks for, None when it declares nothing."""
    return getattr(view, "gate", None)


def right_of(view: Callable[..., Any]) -> str | None:
    """Return the right that a view function declares, None when it declares none."""
    gate = gate_of(view)
    return gate.right if gate else None


def by_of(view: Callable[..., Any]) -> str | None:
    """Return the one way in that a view function leaves open, None for both."""
    gate = gate_of(view)
    return gate.by if gate else None


def fresh_of(view: Callable[..., Any]) -> bool:
    """Tell whether a view function asks for a fresh proof of the person."""
    gate = gate_of(view)
    return gate is not None and gate.fresh
