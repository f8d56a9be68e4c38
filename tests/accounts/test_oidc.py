"""Single sign-on: a provider proves a subject that somebody has linked himself, and nothing else proves anything."""

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey

from server.accounts.models import Employee
from server.accounts.service.oidc import FLOW_LASTS
from server.accounts.service.outside import Outside, UnreachableError, is_public
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.kit import identity_provider
from tests.kit.authenticator import Authenticator
from tests.kit.console import Console
from tests.kit.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider

CALLBACK = "/api/v1/session/oidc/callback"


@pytest.fixture
def idp():
    with identity_provider.provider() as running:
        yield running


@pytest.fixture
def open_app(app, monkeypatch):
    """The product of an operator who lets providers of his own network in."""
    services = app.extensions["tuyen"]
    monkeypatch.setitem(
        app.extensions, "tuyen", replace(services, settings=replace(services.settings, private_providers=True))
    )
    return app


@pytest.fixture
def admin(open_app, world) -> Console:
    return Console.sign_in(open_app, world.admin)


def set_up(admin: Console, idp: IdentityProvider, expect: int = 201) -> dict[str, Any]:
    new = {"name": "Google", "issuer": idp.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return admin.post("/sso", new, expect=expect)


@pytest.fixture
def provider(admin, idp) -> dict[str, Any]:
    """The provider as the organisation has set it up."""
    return set_up(admin, idp)


@pytest.fixture
def linked(open_app, world, provider, idp) -> dict[str, Any]:
    """The provider, where rep1 has linked himself."""
    rep = Console.sign_in(open_app, world.rep1)
    way = rep.post(f"/account/sso/{provider['id']}")["url"]
    answer = rep.client.get(CALLBACK, query_string=idp.visit(way))
    assert answer.headers["Location"] == "http://localhost/console/account?linked=1"
    return provider


def begin(client, provider: dict[str, Any]) -> str:
    reference = parse_qs(urlsplit(provider["sign_in_url"]).query)["sso"][0]
    answer = client.get(f"/api/v1/session/oidc/{reference}")
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client, query: dict[str, str]) -> str:
    """Return the code of the problem, empty when the browser is signed in."""
    answer = client.get(CALLBACK, query_string=query)
    assert answer.status_code == 302
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return query.get("problem", [""])[0]


def sign_in(app, idp: IdentityProvider, provider: dict[str, Any]) -> tuple[Any, str]:
    client = app.test_client()
    return client, come_back(client, idp.visit(begin(client, provider)))


def test_who_has_linked_himself_is_signed_in(open_app, world, idp, linked, history):
    client, problem = sign_in(open_app, idp, linked)
    assert problem == ""
    assert Console(client).get("/session")["employee"]["id"] == str(world.rep1.id)
    assert {"sso.add", "sso.link", "session.open"} <= set(history())


def test_the_page_may_ask_whom_it_offers(client, provider):
    reference = parse_qs(urlsplit(provider["sign_in_url"]).query)["sso"][0]
    assert client.get(f"/api/v1/session/oidc/{reference}?ask=name").json == {"name": "Google"}
    for unknown in ("x", "1.x", f"{reference}0", f"9{reference}"):
        assert client.get(f"/api/v1/session/oidc/{unknown}?ask=name").status_code in {404, 422}


def test_an_unknown_subject_gets_no_account(open_app, idp, linked, look):
    before = look("SELECT count(*) FROM account")
    idp.subject = "somebody else"
    client, problem = sign_in(open_app, idp, linked)
    assert problem == "sso_refused"
    Console(client).get("/session", expect=401)
    assert look("SELECT count(*) FROM account") == before


@pytest.mark.parametrize("email", ["rep1.a@example.test", "REP1.A@example.test", "rep1.a@ex\u0430mple.test"])
@pytest.mark.parametrize("verified", [True, False])
def test_no_address_makes_anybody_somebody_here(open_app, world, idp, provider, email, verified):
    del world
    idp.lie = lambda claims: {**claims, "email": email, "email_verified": verified}
    assert sign_in(open_app, idp, provider)[1] == "sso_refused"


