"""Endpoints of signing in at the console, and of the sessions that this opens."""

from typing import Any
from uuid import UUID

from flask import Response, g, jsonify, request

from server.accounts import queries, service
from server.accounts.api.blueprint import blp
from server.accounts.models import ConsoleSession
from server.accounts.queries import Identity
from server.accounts.schemas import CredentialsSchema
from server.accounts.schemas.session import (
    EndedSchema,
    HalfSessionSchema,
    OwnSessionsSchema,
    SecondFactorSchema,
    SessionSchema,
    StepUpSchema,
)
from server.accounts.service import Browser, Means, RelyingParty, Sealer, SignedIn
from server.web.access import csrf_of, half_signed_in, public, refuse_cross_site, requires, transactional
from server.web.context import cookie_name, current_actor, current_session, is_https, offered_credential, services
from server.web.limits import forgive, limit

USER_AGENT = 300
HALF_WAY = 202
SESSION_STATES = {200, 201, HALF_WAY}


def welcome(signed_in: SignedIn) -> dict[str, Any]:
    """Hand the cookie of a fresh session over with this answer, and return what the answer says.

    Serves every endpoint that signs somebody in; its answer must have one of the SESSION_STATES.
    """
    g.new_token = signed_in.token
    if signed_in.second:
        return {"second_factor": signed_in.second, "csrf": csrf_of(signed_in.token)}
    return session_view(signed_in.identity, signed_in.token)


def session_view(identity: Identity, token: str) -> dict[str, Any]:
    """Return who is signed in by the session of `token` as the wire shows it."""
    session = current_session()
    return {
        "employee": employee_view(identity),
        "organisation": identity.organisation,
        "rights": sorted(identity.rights),
        "language": identity.account.language,
        "csrf": csrf_of(token),
        "second_factors": queries.second_factors(session, identity.account),
        "proved_at": queries.proved_at(session, token),
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


def browser() -> Browser:
    """Return what is noted of the browser that asks."""
    agent = request.user_agent.string
    return Browser(agent[:USER_AGENT] if agent else None, request.remote_addr)


def relying_party() -> RelyingParty:
    """Return who this server is to passkeys."""
    return RelyingParty.at(services().settings.public_url)


def sealer() -> Sealer:
    """Return what seals and opens with the instance's secret."""
    return Sealer(services().settings.secret)


@blp.post("/session")
@public
@transactional
@blp.arguments(CredentialsSchema)
@blp.response(200, SessionSchema)
@blp.alt_response(HALF_WAY, schema=HalfSessionSchema)
def sign_in(credentials: dict[str, str]) -> Any:
    """Sign in at the console; the answer sets the session's cookie. 202: a second factor is still to be shown."""
    refuse_cross_site()
    limit("sign_in", credentials["login"])
    signed_in = service.sign_in(current_session(), **credentials, browser=browser())
    forgive("sign_in", credentials["login"])
    view = welcome(signed_in)
    return _half_way(view) if signed_in.second else view


@blp.get("/session/second")
@half_signed_in
@transactional
@blp.response(200, HalfSessionSchema)
def offered_second() -> dict[str, Any]:
    """Tell which second factors may be shown."""
    session, actor = current_session(), current_actor()
    offered = queries.second_factors(session, queries.own_account(session, actor)).offered
    return {"second_factor": offered, "csrf": csrf_of(_token())}


@blp.post("/session/second")
@half_signed_in
@transactional
@blp.arguments(SecondFactorSchema)
@blp.response(200, SessionSchema)
def show_second(proof: dict[str, Any]) -> dict[str, Any]:
    """Show the second factor: a code of the app, a recovery code, or what a passkey signed."""
    actor = current_actor()
    limit("second_factor", actor.account_id)
    signed_in = service.show_second(current_session(), actor, Means(relying_party(), sealer()), proof)
    forgive("second_factor", actor.account_id)
    return welcome(signed_in)


@blp.post("/session/passkey-challenge")
@half_signed_in
@transactional
@blp.response(200)
def challenge_passkey() -> dict[str, Any]:
    """Give the options for the browser's `navigator.credentials.get`; they serve once, for five minutes."""
    return service.assertion_options(current_session(), current_actor(), relying_party())


@blp.post("/session/step-up")
@requires("self.read", by="console")
@transactional
@blp.arguments(StepUpSchema)
@blp.response(200, SessionSchema)
def step_up(proof: dict[str, Any]) -> dict[str, Any]:
    """Prove oneself anew, by second factor where one stands, else by password; the cookie changes."""
    actor = current_actor()
    limit("second_factor" if "totp" in proof else "step_up", actor.account_id)
    signed_in = service.step_up(current_session(), actor, Means(relying_party(), sealer()), proof)
    forgive("second_factor" if "totp" in proof else "step_up", actor.account_id)
    return welcome(signed_in)


@blp.after_request
def hand_over_cookie(response: Response) -> Response:
    """Set the cookie once the session is committed, never for a sign-in that failed."""
    token = g.pop("new_token", None)
    if token and response.status_code in {*SESSION_STATES, 302}:
        response.set_cookie(cookie_name(), token, httponly=True, samesite="Lax", secure=is_https(), path="/")
    return response


@blp.get("/session")
@requires("self.read", by="console")
@transactional
@blp.response(200, SessionSchema)
def who_am_i() -> dict[str, Any]:
    """Tell who is signed in."""
    actor = current_actor()
    identity = queries.identity_of_account(current_session(), actor.tenant_id, actor.account_id)
    assert identity is not None  # noqa: S101 - the actor was made from it
    return session_view(identity, _token())


@blp.delete("/session")
@requires("self.read", by="console")
@transactional
@blp.response(204)
def sign_out() -> None:
    """End the session of the cookie."""
    service.sign_out(current_session(), current_actor())


@blp.get("/sessions")
@requires("self.read", by="console")
@transactional
@blp.response(200, OwnSessionsSchema)
def list_sessions() -> dict[str, Any]:
    """List the browsers in which one is signed in."""
    actor = current_actor()
    return {"items": [_own_view(one, actor.session_id) for one in queries.own_sessions(current_session(), actor)]}


@blp.delete("/sessions/<uuid:session_id>")
@requires("self.read", by="console")
@transactional
@blp.response(204)
def end_session(session_id: UUID) -> None:
    """Sign out in one browser."""
    service.end_session(current_session(), current_actor(), session_id)


@blp.delete("/sessions")
@requires("self.read", by="console")
@transactional
@blp.response(200, EndedSchema)
def end_other_sessions() -> dict[str, int]:
    """Sign out in all browsers but this one."""
    return {"ended": service.end_other_sessions(current_session(), current_actor())}


def _own_view(one: ConsoleSession, current: UUID | None) -> dict[str, Any]:
    names = ("id", "created_at", "last_seen_at", "ip", "user_agent")
    return {**{name: getattr(one, name) for name in names}, "current": one.id == current}


def _half_way(view: dict[str, Any]) -> Response:
    response = jsonify(HalfSessionSchema().dump(view))
    response.status_code = HALF_WAY
    return response


def _token() -> str:
    credential = offered_credential()
    assert credential is not None  # noqa: S101 - the gate let nobody in without
    return credential.token
