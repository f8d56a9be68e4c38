"""Enrolling phones by a code: once, in time, by the person for whom it was made."""

from datetime import timedelta

import pytest

from server.accounts.models import Employee
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.kit.console import UNSAFE, Console
from tests.kit.keys import PhoneKey, enrolment
from tests.kit.people import code_for
from tests.kit.phone import DEVICE, Phone
from tests.kit.world import PASSWORD, Member, make_world


def make_code(console: Console, member: Member, expect: int = 201, **more):
    return console.post("/enrolment-codes", {"employee_id": str(member.id), **more}, expect=expect)


def ask(client, code: str, key: PhoneKey | None = None):
    return client.post("/api/v1/devices", json=enrolment(key or PhoneKey(), DEVICE, code=code))


def enrolled(client, code: str, key: PhoneKey | None = None):
    answer = ask(client, code, key)
    assert answer.status_code == 201, answer.text
    return answer.json


@pytest.fixture
def boss(console, world) -> Console:
    return console(world.supervisor)


@pytest.fixture
def code(boss, world) -> str:
    return make_code(boss, world.rep1)["code"]


def test_a_code_comes_with_its_address_and_a_picture_of_it(boss, world):
    made = make_code(boss, world.rep1)
    assert made["url"] == f"http://localhost/phone/#enrol={made['code']}"
    assert made["code"].startswith(f"{world.tenant_id}.")
    assert made["qr_svg"].startswith("<svg")
    assert "script" not in made["qr_svg"]


def test_a_phone_is_enrolled_for_the_person_of_the_code(client, boss, code, world):
    told = enrolled(client, code)
    assert (told["employee"]["name"], told["state"], told["match_code"]) == (world.rep1.name, "active", None)
    (device,) = boss.get("/devices")["items"]
    assert (device["id"], device["state"], device["employee"]["name"]) == (told["device_id"], "active", world.rep1.name)


def test_a_code_may_be_typed_as_people_type(client, code):
    tenant, secret = code.split(".")
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)).lower()
    assert ask(client, f" {tenant}.{spaced.replace('0', 'o').replace('1', 'l')} ").status_code == 201


@pytest.mark.parametrize(("remote", "minutes"), [(False, 15), (True, 24 * 60)])
def test_a_code_holds_for_its_time(client, boss, world, remote, minutes):
    code = make_code(boss, world.rep1, remote=remote)["code"]
    with clock.at(clock.now() + timedelta(minutes=minutes, seconds=1)):
        answer = ask(client, code)
    assert (answer.status_code, answer.json["code"]) == (410, "code_expired")
    with clock.at(clock.now() + timedelta(minutes=minutes - 1)):
        assert ask(client, code).status_code == 201


def test_a_code_enrols_one_phone(client, code):
    enrolled(client, code)
    answer = ask(client, code)
    assert (answer.status_code, answer.json["code"]) == (409, "code_used")


def test_a_phone_whose_answer_was_lost_is_told_the_same_again(client, boss, code):
    key = PhoneKey()
    first, again = enrolled(client, code, key), enrolled(client, code, key)
    assert {name: again[name] for name in ("device_id", "token", "refresh_token")} == {
        name: first[name] for name in ("device_id", "token", "refresh_token")
    }
    assert len(boss.get("/devices")["items"]) == 1


def test_who_has_only_seen_the_enrolment_cannot_repeat_it(client, code):
    """The body of the request without the key: another proof is asked for another time."""
    key = PhoneKey()
    enrolled(client, code, key)
    body = {**enrolment(PhoneKey(), DEVICE, code=code), "public_key": key.jwk}
    answer = client.post("/api/v1/devices", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "key_refused")


def test_after_five_vain_tries_a_code_is_dead(client, code):
    wrong = {**enrolment(PhoneKey(), DEVICE, code=code), "public_key": PhoneKey().jwk}
    for _ in range(5):
        assert client.post("/api/v1/devices", json=wrong).status_code == 422
    answer = ask(client, code)
    assert (answer.status_code, answer.json["code"]) == (410, "code_spent")


@pytest.mark.parametrize("code", ["", ".", "1.", "x.Y", "999999999.AAAA", "1.0123456789ABCDEFGHJKMNPQRS", "9" * 90])
def test_a_code_that_nobody_made_is_refused(client, world, code):
    del world
    assert ask(client, code or " ").status_code in {404, 422}


def test_a_code_belongs_to_its_organisation(client, code, database):
    other = make_world(database, "twin")
    _, secret = code.split(".")
    assert ask(client, f"{other.tenant_id}.{secret}").status_code == 404
    assert enrolled(client, code)["organisation"]["name"] == "Công ty a"