LIES = {
    "another issuer": lambda claims: {**claims, "iss": "https://accounts.example"},
    "another client": lambda claims: {**claims, "aud": "another"},
    "several clients without saying which": lambda claims: {**claims, "aud": [CLIENT_ID, "another"]},
    "several clients, made for another": lambda claims: {**claims, "aud": [CLIENT_ID, "another"], "azp": "another"},
    "another nonce": lambda claims: {**claims, "nonce": "replayed"},
    "no nonce": lambda claims: {key: value for key, value in claims.items() if key != "nonce"},
    "run out": lambda claims: {**claims, "exp": claims["iat"] - 120},
    "no end": lambda claims: {key: value for key, value in claims.items() if key != "exp"},
    "from tomorrow on": lambda claims: {**claims, "nbf": claims["iat"] + 86_400},
    "no subject": lambda claims: {key: value for key, value in claims.items() if key != "sub"},
    "a subject that is no text": lambda claims: {**claims, "sub": ["248289761001"]},
}


@pytest.mark.parametrize("name", LIES)
def test_a_token_that_is_not_for_us_now_is_refused(open_app, idp, linked, name):
    idp.lie = LIES[name]
    client, problem = sign_in(open_app, idp, linked)
    assert problem == "sso_refused"
    Console(client).get("/session", expect=401)


SEALS = {
    "not at all": IdentityProvider.unsigned,
    "by the public key": IdentityProvider.signed_by_the_public_key,
    "by another key": lambda idp, claims: idp.sign(claims, RSAKey.generate_key(2048, {"kid": "k1"})),
    "with a changed end": lambda idp, claims: idp.sign(claims)[:-4] + "AAAA",
    "as nonsense": lambda idp, claims: f"{idp.issuer}{len(claims)}",
}


@pytest.mark.parametrize("name", SEALS)
def test_a_token_that_the_provider_did_not_sign_is_refused(open_app, idp, linked, name):
    idp.seal = SEALS[name]
    assert sign_in(open_app, idp, linked)[1] == "sso_refused"


def test_a_state_serves_once(open_app, idp, linked):
    client = open_app.test_client()
    way = begin(client, linked)
    state = client.get_cookie("tuyen_sso").value
    assert come_back(client, idp.visit(way)) == ""
    client.set_cookie("tuyen_sso", state)
    assert come_back(client, idp.visit(way)) == "sso_refused"


def test_a_state_that_another_browser_began_is_refused(open_app, idp, linked):
    """Else somebody could sign others in as himself."""
    back = idp.visit(begin(open_app.test_client(), linked))
    other = open_app.test_client()
    assert come_back(other, back) == "sso_refused"
    Console(other).get("/session", expect=401)


def test_a_way_does_not_stay_open_for_ever(open_app, idp, linked):
    client = open_app.test_client()
    back = idp.visit(begin(client, linked))
    with clock.at(clock.now() + FLOW_LASTS + timedelta(seconds=1)):
        assert come_back(client, back) == "sso_refused"


@pytest.mark.parametrize(
    "change",
    [{"state": ""}, {"state": "1.x"}, {"code": "made up"}, {"iss": "https://mixed.example"}, {"error": "denied"}],
)
def test_an_answer_that_was_tampered_with_is_refused(open_app, idp, linked, change):
    client = open_app.test_client()
    back = idp.visit(begin(client, linked)) | change
    assert come_back(client, back) in {"sso_refused", "sso_unreachable"}
    Console(client).get("/session", expect=401)


def test_a_provider_that_says_it_is_another_is_not_trusted(open_app, idp, linked):
    idp.says_it_is = "https://accounts.example"
    client = open_app.test_client()
    assert "problem=sso_unreachable" in begin(client, linked)


