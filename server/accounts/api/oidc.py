"""Endpoints of single sign-on.

Where everybody may ask, the provider is asked between transactions: however slowly it answers, it holds no connection.
"""

from typing import Any
from uuid import UUID

from flask import Response, g, jsonify, request

from server.accounts.api.blueprint import blp
from server.accounts.api.session import browser, sealer
from server.accounts.errors import SsoRefusedError
from server.accounts.models import OidcProvider
from server.accounts.passwords import tenant_of_token
from server.accounts.schemas.oidc import (
    BeginQuerySchema,
    CallbackSchema,
    NewProviderSchema,
    OfferedProvidersSchema,
    ProviderSchema,
    ProvidersSchema,
    WaySchema,
)
from server.accounts.service import oidc, oidc_protocol
from server.accounts.service.oidc import Flow, NewProvider
from server.accounts.service.outside import Outside
from server.core.errors import DomainError, NotFoundError
from server.web.access import opened, public, requires, transactional
from server.web.context import cookie_name, current_actor, current_session, is_https, offered_credential, services
from server.web.limits import limit

KEEP_S = int(oidc.FLOW_LASTS.total_seconds())


@blp.get("/sso")
@requires("sso.write", by="console")
@transactional
@blp.response(200, ProvidersSchema)
def list_providers() -> dict[str, Any]:
    """List the systems with which the organisation's people may sign in."""
    items = [_view(provider) for provider in oidc.providers(current_session())]
    return {"items": items, "redirect_uri": _redirect_uri()}


@blp.post("/sso")
@requires("sso.write", fresh=True)
@transactional
@blp.arguments(NewProviderSchema)
@blp.response(201, ProviderSchema)
def add_provider(new: dict[str, str]) -> dict[str, Any]:
    """Set up such a system, once it answers as OpenID Connect asks."""
    oidc_protocol.discover(_outside(), new["issuer"])
    return _view(oidc.add_provider(current_session(), current_actor(), NewProvider(**new), sealer()))


@blp.delete("/sso/<uuid:provider_id>")
@requires("sso.write", fresh=True)
@transactional
@blp.response(204)
def remove_provider(provider_id: UUID) -> None:
    """Take such a system away with everybody's links to it."""
    oidc.remove_provider(current_session(), current_actor(), provider_id)


@blp.get("/account/sso")
@requires("self.read", by="console")
@transactional
@blp.response(200, OfferedProvidersSchema)
def list_own_links() -> dict[str, Any]:
    """List the systems that one may sign in with, and with which one does."""
    session = current_session()
    linked = oidc.linked_providers(session, current_actor())
    found = oidc.providers(session)
    return {"items": [{"id": one.id, "name": one.name, "linked": one.id in linked} for one in found if one.enabled]}


@blp.post("/account/sso/<uuid:provider_id>")
@requires("self.read", fresh=True)
@transactional
@blp.response(200, WaySchema)
def begin_link(provider_id: UUID) -> Response:
    """Begin to link one's account: the browser goes to `url` and comes back linked."""
    session = current_session()
    client = oidc.client_of(oidc.provider_of(session, provider_id), sealer(), _redirect_uri())
    attempt = oidc.begin_flow(session, provider_id, current_actor().account_id)
    url = oidc_protocol.way_to(client, oidc_protocol.discover(_outside(), client.issuer), attempt)
    return _remembering(jsonify(url=url), attempt.state)


@blp.delete("/account/sso/<uuid:provider_id>")
@requires("self.read", fresh=True)
@transactional
@blp.response(204)
def unlink(provider_id: UUID) -> None:
    """Sign in with that system no more."""
    oidc.unlink(current_session(), current_actor(), provider_id)


@blp.get("/session/oidc/<reference>")
@public
@blp.arguments(BeginQuerySchema, location="query")
@blp.response(302)
def begin_oidc(query: dict[str, str], reference: str) -> Response:
    """Go to a provider to sign in; `reference` comes from its `sign_in_url`."""
    limit("sso")
    tenant_id, provider_id = _parts(reference)
    with opened(tenant_id) as session:
        provider = oidc.provider_of(session, provider_id)
        client = oidc.client_of(provider, sealer(), _redirect_uri())
    if "ask" in query:
        return jsonify(name=provider.name)
    try:
        endpoints = oidc_protocol.discover(_outside(), client.issuer)
    except DomainError as error:
        return _back(problem=error.code)
    with opened(tenant_id) as session:
        attempt = oidc.begin_flow(session, provider_id)
    return _remembering(_to(oidc_protocol.way_to(client, endpoints, attempt)), attempt.state)