def test_a_code_that_was_taken_back_is_over(client, boss, world):
    made = make_code(boss, world.rep1)
    assert boss.client.delete(f"/api/v1/enrolment-codes/{made['id']}", headers=UNSAFE).status_code == 204
    assert ask(client, made["code"]).json["code"] == "code_expired"
    (listed,) = boss.get("/enrolment-codes", employee_id=str(world.rep1.id))["items"]
    assert (listed["id"], listed["state"]) == (made["id"], "over")


def test_the_list_of_codes_tells_what_became_of_them_and_not_what_they_are(client, boss, code, world):
    enrolled(client, code)
    (listed,) = boss.get("/enrolment-codes")["items"]
    assert (listed["state"], listed["employee"]["name"]) == ("used", world.rep1.name)
    assert code.split(".")[1] not in str(listed)


def test_codes_are_made_for_people_within_reach_by_who_may(console, boss, world):
    make_code(boss, world.rep3, expect=404)
    make_code(console(world.rep1), world.rep1, expect=403)


def test_a_person_has_three_phones_at_most(client, boss, world):
    for _ in range(3):
        enrolled(client, make_code(boss, world.rep1)["code"])
    fourth = make_code(boss, world.rep1)["code"]
    answer = ask(client, fourth)
    assert (answer.status_code, answer.json["code"]) == (409, "too_many_phones")
    assert DEVICE["name"] in answer.json["detail"]
    older = boss.get("/devices")["items"][0]
    boss.post(f"/devices/{older['id']}/state", {"state": "revoked"})
    assert ask(client, fourth).status_code == 201


def test_the_same_phone_enrolled_anew_takes_no_second_place(client, boss, world):
    key = PhoneKey()
    ids = [enrolled(client, make_code(boss, world.rep1)["code"], key)["device_id"] for _ in range(3)]
    states = {device["id"]: device["state"] for device in boss.get("/devices")["items"]}
    assert [states[device_id] for device_id in ids] == ["revoked", "revoked", "active"]


def test_a_phone_by_password_is_as_good(app, world):
    phone = Phone.enrol(app.test_client(), world.rep1)
    phone.pull()
    phone.refresh()
    phone.pull()


def test_an_enrolment_names_one_way_in(client, code, world):
    both = enrolment(PhoneKey(), DEVICE, code=code, login=world.rep1.login, password=PASSWORD)
    neither = enrolment(PhoneKey(), DEVICE, code=code)
    del neither["code"]
    assert [client.post("/api/v1/devices", json=body).status_code for body in (both, neither)] == [422, 422]


@pytest.mark.parametrize("member", ["crv", "x", "y"])
def test_a_key_that_is_none_is_refused(client, code, member):
    body = enrolment(PhoneKey(), DEVICE, code=code)
    body["public_key"][member] = "AAAA"
    assert client.post("/api/v1/devices", json=body).status_code == 422


def test_a_phone_that_a_supervisor_confirms_waits_for_him(client, app, boss, world):
    made = make_code(boss, world.rep1, confirms=True)
    key = PhoneKey()
    told = enrolled(client, made["code"], key)
    phone = Phone(app.test_client(), told["token"], told["device_id"], told["employee"]["id"], key)
    assert (told["state"], len(told["match_code"])) == ("pending", 6)
    refused = phone.client.post("/api/v1/sync/pull", json={}, headers=phone.headers)
    assert (refused.status_code, refused.json["code"]) == (403, "device_pending")
    (device,) = boss.get("/devices")["items"]
    assert (device["state"], device["match_code"]) == ("pending", told["match_code"])
    wrong = f"{(int(told['match_code']) + 1) % 1_000_000:06}"
    confirm = f"/devices/{told['device_id']}/state"
    assert boss.post(confirm, {"state": "active", "match_code": wrong}, expect=409)["code"] == "match_code_differs"
    boss.post(confirm, {"state": "active", "match_code": told["match_code"]})
    phone.pull()


def test_a_code_for_somebody_who_has_left_is_over(client, database, session, world):
    code = code_for(session, world.rep1)
    session.commit()
    with unit_of_work(database, world.tenant_id) as work:
        leave(work, world.rep1)
    assert ask(client, code).json["code"] == "code_expired"


def leave(work, member: Member) -> None:
    employee = work.get(Employee, (work.info["tenant_id"], member.id))
    employee.state, employee.left_at = "left", clock.now()
