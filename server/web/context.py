"""What belongs to the request at hand."""

from dataclasses import dataclass
from typing import Protocol

from flask import current_app, g, request
from limits import RateLimitItem
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.database import Database
from server.settings import Settings

COOKIE = "tuyen_sid"
SECURE_COOKIE = f"__Host-{COOKIE}"


@dataclass(frozen=True)
class Credential:
    """What the request offers as proof: an opaque `token`, by cookie (console) or as bearer (phone)."""

    token: str
    kind: str


class Identify(Protocol):
    """Turns a credential into a person; wired by the composition root."""

    def __call__(self, session: Session, credential: Credential) -> Actor | None:
        """Return the actor, or None when the credential proves nothing."""


class TenantOf(Protocol):
    """Tells which organisation a credential claims to be of; wired by the composition root."""

    def __call__(self, credential: Credential) -> int | None:
        """Return the organisation's number, or None when it names none."""


class Limits(Protocol):
    """Counts tries; see `server.web.limits`."""

    def hit(self, item: RateLimitItem, *names: str) -> float | None:
        """Count one; return None, or the seconds until the next is taken."""

    def clear(self, item: RateLimitItem, *names: str) -> None:
        """Forget what was counted."""


@dataclass(frozen=True)
class Services:
    """What the composition root gives to every request."""

    settings: Settings
    database: Database
    identify: Identify
    tenant_of: TenantOf
    limiter: Limits


def services() -> Services:
    """Return what this application was made with."""
    found = current_app.extensions["tuyen"]
    assert isinstance(found, Services)  # noqa: S101 - create_app puts it there
    return found


def current_session() -> Session:
    """Return the transaction of this request (inside `transactional`)."""
    session = g.session
    assert isinstance(session, Session)  # noqa: S101 - a view without `transactional` is a fault of ours
    return session


def current_actor() -> Actor:
    """Return who asks (inside `transactional`, on a view that is not public)."""
    actor = g.actor
    assert isinstance(actor, Actor)  # noqa: S101 - a public view has no actor
    return actor


def offered_credential() -> Credential | None:
    """Return the request's bearer token, else its cookie, else None."""
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Bearer "):
        return Credential(authorization.removeprefix("Bearer ").strip(), "bearer")
    cookie = request.cookies.get(cookie_name())
    return Credential(cookie, "cookie") if cookie else None


def is_https() -> bool:
    """Tell whether browsers reach the server by https."""
    return services().settings.public_url.startswith("https:")


def cookie_name() -> str:
    """Return the name of the console's cookie: the prefix lets no other host and no plain page set one over https."""
    return SECURE_COOKIE if is_https() else COOKIE


def language() -> str:
    """Return `vi` or `en`: what the request asks for, Vietnamese when it does not say."""
    return request.accept_languages.best_match(["vi", "en"], default="vi") or "vi"
