"""Endpoints of signing in at the console."""

from typing import Any

from flask import Response, g

from server.accounts import queries, service
from server.accounts.api.blueprint import blp
from server.accounts.queries import Identity
from server.accounts.schemas import CredentialsSchema, SessionSchema
from server.web.access import public, refuse_cross_site, requires, transactional
from server.web.context import COOKIE, current_actor, current_session, offered_credential, services
from server.web.limits import forgive, limit


def session_view(identity: Identity) -> dict[str, Any]:
    """Return who is signed in as the wire shows it."""
    return {
        "employee": employee_view(identity),
        "organisation": identity.organisation,
        "rights": sorted(identity.rights),
        "language": identity.account.language,
    }


def employee_view(identity: Identity) -> dict[str, Any]:
    """Return the person of an identity as the wire shows him."""
    employee = identity.employee
    return {
        "id": employee.id,
        "name": employee.name,
        "title": identity.title,
        "department": identity.department,
        "manager_id": employee.manager_id,
        "branch_id": employee.branch_id,
    }


@blp.post("/session")
@public
@transactional
@blp.arguments(CredentialsSchema)
@blp.response(200, SessionSchema)
def sign_in(credentials: dict[str, str]) -> dict[str, Any]:
    """Sign in at the console; the answer sets the session's cookie."""
    refuse_cross_site()
    limit("sign_in", credentials["login"])
    signed_in = service.sign_in(current_session(), **credentials)
    forgive("sign_in", credentials["login"])
    g.new_token = signed_in.token
    return session_view(signed_in.identity)


@blp.after_request
def hand_over_cookie(response: Response) -> Response:
    """Set the cookie once the session is committed, never for a sign-in that failed."""
    token = g.pop("new_token", None)
    if token and response.status_code == 200:  # noqa: PLR2004 - the one status of a sign-in
        secure = services().settings.public_url.startswith("https:")
        response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=secure, path="/")
    return response


@blp.get("/session")
@requires("self.read")
@transactional
@blp.response(200, SessionSchema)
def who_am_i() -> dict[str, Any]:
    """Tell who is signed in."""
    actor = current_actor()
    identity = queries.identity_of_account(current_session(), actor.tenant_id, actor.account_id)
    assert identity is not None  # noqa: S101 - the actor was made from it
    return session_view(identity)


@blp.delete("/session")
@requires("self.read")
@transactional
@blp.response(204)
def sign_out() -> None:
    """End the session of the cookie."""
    credential = offered_credential()
    if credential and credential.kind == "cookie":
        service.sign_out(current_session(), credential.token)
