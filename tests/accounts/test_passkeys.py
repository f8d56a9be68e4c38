"""Passkeys: only its owner's, only for this server, only for the challenge of this session, only forward in count."""

from datetime import timedelta

import pytest

from server.accounts.service.passkeys import CHALLENGE_LASTS
from server.core import clock
from tests.kit.authenticator import Authenticator
from tests.kit.console import UNSAFE, Console
from tests.kit.world import PASSWORD


def register(console: Console, device: Authenticator, expect: int = 201):
    options = console.post("/account/passkeys/options")
    return console.post("/account/passkeys", {"credential": device.create(options), "name": "Máy tính"}, expect)


def half_way(app, member) -> Console:
    client = app.test_client()
    answer = client.post("/api/v1/session", json={"login": member.login, "password": PASSWORD}, headers=UNSAFE)
    assert "passkey" in answer.json["second_factor"]
    return Console(client).trusts(answer.json)


def show(console: Console, device: Authenticator, expect: int = 200):
    options = console.post("/session/passkey-challenge")
    return console.post("/session/second", {"passkey": device.get(options)}, expect)


@pytest.fixture
def device(console, world) -> Authenticator:
    """The admin's registered passkey."""
    made = Authenticator()
    register(console(world.admin), made)
    return made


def test_a_passkey_is_registered_with_codes_for_the_day_it_is_lost(console, world):
    desk = console(world.admin)
    answer = register(desk, Authenticator())
    assert len(answer["recovery_codes"]) == 10
    assert [one["name"] for one in desk.get("/account/passkeys")["items"]] == ["Máy tính"]
    assert register(desk, Authenticator())["recovery_codes"] == []


def test_a_passkey_opens_the_half_session(app, world, device):
    half = half_way(app, world.admin)
    opened = half.trusts(show(half, device))
    assert opened.get("/session")["second_factors"]["passkeys"] == 1


def test_a_passkey_steps_up(app, world, device):
    half = half_way(app, world.admin)
    desk = half.trusts(show(half, device))
    options = desk.post("/session/passkey-challenge")
    assert desk.post("/session/step-up", {"passkey": device.get(options)})["proved_at"]


@pytest.mark.parametrize(
    "change",
    [{"origin": "https://evil.example"}, {"origin": "http://localhost.evil.example"}, {"verifies": False}],
)
def test_a_signature_for_another_page_or_without_its_owner_is_refused(app, world, device, change):
    for name, value in change.items():
        setattr(device, name, value)
    assert show(half_way(app, world.admin), device, expect=401)["code"] == "bad_second_factor"


def test_a_passkey_of_another_is_refused(app, console, world, device):
    others = Authenticator()
    register(console(world.supervisor), others)
    show(half_way(app, world.admin), others, expect=401)
    show(half_way(app, world.admin), device)


def test_a_signature_serves_once(app, world, device):
    half = half_way(app, world.admin)
    signed = device.get(half.post("/session/passkey-challenge"))
    half.trusts(half.post("/session/second", {"passkey": signed}))
    half.post("/session/step-up", {"passkey": signed}, expect=422)
    other = half_way(app, world.admin)
    other.post("/session/passkey-challenge")
    other.post("/session/second", {"passkey": signed}, expect=401)


def test_a_challenge_is_spent_by_a_wrong_answer(app, world, device):
    half = half_way(app, world.admin)
    options = half.post("/session/passkey-challenge")
    half.post("/session/second", {"passkey": Authenticator().get(options)}, expect=401)
    assert half.post("/session/second", {"passkey": device.get(options)}, expect=422)["code"] == "passkey_refused"


def test_a_challenge_does_not_wait_for_ever(app, world, device):
    half = half_way(app, world.admin)
    signed = device.get(half.post("/session/passkey-challenge"))
    with clock.at(clock.now() + CHALLENGE_LASTS + timedelta(seconds=1)):
        half.post("/session/second", {"passkey": signed}, expect=422)


def test_a_copy_of_a_passkey_is_found_by_its_count(app, world, device):
    half = half_way(app, world.admin)
    show(half, device)
    device.count -= 1
    show(half_way(app, world.admin), device, expect=401)


@pytest.mark.parametrize("made", [{}, {"id": "x"}, {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}])
def test_what_is_no_passkey_is_refused(app, console, world, device, made):
    del device
    desk = console(world.supervisor)
    desk.post("/account/passkeys/options")
    desk.post("/account/passkeys", {"credential": made, "name": "x"}, expect=422)
    half = half_way(app, world.admin)
    half.post("/session/passkey-challenge")
    half.post("/session/second", {"passkey": made}, expect=401)


def test_a_registration_for_another_page_is_refused(console, world):
    assert register(console(world.admin), Authenticator("https://evil.example"), 422)["code"] == "passkey_refused"


def test_a_passkey_without_its_owners_finger_is_not_registered(console, world):
    register(console(world.admin), Authenticator(verifies=False), 422)


def test_a_passkey_is_registered_once(console, world):
    desk, device = console(world.admin), Authenticator()
    register(desk, device)
    register(desk, device, 422)


def test_a_removed_passkey_opens_nothing(app, console, world):
    desk, device = console(world.admin), Authenticator()
    passkey = register(desk, device)["passkey"]
    desk.delete(f"/account/passkeys/{passkey['id']}")
    assert Console.sign_in(app, world.admin).get("/session")["second_factors"]["recovery_left"] == 0


def test_nobody_removes_the_passkey_of_another(console, world):
    passkey = register(console(world.admin), Authenticator())["passkey"]
    console(world.supervisor).delete(f"/account/passkeys/{passkey['id']}", expect=404)
