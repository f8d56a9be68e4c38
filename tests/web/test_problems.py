"""Refusals that a person understands, in his language, with an id to ask about."""

from dataclasses import replace

import pytest

from server.web.context import COOKIE
from tests.kit.console import UNSAFE
from tests.kit.world import PASSWORD


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [
        ("", "vi", "Cần đăng nhập"),
        ("en", "en", "Sign-in needed"),
        ("en-GB,en;q=0.9", "en", "Sign-in needed"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi", "Cần đăng nhập"),
        ("fr", "vi", "Cần đăng nhập"),
    ],
)
def test_a_refusal_speaks_the_readers_language(client, asked, language, title):
    answer = client.get("/api/v1/session", headers={"Accept-Language": asked} if asked else {})
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Content-Language"] == language
    assert (answer.json["title"], answer.json["status"], answer.json["code"]) == (title, 401, "unauthenticated")


def test_a_refusal_tells_what_was_wrong_and_where(console, world):
    answer = console(world.supervisor).get("/customers", expect=422, limit=0, kind="castle")
    assert answer["code"] == "invalid_input"
    assert set(answer["errors"]["query"]) == {"limit", "kind"}


def test_a_refusal_and_its_header_carry_the_same_id(client):
    answer = client.get("/api/v1/session", headers={"X-Request-Id": "from-the-phone-1"})
    assert answer.json["request_id"] == answer.headers["X-Request-Id"] == "from-the-phone-1"


@pytest.mark.parametrize("offered", ["short", "x" * 65, "with space 1", "a b\tc-1234", "<script>1234"])
def test_an_id_that_is_none_is_replaced(client, offered):
    given = client.get("/api/v1/session", headers={"X-Request-Id": offered}).headers["X-Request-Id"]
    assert given != offered
    assert len(given) == 36


def test_a_fault_of_ours_tells_nothing_but_its_id(console, world, monkeypatch):
    signed_in = console(world.supervisor)
    monkeypatch.setattr("server.customers.queries.page_and_count", lambda *_: 1 / 0)
    answer = signed_in.get("/customers", expect=500)
    assert answer["code"] == "internal"
    assert answer["request_id"] in answer["detail"]
    assert "division" not in str(answer)


def test_a_right_that_is_missing_is_named(phone, world):
    rep = phone(world.rep1)
    answer = rep.client.get("/api/v1/devices", headers={**rep.headers, "Accept-Language": "en"})
    assert (answer.status_code, answer.json["code"], answer.json["right"]) == (403, "forbidden", "device.read")


def test_a_database_that_is_away_is_told_with_a_time_to_come_again(away):
    for path in ("/api/v1/session", "/api/v1/customers"):
        answer = away.test_client().get(path, headers={"Authorization": "Bearer 1.x"})
        assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0


def test_a_push_to_a_database_that_is_away_can_be_sent_again(away):
    answer = away.test_client().post("/api/v1/sync/push", json={"ops": []}, headers={"Authorization": "Bearer 1.x"})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_a_server_without_a_database_lives_and_is_not_ready(away):
    client = away.test_client()
    assert client.get("/livez").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["faults"]) == (503, ["database"])


def test_a_server_with_everything_is_ready(client):
    assert client.get("/readyz").json == {"status": "ok", "faults": []}


def sign_in(client, world, **headers):
    body = {"login": world.supervisor.login, "password": PASSWORD}
    return client.post("/api/v1/session", json=body, headers={**UNSAFE, **headers})


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"X-Requested-With": ""},
    ],
)
def test_a_change_that_another_site_may_have_sent_is_refused(console, world, headers):
    signed_in = console(world.supervisor)
    answer = signed_in.client.post("/api/v1/routes", json={"name": "x"}, headers={**UNSAFE, **headers})
    assert (answer.status_code, answer.json["code"]) == (403, "cross_site")


def test_a_sign_in_that_another_site_sends_is_refused(client, world):
    """Else a page could sign somebody in as its own author."""
    answer = sign_in(client, world, Origin="https://evil.example")
    assert (answer.status_code, answer.json["code"]) == (403, "cross_site")
    assert "Set-Cookie" not in answer.headers


def test_a_change_from_our_own_page_is_taken(console, world):
    signed_in = console(world.supervisor)
    answer = signed_in.client.delete("/api/v1/session", headers={**UNSAFE, "Origin": "http://localhost"})
    assert answer.status_code == 204


def test_a_phone_needs_no_such_proof(phone, world):
    rep = phone(world.rep1)
    assert rep.post([]).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, world):
    cookie = sign_in(client, world).headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie  # public_url is http here


def test_the_cookie_stays_on_https_where_there_is_https(app, world, monkeypatch):
    found = app.extensions["tuyen"]
    monkeypatch.setitem(app.extensions, "tuyen", secured(found))
    assert "Secure" in sign_in(app.test_client(), world).headers["Set-Cookie"]


def secured(services):
    return replace(services, settings=replace(services.settings, public_url="https://tuyen.example"))