def test_nobody_is_linked_who_is_not_signed_in_as_himself(open_app, world, idp, provider):
    rep = Console.sign_in(open_app, world.rep1)
    back = idp.visit(rep.post(f"/account/sso/{provider['id']}")["url"])
    rep.client.set_cookie("tuyen_sid", Console.sign_in(open_app, world.rep2).client.get_cookie("tuyen_sid").value)
    assert come_back(rep.client, back) == "sso_refused"
    assert sign_in(open_app, idp, provider)[1] == "sso_refused"


def test_a_subject_is_one_persons(open_app, world, idp, linked):
    other = Console.sign_in(open_app, world.rep2)
    way = other.post(f"/account/sso/{linked['id']}")["url"]
    assert come_back(other.client, idp.visit(way)) == "sso_refused"


def test_who_unlinks_himself_signs_in_there_no_more(open_app, world, idp, linked):
    rep = Console.sign_in(open_app, world.rep1)
    assert rep.get("/account/sso")["items"] == [{"id": linked["id"], "name": "Google", "linked": True}]
    rep.delete(f"/account/sso/{linked['id']}")
    assert sign_in(open_app, idp, linked)[1] == "sso_refused"


def test_a_second_factor_that_stands_here_is_asked_for_after_the_other_system_too(open_app, world, idp, linked):
    rep, passkey = Console.sign_in(open_app, world.rep1), Authenticator()
    made = passkey.create(rep.post("/account/passkeys/options"))
    rep.post("/account/passkeys", {"credential": made, "name": "Máy"}, expect=201)
    client, problem = sign_in(open_app, idp, linked)
    assert problem == ""
    half = Console(client)
    half.get("/session", expect=401)
    half.trusts(half.get("/session/second"))
    options = half.post("/session/passkey-challenge")
    half.post("/session/second", {"passkey": passkey.get(options)})
    half.get("/session")


def test_who_has_left_is_not_signed_in_by_another_system(open_app, database, world, idp, linked):
    with unit_of_work(database, world.tenant_id) as session:
        session.get_one(Employee, (world.tenant_id, world.rep1.id)).state = "left"
    assert sign_in(open_app, idp, linked)[1] == "sso_refused"


def test_a_removed_provider_signs_nobody_in(open_app, admin, idp, linked):
    client = open_app.test_client()
    back = idp.visit(begin(client, linked))
    admin.delete(f"/sso/{linked['id']}")
    assert come_back(client, back) == "sso_refused"
    assert admin.get("/sso")["items"] == []


def test_the_secret_of_a_provider_is_told_to_nobody(admin, provider, look):
    assert CLIENT_SECRET not in str([provider, admin.get("/sso")])
    assert CLIENT_SECRET.encode() not in look("SELECT client_secret FROM oidc_provider")[0]


def test_who_may_not_set_it_up_does_not(open_app, world, idp):
    assert set_up(Console.sign_in(open_app, world.supervisor), idp, expect=403)["code"] == "forbidden"


def test_a_provider_in_our_own_network_is_refused_unless_the_operator_allows_it(console, world, idp):
    assert set_up(console(world.admin), idp, expect=502)["code"] == "sso_unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "http://203.0.113.7/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://0.0.0.0/",
        "https://2130706433/", "https://0x7f.1/", "https://localhost/", "https://[fd00::1]/", "https://100.64.0.1/",
        "https://a@1.1.1.1/", "https://1.1.1.1:99999/", "ftp://1.1.1.1/", "file:///etc/passwd", "https://", "x",
    ],
)  # fmt: skip
def test_nothing_near_us_is_fetched(url):
    with pytest.raises(UnreachableError):
        Outside().get(url)


def test_the_internet_is_public():
    for text in ("1.1.1.1", "2606:4700:4700::1111"):
        assert is_public(ip_address(text))
