"""Endpoints of invitations, and of founding an organisation."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify

from server.accounts.api.blueprint import blp
from server.accounts.api.qr import qr_svg
from server.accounts.api.session import HALF_WAY, browser, welcome
from server.accounts.schemas.invitations import AcceptanceSchema, FounderSchema, InvitationSchema
from server.accounts.schemas.session import HalfSessionSchema, SessionSchema
from server.accounts.service import founding, invitations
from server.accounts.service.founding import Founder
from server.accounts.service.invitations import Acceptance, Link
from server.core.errors import NotFoundError
from server.web.access import public, refuse_cross_site, requires, transactional
from server.web.context import current_actor, current_session, services
from server.web.limits import limit

PAGE = "/console/invitation"


def address_of(public_url: str, link: Link) -> str:
    """Return the page where a link is accepted; what follows # stays in the browser and in no log."""
    return f"{public_url.rstrip('/')}{PAGE}#{link.token}"


@blp.post("/employees/<uuid:employee_id>/invitations")
@requires("employee.write", by="console", fresh=True)
@transactional
@blp.response(201, InvitationSchema)
def invite(employee_id: UUID) -> dict[str, Any]:
    """Make a link by which an employee chooses his password; his older links are worth nothing any more."""
    link = invitations.invite(current_session(), current_actor(), employee_id)
    url = address_of(services().settings.public_url, link)
    return {"url": url, "qr_svg": qr_svg(url), "expires_at": link.expires_at}


@blp.post("/invitations/accept")
@public
@transactional
@blp.arguments(AcceptanceSchema)
@blp.response(200, SessionSchema)
@blp.alt_response(HALF_WAY, schema=HalfSessionSchema)
def accept_invitation(body: dict[str, Any]) -> Any:
    """Choose one's password by a link, once, and sign in. 202: a second factor is still to be shown."""
    refuse_cross_site()
    limit("invitation", body["token"])
    signed_in = invitations.accept(current_session(), Acceptance(**body), browser())
    view = welcome(signed_in)
    return _half_way(view) if signed_in.second else view


def _half_way(view: dict[str, Any]) -> Response:
    response = jsonify(HalfSessionSchema().dump(view))
    response.status_code = HALF_WAY
    return response


@blp.post("/organisations")
@public
@transactional
@blp.arguments(FounderSchema)
@blp.response(200, SessionSchema)
def sign_up(body: dict[str, str]) -> dict[str, Any]:
    """Found an organisation and sign in as its administrator, where the operator lets anybody do so."""
    if not services().settings.sign_up:
        raise NotFoundError
    refuse_cross_site()
    limit("invitation", body["login"])
    return welcome(founding.sign_up(current_session(), Founder(**body), browser()))
