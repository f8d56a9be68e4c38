from tests.kit.console import UNSAFE
from tests.kit.world import PASSWORD


def sign_in(client, login: str, password: str, **headers: str):
    body = {"login": login, "password": password}
    return client.post("/api/v1/session", json=body, headers={**UNSAFE, **headers})


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, world):
    cookie = sign_in(client, world.rep1.login, PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_sign_in_from_another_site_is_refused(client, world):
    answer = sign_in(client, world.rep1.login, PASSWORD, Origin="https://evil.example")
    assert (answer.status_code, answer.json["code"]) == (403, "cross_site")


def test_after_signing_out_the_cookie_is_worth_nothing(console, world):
    rep = console(world.rep1)
    stolen = rep.client.get_cookie("tuyen_sid").value
    rep.client.delete("/api/v1/session", headers=UNSAFE)
    rep.client.set_cookie("tuyen_sid", stolen)
    rep.get("/session", expect=401)


def test_a_phone_whose_token_is_unknown_is_asked_to_sign_in(client):
    answer = client.post("/api/v1/sync/pull", json={}, headers={"Authorization": "Bearer nothing"})
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
