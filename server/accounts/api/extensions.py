"""Endpoints of the telephone exchange's extensions."""

from typing import Any
from uuid import UUID

from server.accounts.api.blueprint import blp
from server.accounts.extension_rules import length_of
from server.accounts.queries import extensions as queries
from server.accounts.queries import organisation as setup
from server.accounts.queries.extensions import ExtensionView
from server.accounts.schemas.extensions import (
    ExtensionChangeSchema,
    ExtensionSchema,
    ExtensionsSchema,
    NewExtensionSchema,
    OwnLineSchema,
)
from server.accounts.service import extensions
from server.accounts.service.extensions import NewExtension
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

WRITE = "organisation.write"


@blp.get("/extensions")
@requires(WRITE, by="console")
@transactional
@blp.response(200, ExtensionsSchema)
def list_extensions() -> dict[str, Any]:
    """List the extensions of the exchange, with the numbers that they are forwarded to."""
    items = queries.extensions(current_session())
    return {"items": items, "length": length_of([one.number for one in items if one.stopped_at is None])}


@blp.get("/extensions/own")
@requires("self.read", by="console")
@transactional
@blp.response(200, OwnLineSchema)
def show_own_line() -> dict[str, Any]:
    """Show at which address one's calls are dialled, and from which extension."""
    session = current_session()
    number = queries.number_of(session, current_actor().employee_id)
    return {"call_url": setup.organisation(session).call_url, "extension": number}


@blp.post("/extensions")
@requires(WRITE, by="console")
@transactional
@blp.arguments(NewExtensionSchema)
@blp.response(201, ExtensionSchema)
def issue_extension(body: dict[str, Any]) -> ExtensionView:
    """Issue an extension to an employee, who has no other."""
    return _view(extensions.issue(current_session(), current_actor(), NewExtension(**body)).id)


@blp.patch("/extensions/<uuid:extension_id>")
@requires(WRITE, by="console")
@transactional
@blp.arguments(ExtensionChangeSchema)
@blp.response(200, ExtensionSchema)
def change_extension(body: dict[str, Any], extension_id: UUID) -> ExtensionView:
    """Change an extension's number, or where it rings."""
    return _view(extensions.change(current_session(), current_actor(), extension_id, body).id)


@blp.post("/extensions/<uuid:extension_id>/stop")
@requires(WRITE, by="console")
@transactional
@blp.response(200, ExtensionSchema)
def stop_extension(extension_id: UUID) -> ExtensionView:
    """Stop an extension; its number can be issued again."""
    return _view(extensions.stop(current_session(), current_actor(), extension_id).id)


def _view(extension_id: UUID) -> ExtensionView:
    return next(one for one in queries.extensions(current_session()) if one.id == extension_id)
