"""OpenID Connect as a client: discovery, the way to the provider, and what its token is worth.

Only the authorization code flow, always with state, nonce and PKCE; only tokens signed by RS256 or ES256.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from server.accounts.errors import SsoRefusedError, SsoUnreachableError
from server.accounts.service.outside import Outside, UnreachableError
from server.core import clock

ALGORITHMS = ["RS256", "ES256"]
LEEWAY_S = 60
SCOPE = "openid"
LONGEST_SUBJECT = 255
_UNREADABLE = (JoseError, ValueError, TypeError, KeyError)


@dataclass(frozen=True)
class Client:
    """Who we are at a provider."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True)
class Attempt:
    """What binds a way to the provider to the way back; each serves once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Endpoints:
    """Where a provider answers, as it says itself."""

    authorization: str
    token: str
    keys: str
    by_form: bool


def discover(outside: Outside, issuer: str) -> Endpoints:
    """Return the endpoints of the provider `issuer`; raise SsoUnreachableError when it says it is another one."""
    try:
        said = outside.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    except UnreachableError as error:
        raise SsoUnreachableError(reason=str(error)) from error
    if said.get("issuer") != issuer:
        raise SsoUnreachableError(reason="issuer")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, keys = (str(said.get(name, "")) for name in names)
    if {urlsplit(one).scheme for one in (authorization, token, keys)} != {urlsplit(issuer).scheme}:
        raise SsoUnreachableError(reason="endpoints")
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Endpoints(authorization, token, keys, by_form="client_secret_basic" not in methods)


def way_to(client: Client, endpoints: Endpoints, attempt: Attempt) -> str:
    """Return the address at which the browser signs in at the provider."""
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "scope": SCOPE,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": create_s256_code_challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    return str(add_params_to_uri(endpoints.authorization, list(asked.items())))


def subject_of(outside: Outside, client: Client, attempt: Attempt, code: str) -> str:
    """Redeem a code and return the subject whom the provider proves by it; raise SsoRefusedError for anything else."""
    endpoints = discover(outside, client.issuer)
    try:
        answer = _redeem(outside, client, endpoints, attempt, code)
        keys = outside.get(endpoints.keys)
    except UnreachableError as error:
        raise SsoUnreachableError(reason=str(error)) from error
    try:
        return _subject(client, attempt, answer, keys)
    except _UNREADABLE as error:
        raise SsoRefusedError(reason=type(error).__name__) from error


def _redeem(outside: Outside, client: Client, endpoints: Endpoints, attempt: Attempt, code: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": attempt.verifier,
    }
    if endpoints.by_form:
        secret = {"client_id": client.client_id, "client_secret": client.client_secret}
        return outside.post(endpoints.token, {**form, **secret}, {})
    pair = f"{quote(client.client_id, safe='')}:{quote(client.client_secret, safe='')}"
    return outside.post(endpoints.token, form, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"})


def _subject(client: Client, attempt: Attempt, answer: dict[str, Any], keys: Any) -> str:
    """Return the subject of the answer's token, whose every claim about who, for whom and when is checked."""
    token = jwt.decode(answer["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)
    options = {
        "iss": {"essential": True, "value": client.issuer},
        "aud": {"essential": True, "value": client.client_id},
        "exp": {"essential": True},
        "sub": {"essential": True},
    }
    expected = {"nonce": attempt.nonce, "client_id": client.client_id, "access_token": answer.get("access_token")}
    claims = CodeIDToken(token.claims, token.header, options, expected)
    claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_S)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("sub")
    return subject
