"""Who tries too often waits, before anything is hashed; nobody else waits with him."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine

from server import settings as environment
from server.web.limits import RULES, Limiter, network_of
from tests.kit.console import UNSAFE
from tests.kit.world import PASSWORD

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
TRIES = RULES["sign_in"].named[0].amount
WRONG = "wrong"
PLACE = {"REMOTE_ADDR": "203.0.113.7"}


def try_in(client, login: str, password: str = WRONG, place: dict = PLACE, **headers):
    body = {"login": login, "password": password}
    return client.post("/api/v1/session", json=body, headers={**UNSAFE, **headers}, environ_base=place)


@pytest.fixture
def tired(client, world):
    """Somebody tries wrong passwords until no more are taken."""
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(TRIES):
            assert try_in(client, world.rep1.login).status_code == 401
        yield traveller


@pytest.mark.usefixtures("tired")
@pytest.mark.parametrize(("language", "title"), [("vi", "Thử quá nhiều lần"), ("en", "Too many tries")])
def test_who_tries_too_often_is_told_when_to_come_again(client, world, language, title):
    answer = try_in(client, world.rep1.login, PASSWORD, **{"Accept-Language": language})
    assert (answer.status_code, answer.json["code"], answer.json["title"]) == (429, "rate_limited", title)
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert answer.headers["Retry-After"] in answer.json["detail"]


@pytest.mark.usefixtures("tired")
def test_a_try_too_many_is_not_hashed(client, world, monkeypatch):
    monkeypatch.setattr(import_module("server.accounts.service.sign_in"), "matches", lambda *_: 1 / 0)
    assert try_in(client, world.rep1.login).status_code == 429


@pytest.mark.usefixtures("tired")
@pytest.mark.parametrize("spelling", [str.upper, " {} ".format])
def test_another_spelling_or_place_does_not_help(client, world, spelling):
    assert try_in(client, spelling(world.rep1.login), place={"REMOTE_ADDR": "198.51.100.1"}).status_code == 429


@pytest.mark.usefixtures("tired")
def test_colleagues_sign_in_meanwhile(client, world):
    assert try_in(client, world.rep2.login, PASSWORD).status_code == 200


def test_who_waits_may_try_again(client, world, tired):
    wait = int(try_in(client, world.rep1.login).headers["Retry-After"])
    tired.shift(wait + 1)
    assert try_in(client, world.rep1.login, PASSWORD).status_code == 200


def test_a_right_password_forgives_the_wrong_ones(client, world):
    for _ in range(3):
        for _ in range(TRIES - 1):
            try_in(client, world.rep1.login)
        assert try_in(client, world.rep1.login, PASSWORD).status_code == 200


def test_one_place_cannot_try_every_login(client, world):
    del world
    with time_machine.travel(NOON, tick=False):
        for n in range(RULES["sign_in"].address[0].amount):
            assert try_in(client, f"nobody{n}@example.test", place={"REMOTE_ADDR": f"2001:db8:1:2::{n:x}"})
        assert try_in(client, "other@example.test", place={"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}).status_code == 429
        assert try_in(client, "other@example.test", place={"REMOTE_ADDR": "2001:db8:1:3::1"}).status_code == 401


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
    ],
)
def test_an_address_counts_as_the_place_it_stands_for(address, network):
    assert network_of(address) == network


@pytest.fixture
def shared():
    """Two processes' limiters on the one Redis of the test run."""
    url = environment.load().redis_url
    return Limiter(url), Limiter(url)


def test_processes_count_together(shared, world):
    one, other = shared
    item, name = RULES["second_factor"].named[0], str(world.organisation_uuid)
    answers = [(one, other)[n % 2].hit(item, name) for n in range(item.amount + 1)]
    assert [answer is None for answer in answers] == [True] * item.amount + [False]
    other.clear(item, name)
    assert one.hit(item, name) is None


def test_without_redis_each_process_counts_by_itself(settings):
    alone = Limiter(replace(settings, redis_url="unix:///nowhere/redis.sock").redis_url)
    item = RULES["second_factor"].named[0]
    answers = [alone.hit(item, "somebody") for _ in range(item.amount + 1)]
    assert [answer is None for answer in answers] == [True] * item.amount + [False]
