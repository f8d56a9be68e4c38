"""Signing in at the console and enrolling a phone."""

from datetime import timedelta

import pytest

from server.accounts.service import ABSOLUTE, IDLE, Hire, hire, shipped_title
from server.core import clock
from server.core.unit_of_work import unit_of_work
from server.web.context import COOKIE
from tests.kit.console import UNSAFE, Console
from tests.kit.keys import PhoneKey, enrolment
from tests.kit.world import PASSWORD

DEVICE = {"name": "Máy của Một", "platform": "Android 15", "app_version": "0.1.0"}


def post(client, path: str, **body):
    return client.post(f"/api/v1{path}", json=body, headers=UNSAFE)


def test_who_signs_in_learns_who_he_is_and_what_he_may(client, world):
    answer = post(client, "/session", login=world.supervisor.login, password=PASSWORD)
    assert answer.json["employee"]["name"] == "Lê Giám Sát"
    assert answer.json["organisation"] == {"id": str(world.organisation_uuid), "name": "Công ty a", "help": {}}
    assert answer.json["second_factors"] == {"totp": False, "passkeys": 0, "recovery_left": 0}
    assert "submission.review" in answer.json["rights"]
    assert client.get("/api/v1/session").json == answer.json


def test_letter_case_and_spaces_of_a_login_do_not_matter(client, world):
    assert post(client, "/session", login=f" {world.rep1.login.upper()} ", password=PASSWORD).status_code == 200


@pytest.mark.parametrize("login", ["rep1.a@example.test", "nobody@example.test"])
def test_a_wrong_password_and_an_unknown_login_are_told_alike(client, world, login):
    del world
    answer = post(client, "/session", login=login, password="wrong")
    assert (answer.status_code, answer.json["code"]) == (401, "bad_credentials")
    assert "Set-Cookie" not in answer.headers


def test_who_signs_out_is_out(console, world):
    signed_in = console(world.rep1)
    assert signed_in.client.delete("/api/v1/session", headers=UNSAFE).status_code == 204
    signed_in.get("/session", expect=401)


def test_a_session_ends_when_nobody_uses_it(console, world):
    signed_in = console(world.rep1)
    with clock.at(clock.now() + IDLE - timedelta(minutes=1)):
        signed_in.get("/session")
    with clock.at(clock.now() + 2 * IDLE - timedelta(minutes=2)):
        signed_in.get("/session")
    with clock.at(clock.now() + 3 * IDLE):
        signed_in.get("/session", expect=401)


def test_a_session_ends_after_half_a_day_however_busy(console, world):
    signed_in, began = console(world.rep1), clock.now()
    moment = began
    while moment < began + ABSOLUTE - timedelta(minutes=20):
        moment += timedelta(minutes=20)
        with clock.at(moment):
            signed_in.get("/session")
    with clock.at(began + ABSOLUTE + timedelta(minutes=1)):
        signed_in.get("/session", expect=401)


def test_the_cookie_of_one_is_nobody_elses(app, console, world):
    """A made-up or altered cookie proves nothing."""
    token = console(world.rep1).client.get_cookie(COOKIE).value
    for other in ("", "x", token[:-1], token + "x"):
        client = app.test_client()
        client.set_cookie(COOKIE, other)
        Console(client).get("/session", expect=401)


def test_a_phone_is_enrolled_and_known_to_the_supervisor(client, console, world):
    answer = post(client, "/devices", **enrolment(PhoneKey(), DEVICE, login=world.rep1.login, password=PASSWORD))
    assert answer.status_code == 201
    assert {"device_id", "token", "epoch", "server_time"} <= set(answer.json)
    (device,) = console(world.supervisor).get("/devices")["items"]
    assert (device["id"], device["name"], device["state"]) == (answer.json["device_id"], DEVICE["name"], "active")
    assert device["employee"]["name"] == world.rep1.name
    assert (device["last_push_at"], device["queue_depth"]) == (None, None)


def test_a_phone_is_not_enrolled_with_a_wrong_password(client, console, world):
    asked = enrolment(PhoneKey(), DEVICE, login=world.rep1.login, password="wrong")
    assert post(client, "/devices", **asked).status_code == 401
    assert console(world.supervisor).get("/devices")["items"] == []


def test_the_tokens_of_phones_and_consoles_are_not_exchanged(app, phone, console, world):
    token = console(world.rep1).client.get_cookie(COOKIE).value
    assert app.test_client().get("/api/v1/session", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    client = app.test_client()
    client.set_cookie(COOKIE, phone(world.rep1).token)
    assert client.get("/api/v1/session").status_code == 401


def test_what_a_push_tells_of_a_phone_is_seen_by_the_supervisor(phone, console, world):
    rep = phone(world.rep1)
    sent_at = (clock.now() - timedelta(minutes=30)).isoformat()
    rep.post([rep.submit("customer.shop", {"full_name": "Một"})], queue_depth=4, sent_at=sent_at)
    (device,) = console(world.supervisor).get("/devices")["items"]
    assert device["queue_depth"] == 3
    assert -31 * 60_000 < device["clock_offset_ms"] < -29 * 60_000
    assert device["last_push_at"] is not None


def test_a_supervisor_sees_the_phones_of_his_people_only(phone, console, world):
    phone(world.rep1)
    assert console(world.other).get("/devices")["items"] == []
    assert len(console(world.director).get("/devices")["items"]) == 1


@pytest.mark.covers("RB-17", "RB-29")
@pytest.mark.parametrize("path", ["/devices", "/conflicts", "/quarantine"])
def test_a_rep_has_no_right_to_what_supervisors_see(console, world, path):
    assert console(world.rep1).get(path, expect=403)["code"] == "forbidden"


def test_everybody_lists_the_branches(console, world):
    assert [branch["name"] for branch in console(world.rep1).get("/branches")["items"]] == ["Đà Nẵng"]


def test_a_new_colleague_is_known_to_phones_and_seen_by_all_above(database, phone, console, world):
    with unit_of_work(database, world.tenant_id) as session:
        hire(session, Hire("Người Mới", shipped_title(session, "rep"), world.supervisor.id))
    rep = phone(world.rep3)
    rep.pull()
    assert "Người Mới" in {row["name"] for row in rep.held("employee").values()}
    for member, sees in ((world.supervisor, True), (world.director, True), (world.other, False), (world.rep1, False)):
        names = {item["name"] for item in console(member).get("/employees")["items"]}
        assert ("Người Mới" in names) is sees
