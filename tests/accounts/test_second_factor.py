"""Codes of an app and recovery codes: each counts once, and without one of them a password opens nothing."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import text

from server.accounts import queries
from server.accounts.service import sealing
from server.accounts.service.second_factor import STEP_S
from server.accounts.service.sign_in import HALF_WAY
from server.core import clock
from server.web.access import FRESH
from server.web.limits import RULES
from tests.kit.console import UNSAFE, Console
from tests.kit.world import PASSWORD


@pytest.fixture
def noon():
    """A clock that stands until it is moved."""
    with time_machine.travel("2026-03-02T05:00:00Z", tick=False) as traveller:
        yield traveller


class App:
    """A code app with the account's secret, and the recovery codes that came with it."""

    def __init__(self, console: Console) -> None:
        self.totp = pyotp.TOTP(console.post("/account/totp")["secret"])
        self.recovery = console.post("/account/totp/confirm", {"code": self.code()})["recovery_codes"]

    def code(self, steps: int = 0) -> str:
        return self.totp.at(int(clock.now().timestamp()) + steps * STEP_S)


@pytest.fixture
def desk(noon, console, world) -> Console:
    del noon
    return console(world.admin)


@pytest.fixture
def code_app(desk, noon) -> App:
    made = App(desk)
    noon.shift(60)
    return made


@pytest.fixture
def half(app, world, code_app) -> Console:
    """A browser between the password and the second factor."""
    del code_app
    return half_way(app, world.admin)


def half_way(app, member) -> Console:
    client = app.test_client()
    answer = client.post("/api/v1/session", json={"login": member.login, "password": PASSWORD}, headers=UNSAFE)
    assert answer.status_code == 202, answer.text
    return Console(client).trusts(answer.json)


def test_a_right_password_alone_opens_nothing(half):
    assert half.get("/session/second")["second_factor"] == ["totp", "recovery"]
    for path in ("/session", "/sessions", "/customers", "/employees", "/account/passkeys"):
        assert half.get(path, expect=401)["code"] == "unauthenticated"
    half.post("/session/step-up", {"password": PASSWORD}, expect=401)
    half.post("/account/totp", expect=401)


def test_a_code_of_the_app_opens_the_session(half, code_app):
    opened = half.trusts(half.post("/session/second", {"totp": code_app.code()}))
    assert opened.get("/session")["second_factors"] == {"totp": True, "passkeys": 0, "recovery_left": 10}


def test_the_cookie_changes_with_the_second_factor(app, half, code_app):
    before = half.client.get_cookie("tuyen_sid").value
    half.post("/session/second", {"totp": code_app.code()})
    assert half.client.get_cookie("tuyen_sid").value != before
    stale = app.test_client()
    stale.set_cookie("tuyen_sid", before)
    Console(stale).get("/session/second", expect=401)


def test_a_code_counts_once(app, world, half, code_app):
    half.post("/session/second", {"totp": code_app.code()})
    again = half_way(app, world.admin).post("/session/second", {"totp": code_app.code()}, expect=401)
    assert again["code"] == "bad_second_factor"


def test_no_code_from_before_one_that_was_used_counts(app, world, half, code_app):
    half.post("/session/second", {"totp": code_app.code()})
    half_way(app, world.admin).post("/session/second", {"totp": code_app.code(-1)}, expect=401)


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
def test_a_phones_clock_may_be_a_step_wrong(half, code_app, steps, status):
    half.post("/session/second", {"totp": code_app.code(steps)}, expect=status)


def test_a_recovery_code_counts_once(app, world, half, code_app):
    shown = {"recovery": code_app.recovery[0].upper().replace("-", " ")}
    assert half.post("/session/second", shown)["second_factors"]["recovery_left"] == 9
    half_way(app, world.admin).post("/session/second", shown, expect=401)