@blp.get("/session/oidc/callback")
@public
@blp.arguments(CallbackSchema, location="query")
@blp.response(302)
def end_oidc(query: dict[str, Any]) -> Response:
    """Come back from a provider: signed in, linked, or with the code of a problem in the address."""
    limit("sso")
    try:
        return _ended(query)
    except DomainError as error:
        return _back(problem=error.code)


def _ended(query: dict[str, Any]) -> Response:
    tenant_id = tenant_of_token(query["state"])
    if tenant_id is None:
        raise SsoRefusedError(reason="state")
    with opened(tenant_id) as session:
        flow = oidc.take_flow(session, query["state"], request.cookies.get(_state_cookie()))
        client = oidc.client_of(oidc.provider_of(session, flow.provider_id), sealer(), _redirect_uri())
    if query["error"] or not query["code"] or query["iss"] not in {None, client.issuer}:
        raise SsoRefusedError(reason="answer")
    subject = oidc_protocol.subject_of(_outside(), client, flow.attempt, query["code"])
    return _linked(tenant_id, flow, subject) if flow.account_id else _signed_in(tenant_id, flow, subject)


def _linked(tenant_id: int, flow: Flow, subject: str) -> Response:
    credential = offered_credential()
    with opened(tenant_id) as session:
        offers = credential is not None and services().tenant_of(credential) == tenant_id
        actor = services().identify(session, credential) if offers and credential else None
        if actor is None or actor.account_id != flow.account_id or not actor.can("self.read"):
            raise SsoRefusedError(reason="session")
        oidc.link(session, actor, flow.provider_id, subject)
    return _back("account", linked="1")


def _signed_in(tenant_id: int, flow: Flow, subject: str) -> Response:
    with opened(tenant_id) as session:
        signed_in = oidc.sign_in_by(session, flow.provider_id, subject, browser())
    g.new_token = signed_in.token
    return _back(second="1") if signed_in.second else _back()


def _parts(reference: str) -> tuple[int, UUID]:
    tenant_id = tenant_of_token(reference)
    try:
        provider_id = UUID(reference.partition(".")[2])
    except ValueError as error:
        raise NotFoundError from error
    if tenant_id is None:
        raise NotFoundError
    return tenant_id, provider_id


def _view(provider: OidcProvider) -> dict[str, Any]:
    names = ("id", "name", "issuer", "client_id", "created_at")
    page = f"{_base()}/console/?sso={provider.tenant_id}.{provider.id}"
    return {**{key: getattr(provider, key) for key in names}, "redirect_uri": _redirect_uri(), "sign_in_url": page}


def _base() -> str:
    return services().settings.public_url.rstrip("/")


def _redirect_uri() -> str:
    return f"{_base()}/api/v1/session/oidc/callback"


def _outside() -> Outside:
    return Outside(private=services().settings.private_providers)


def _state_cookie() -> str:
    return cookie_name().replace("sid", "sso")


def _remembering(response: Response, state: str) -> Response:
    """Let the browser keep the state: who comes back with it must be who went."""
    response.set_cookie(
        _state_cookie(), state, max_age=KEEP_S, httponly=True, samesite="Lax", secure=is_https(), path="/"
    )
    return response


def _back(page: str = "", **query: str) -> Response:
    words = "&".join(f"{key}={value}" for key, value in query.items())
    response = _to(f"{_base()}/console/{page}{'?' if words else ''}{words}")
    response.delete_cookie(_state_cookie(), path="/", secure=is_https(), httponly=True, samesite="Lax")
    return response


def _to(url: str) -> Response:
    response = Response(status=302)
    response.headers["Location"] = url
    response.headers["Cache-Control"] = "no-store"
    return response
