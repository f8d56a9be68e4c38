"""An OpenID provider on loopback that tells the truth, or lies as a test asks."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug import Request, Response
from werkzeug.serving import make_server

from server.core import clock

CLIENT_ID, CLIENT_SECRET = "tuyen", "a secret of both: %+ ü"


@dataclass
class IdentityProvider:
    """Its issuer and who is signed in there; `lie` changes the claims, `seal` makes the token of them."""

    issuer: str = ""
    subject: str = "248289761001"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    lie: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    seal: Callable[["IdentityProvider", dict[str, Any]], str] = lambda self, claims: self.sign(claims)
    says_it_is: str | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key or self.key)

    def unsigned(self, claims: dict[str, Any]) -> str:
        parts = ({"alg": "none"}, claims)
        return ".".join(_text(json.dumps(part).encode()) for part in parts) + "."

    def signed_by_the_public_key(self, claims: dict[str, Any]) -> str:
        """Sign by what everybody knows, as if it were a shared secret."""
        known = OctKey.import_key(json.dumps(self.key.as_dict(private=False)))
        return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, known, algorithms=["HS256"])

    def visit(self, url: str) -> dict[str, str]:
        """Sign in as a browser that was sent here; return what it is sent back with."""
        asked = dict(parse_qsl(urlsplit(url).query))
        assert asked["client_id"] == CLIENT_ID
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, request: Request) -> Response:
        pages = {"/.well-known/openid-configuration": self._about, "/keys": self._keys, "/token": self._token}
        body = pages[request.path](request)
        return Response(json.dumps(body or {"error": "invalid_grant"}), 200 if body else 400)

    def _about(self, _: Request) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.says_it_is or self.issuer, **{k: f"{self.issuer}/{v}" for k, v in names.items()}}

    def _keys(self, _: Request) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def _token(self, request: Request) -> dict[str, Any] | None:
        asked = self.codes.pop(request.form["code"], None)
        challenge = _text(sha256(request.form["code_verifier"].encode()).digest())
        if asked is None or challenge != asked["code_challenge"] or request.authorization is None:
            return None
        now = int(clock.now().timestamp())
        told = {"iss": self.issuer, "aud": CLIENT_ID, "sub": self.subject, "iat": now, "exp": now + 300}
        claims = self.lie({**told, "nonce": asked["nonce"], "email": "rep1.a@example.test", "email_verified": False})
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.seal(self, claims)}


@contextmanager
def provider() -> Iterator[IdentityProvider]:
    """Run a provider until the block ends."""
    made = IdentityProvider()
    server = make_server("127.0.0.1", 0, Request.application(made.answer), threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
