"""Endpoints of people, of what proves them, and of their phones."""

from server.accounts.api import (
    colleagues,
    extensions,
    importing,
    invitations,
    oidc,
    organisation,
    people,
    phones,
    proofs,
    rights,
    session,
    teams,
)
from server.accounts.api.blueprint import blp

__all__ = [
    "blp",
    "colleagues",
    "extensions",
    "importing",
    "invitations",
    "oidc",
    "organisation",
    "people",
    "phones",
    "proofs",
    "rights",
    "session",
    "teams",
]