def test_the_recovery_codes_of_another_are_worth_nothing(console, world, half):
    others = App(console(world.supervisor)).recovery
    half.post("/session/second", {"recovery": others[0]}, expect=401)


def test_new_recovery_codes_end_those_before(half, code_app):
    half.trusts(half.post("/session/second", {"totp": code_app.code()}))
    fresh = half.post("/account/recovery-codes")["recovery_codes"]
    assert len(set(fresh)) == 10
    assert not set(fresh) & set(code_app.recovery)


@pytest.mark.parametrize("proof", [{}, {"totp": "123456", "recovery": "x"}, {"totp": "12345a"}, {"password": PASSWORD}])
def test_just_one_proof_of_a_known_kind_is_taken(half, proof):
    assert half.post("/session/second", proof, expect=422)["code"] == "invalid_input"


def test_guessing_codes_has_its_own_limit(half, code_app, noon):
    tries = RULES["second_factor"].named[0].amount
    for _ in range(tries):
        half.post("/session/second", {"totp": "000000"}, expect=401)
    half.post("/session/second", {"totp": code_app.code()}, expect=429)
    noon.shift(301)
    half.post("/session/second", {"totp": code_app.code()})


def test_half_a_session_does_not_wait_for_ever(half, code_app, noon):
    noon.shift(HALF_WAY + timedelta(seconds=1))
    half.post("/session/second", {"totp": code_app.code()}, expect=401)


def test_a_failed_second_factor_is_in_the_history(half, history):
    half.post("/session/second", {"totp": "000000"}, expect=401)
    assert "session.second_failed" in history()


def test_the_secret_does_not_lie_open_in_the_database(look, code_app):
    (sealed,) = look("SELECT totp_secret FROM account WHERE totp_secret IS NOT NULL")
    assert code_app.totp.secret.encode() not in sealed
    with pytest.raises(sealing.SealBrokenError):
        sealing.Sealer("x" * 32).open(sealed, "somebody else's")


def test_a_code_app_must_show_a_code_before_it_counts(desk, app, world):
    desk.post("/account/totp")
    desk.post("/account/totp/confirm", {"code": "000000"}, expect=401)
    assert Console.sign_in(app, world.admin).get("/session")["second_factors"]["totp"] is False


def test_a_second_app_needs_the_first_removed(half, code_app):
    half.trusts(half.post("/session/second", {"totp": code_app.code()}))
    assert half.post("/account/totp", expect=409)["code"] == "factor_stands"
    half.delete("/account/totp")
    assert half.get("/session")["second_factors"] == {"totp": False, "passkeys": 0, "recovery_left": 0}


@pytest.mark.parametrize("method", ["post", "delete"])
def test_changing_factors_asks_for_a_fresh_proof(desk, noon, method):
    noon.shift(FRESH + timedelta(seconds=1))
    assert getattr(desk, method)("/account/totp", expect=403)["code"] == "step_up_required"
    desk.trusts(desk.post("/session/step-up", {"password": PASSWORD}))
    desk.post("/account/totp")


def test_a_password_does_not_step_up_where_a_second_factor_stands(half, code_app, noon):
    half.trusts(half.post("/session/second", {"totp": code_app.code()}))
    assert half.post("/session/step-up", {"password": PASSWORD}, expect=401)["code"] == "second_factor_needed"
    noon.shift(30)
    before = half.client.get_cookie("tuyen_sid").value
    half.post("/session/step-up", {"totp": code_app.code()})
    assert half.client.get_cookie("tuyen_sid").value != before


def test_what_another_request_has_used_up_is_seen_once_it_is_held(session, world):
    """The gate has read the account before the lock; what came in between counts."""
    account = queries.account_by_login(session, world.rep1.login)
    identity = queries.identity_of_account(session, world.tenant_id, account.id)
    session.execute(text("UPDATE account SET totp_last_step = 7 WHERE id = :id"), {"id": account.id})
    assert queries.own_account(session, identity.actor(), locked=True).totp_last_step == 7
