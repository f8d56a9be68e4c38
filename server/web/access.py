"""The gate of every endpoint: who asks, may he, and one transaction around it all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import g, request
from sqlalchemy.exc import OperationalError

from server.core.unit_of_work import unit_of_work
from server.web.context import Credential, current_actor, offered_credential, services
from server.web.errors import CrossSiteError, UnauthenticatedError

P = ParamSpec("P")
R = TypeVar("R")
PUBLIC = "public"
TRIES = 3
_COLLISIONS = {"40001", "40P01"}  # serialisation failure, deadlock: the same work may be tried again


def requires(right: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the function right that an endpoint needs; it stands above `transactional`, which checks it."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def marked(*args: P.args, **kwargs: P.kwargs) -> R:
            g.required_right = right
            if right != PUBLIC and offered_credential() is None:
                raise UnauthenticatedError  # before the view reads a body for nobody
            return view(*args, **kwargs)

        marked.required_right = right  # type: ignore[attr-defined]
        return marked

    return mark


public = requires(PUBLIC)
"""Declare that an endpoint is open to everybody; the reviewed list of them is in the tests."""


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


def _run(view: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    credential = None if g.required_right == PUBLIC else offered_credential()
    tenant_id = services().tenant_of(credential) if credential else None
    with unit_of_work(services().database, tenant_id) as session:
        session.info["request_id"] = g.get("request_id")
        session.info["ip"] = request.remote_addr
        g.session = session
        g.actor = None
        if g.required_right != PUBLIC:
            _admit(credential, g.required_right)
        return view(*args, **kwargs)


def _admit(credential: Credential | None, right: str) -> None:
    if credential is None or "tenant_id" not in g.session.info:
        raise UnauthenticatedError
    if credential.kind == "cookie":
        refuse_cross_site()
    g.actor = services().identify(g.session, credential)
    if g.actor is None:
        raise UnauthenticatedError
    current_actor().must(right)


def refuse_cross_site() -> None:
    """Raise CrossSiteError for an unsafe request that another site may have made the browser send."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    origin = request.headers.get("Origin")
    own = urlsplit(services().settings.public_url).netloc
    foreign = origin is not None and urlsplit(origin).netloc not in {request.host, own}
    if foreign or request.headers.get("X-Requested-With") != "tuyen":
        raise CrossSiteError


def right_of(view: Callable[..., Any]) -> str | None:
    """Return the right that a view function declares, None when it declares none."""
    return getattr(view, "required_right", None)
