"""One's own sessions and password: seen, ended, changed by oneself alone."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from server.app import create_app
from server.core import clock
from server.web.access import FRESH
from server.web.context import COOKIE, SECURE_COOKIE
from tests.kit.console import UNSAFE, Console
from tests.kit.world import PASSWORD

BETTER = "cà-phê-sữa-đá-sáng-nay"


def other_console(app, member, password: str, expect: int = 200):
    body = {"login": member.login, "password": password}
    answer = app.test_client().post("/api/v1/session", json=body, headers=UNSAFE)
    assert answer.status_code == expect


def test_everybody_lists_his_own_sessions(console, world):
    console(world.rep2)
    first, second = console(world.rep1), console(world.rep1)
    items = second.get("/sessions")["items"]
    assert sorted(one["current"] for one in items) == [False, True]
    assert {one["ip"] for one in items} == {"127.0.0.1"}
    assert "Werkzeug" in items[0]["user_agent"]
    assert len(first.get("/sessions")["items"]) == 2


def test_a_browser_that_was_left_open_can_be_ended(console, world):
    left, here = console(world.rep1), console(world.rep1)
    (old,) = [one["id"] for one in here.get("/sessions")["items"] if not one["current"]]
    here.delete(f"/sessions/{old}")
    left.get("/session", expect=401)
    here.get("/session")


def test_nobody_ends_the_session_of_another(console, world):
    other = console(world.rep2)
    (session,) = other.get("/sessions")["items"]
    console(world.admin).delete(f"/sessions/{session['id']}", expect=404)
    console(world.admin).delete(f"/sessions/{uuid4()}", expect=404)
    other.get("/session")


def test_all_others_end_at_once(console, world):
    left, here, colleague = console(world.rep1), console(world.rep1), console(world.rep2)
    assert here.delete("/sessions", expect=200) == {"ended": 1}
    left.get("/session", expect=401)
    here.get("/session")
    colleague.get("/session")


def test_a_changed_password_ends_all_other_sessions(app, console, world, history):
    left, here = console(world.rep1), console(world.rep1)
    here.post("/account/password", {"old": PASSWORD, "new": BETTER}, expect=204)
    left.get("/session", expect=401)
    here.get("/session")
    other_console(app, world.rep1, PASSWORD, expect=401)
    other_console(app, world.rep1, BETTER)
    assert "password.change" in history()


def test_who_does_not_know_the_password_does_not_change_it(console, world):
    answer = console(world.rep1).post("/account/password", {"old": "wrong", "new": BETTER}, expect=401)
    assert answer["code"] == "bad_credentials"


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("ngắn", "short"),
        ("aaaaaaaaaaaa", "simple"),
        ("1234567890", "simple"),
        ("qwertyuiop", "simple"),
        ("rep1.a@example.test", "name"),
        ("REP1.A@example.test2026", "name"),
        ("Nguyễn Thị Một", "name"),
    ],
)
def test_a_password_that_anybody_would_try_is_refused(app, console, world, new, reason):
    answer = console(world.rep1).post("/account/password", {"old": PASSWORD, "new": new}, expect=422)
    assert (answer["code"], answer["reason"]) == ("weak_password", reason)
    other_console(app, world.rep1, PASSWORD)


def test_the_cookie_changes_when_somebody_proves_himself_anew(app, console, world):
    desk = console(world.rep1)
    before = desk.client.get_cookie(COOKIE).value
    with clock.at(clock.now() + FRESH + timedelta(seconds=1)):
        desk.post("/account/totp", expect=403)
        desk.trusts(desk.post("/session/step-up", {"password": PASSWORD}))
        desk.post("/account/totp")
    stale = app.test_client()
    stale.set_cookie(COOKIE, before)
    Console(stale).get("/session", expect=401)


def test_a_wrong_password_does_not_step_up(console, world):
    assert console(world.rep1).post("/session/step-up", {"password": "wrong"}, expect=401)["code"] == "bad_credentials"


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "ă"])
def test_a_change_without_the_token_of_its_session_is_refused(console, world, token):
    desk = console(world.admin)
    desk.trusts({"csrf": token})
    assert desk.post("/account/totp", expect=403)["code"] == "csrf"
    desk.get("/session")


def test_the_token_of_one_session_is_worth_nothing_in_another(console, world):
    desk, colleague = console(world.rep1), console(world.rep2)
    desk.trusts(colleague.get("/session"))
    desk.delete("/session", expect=403)


def test_a_phone_has_no_place_at_the_console(phone, world):
    rep = phone(world.rep1)
    for path in ("/session", "/sessions", "/account/passkeys"):
        answer = rep.client.get(f"/api/v1{path}", headers=rep.headers)
        assert (answer.status_code, answer.json["code"]) == (403, "console_only")


@pytest.fixture
def at_https(app, monkeypatch):
    """The server as browsers reach it by https."""
    services = app.extensions["tuyen"]
    secure = replace(services, settings=replace(services.settings, public_url="https://localhost"))
    monkeypatch.setitem(app.extensions, "tuyen", secure)
    return app.test_client()


def test_over_https_no_other_host_can_set_the_cookie(at_https, world):
    body = {"login": world.rep1.login, "password": PASSWORD}
    answer = at_https.post("/api/v1/session", json=body, headers=UNSAFE, base_url="https://localhost")
    parts = [part.strip() for part in answer.headers["Set-Cookie"].split(";")]
    assert parts[0].startswith(f"{SECURE_COOKIE}=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert not [part for part in parts if part.startswith("Domain")]
    assert at_https.get("/api/v1/session", base_url="https://localhost").status_code == 200


def test_over_https_a_cookie_without_the_prefix_is_nobodys(at_https, world):
    body = {"login": world.rep1.login, "password": PASSWORD}
    at_https.post("/api/v1/session", json=body, headers=UNSAFE, base_url="https://localhost")
    at_https.set_cookie(COOKIE, at_https.get_cookie(SECURE_COOKIE).value)
    at_https.delete_cookie(SECURE_COOKIE)
    assert at_https.get("/api/v1/session", base_url="https://localhost").status_code == 401


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "198.51.100.9")])
def test_only_the_operators_own_proxies_say_where_somebody_comes_from(app, settings, world, proxies, seen):
    database = app.extensions["tuyen"].database
    client = create_app(replace(settings, proxies=proxies), database).test_client()
    body = {"login": world.rep1.login, "password": PASSWORD}
    told = {"X-Forwarded-For": "203.0.113.1, 198.51.100.9", **UNSAFE}
    client.post("/api/v1/session", json=body, headers=told)
    assert [one["ip"] for one in client.get("/api/v1/sessions").json["items"]] == [seen]
