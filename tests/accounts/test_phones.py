"""Phones know themselves by a key: tokens change without locking anybody out, and states hold at once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.accounts.models import Device, Employee
from server.accounts.service import drain_phones_of
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.kit.keys import PhoneKey
from tests.kit.people import equip
from tests.kit.phone import Phone
from tests.kit.pictures import BODY, TUS, new_shot

ACCESS_S = 15 * 60


def later(**span: float):
    return clock.at(clock.now() + timedelta(**span))


def pull(phone: Phone):
    return phone.client.post("/api/v1/sync/pull", json={}, headers=phone.headers)


def refused(answer) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def put(boss, phone: Phone, state: str, expect: int = 200, **more):
    return boss.post(f"/devices/{phone.device_id}/state", {"state": state, **more}, expect=expect)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def rep(phone, world) -> Phone:
    return phone(world.rep1)


def test_an_access_token_is_over_after_a_quarter_of_an_hour_and_the_next_is_asked_for(rep):
    with later(minutes=14, seconds=50):
        assert pull(rep).status_code == 200
    with later(minutes=15, seconds=1):
        assert refused(pull(rep)) == (401, "unauthenticated")
        rep.refresh()
        rep.pull()


def test_the_access_token_before_stays_good_until_its_time(rep):
    before = rep.token
    with later(minutes=10):
        rep.refresh()
        rep.token, present = before, rep.token
        assert pull(rep).status_code == 200
    with later(minutes=16):
        assert pull(rep).status_code == 401
        rep.token = present
        assert pull(rep).status_code == 200


def test_a_lost_answer_is_told_again_until_its_token_is_used(rep):
    first, again = rep.ask_for_tokens().json, rep.ask_for_tokens().json
    assert (again["token"], again["refresh_token"]) == (first["token"], first["refresh_token"])
    assert first["refresh_token"] != rep.refresh_token
    rep.refresh()
    rep.refresh()
    rep.pull()


def test_two_tabs_that_ask_at_once_get_the_same(rep):
    one, other = rep.ask_for_tokens().json, rep.ask_for_tokens().json
    for told in (one, other):
        rep.token = told["token"]
        assert pull(rep).status_code == 200


def test_an_answer_lost_for_days_is_told_again_with_a_token_that_is_good(rep):
    rep.ask_for_tokens()
    with later(days=30):
        rep.refresh()
        rep.pull()


def test_a_copied_refresh_token_is_worth_nothing_without_the_key(rep):
    for key in (PhoneKey(), PhoneKey()):
        assert refused(rep.ask_for_tokens(key=key)) == (401, "unauthenticated")
    rep.refresh()
    rep.pull()


def test_a_proof_is_good_for_one_token_only(rep):
    body = {"refresh_token": rep.refresh_token, "proof": rep.key.proof("/devices/token", "another")}
    assert rep.client.post("/api/v1/devices/token", json=body).status_code == 401


@pytest.mark.parametrize("time", ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "yesterday", "2026-11-22T09:00:00"])
def test_whatever_the_phones_clock_says_it_gets_its_tokens(rep, time):
    proof = rep.key.proof("/devices/token", rep.refresh_token, time)
    body = {"refresh_token": rep.refresh_token, "proof": proof}
    assert rep.client.post("/api/v1/devices/token", json=body).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "1.2.3.4", "1..0.x", "9" * 400, "1.0123456789abcdef0123456789abcdef.0.AA"])
def test_what_is_no_refresh_token_proves_nothing(rep, token):
    body = {"refresh_token": token or " ", "proof": rep.key.proof("/devices/token", token)}
    assert rep.client.post("/api/v1/devices/token", json=body).status_code == 401


def test_a_phone_that_was_off_for_ninety_days_is_enrolled_anew(rep):
    with later(days=89):
        rep.refresh()
    with later(days=89 + 91):
        assert refused(rep.ask_for_tokens()) == (401, "unauthenticated")


def test_after_a_year_a_phone_is_enrolled_anew_however_busy(rep):
    began = clock.now()
    for day in range(60, 365, 60):
        with clock.at(began + timedelta(days=day)):
            rep.refresh()
    with clock.at(began + timedelta(days=366)):
        assert rep.ask_for_tokens().status_code == 401


def test_a_token_from_two_generations_back_ends_the_family(rep, boss):
    copied = rep.refresh_token
    rep.refresh()
    rep.refresh()
    assert refused(rep.ask_for_tokens(copied)) == (401, "refresh_reused")
    assert refused(pull(rep)) == (401, "unauthenticated")
    (device,) = boss.get("/devices")["items"]
    assert (device["state"], device["copied"]) == ("drain", True)


def test_the_supervisor_is_told_of_a_copied_phone(rep, boss):
    copied = rep.refresh_token
    rep.refresh()
    rep.refresh()
    rep.ask_for_tokens(copied)
    (notice,) = [item for item in boss.get("/notifications")["items"] if item["kind"] == "device"]
    assert "Nguyễn Thị Một" in str(notice)


def test_a_copied_phone_hands_in_what_it_kept_and_must_be_enrolled_anew(rep, boss):
    copied = rep.refresh_token
    rep.refresh()
    rep.refresh()
    rep.ask_for_tokens(copied)
    for token in (rep.refresh_token, copied):
        rep.token = rep.ask_for_tokens(token).json["token"]
        assert [answer["code"] for answer in rep.push(rep.submit("customer.shop", {}))] == ["drained"]
    assert put(boss, rep, "active", expect=409)["code"] == "device_state"


def test_a_restored_database_knows_the_phones_that_were_ahead_of_it(rep, database, world):
    for _ in range(3):
        rep.refresh()
    with unit_of_work(database, world.tenant_id) as work:
        device = work.get(Device, (world.tenant_id, rep.device_id))
        device.generation, device.refresh_hash, device.previous_refresh_hash = 0, b"older", b"oldest"
    rep.ask_for_tokens()
    rep.refresh()
    rep.refresh()
    rep.pull()


STEPS = st.sampled_from(["arrives", "answer lost", "request lost", "asked twice", "both tabs", "hours pass"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEPS, max_size=15))
def test_no_row_of_lost_answers_locks_a_phone_out(rep, steps):
    """One phone lives through all the rows, one after the other."""
    moment = clock.now()
    for step in steps:
        moment += timedelta(hours=30 if step == "hours pass" else 0)
        with clock.at(moment):
            take(rep, step)
    with clock.at(moment):
        rep.refresh()
        assert pull(rep).status_code == 200


def take(phone: Phone, step: str) -> None:
    if step in {"answer lost", "asked twice"}:
        phone.ask_for_tokens()
    if step == "both tabs":
        told = [phone.ask_for_tokens().json for _ in range(2)]
        assert told[0]["refresh_token"] == told[1]["refresh_token"]
    if step in {"arrives", "asked twice", "both tabs"}:
        phone.refresh()


def test_a_drained_phone_hands_in_and_reads_nothing(rep, boss, world):
    rep.customer_made()
    put(boss, rep, "drain")
    operation = rep.submit("customer.shop", {"full_name": "Chưa gửi"})
    (answer,) = rep.push(operation)
    assert (answer["s"], answer["code"]) == ("quarantined", "drained")
    assert "quản lý" in answer["message"]
    assert rep.push(operation)[0]["s"] == "duplicate"
    for path in ("/sync/poke", "/sync/receipts", "/customers", "/geography/units.json", "/devices"):
        got = rep.client.get(f"/api/v1{path}", headers=rep.headers)
        assert refused(got) == (403, "device_drained"), path
    assert refused(pull(rep)) == (403, "device_drained")
    kept = boss.get("/quarantine")["items"]
    assert [(item["code"], item["employee"]["name"]) for item in kept] == [("drained", world.rep1.name)]
    assert "Chưa gửi" in kept[0]["payload"]


def test_a_drained_phone_sends_its_pictures(rep, boss):
    put(boss, rep, "drain")
    shot = new_shot()
    created = rep.client.post("/api/v1/media", headers={**rep.headers, **shot.announcement()})
    headers = {**TUS, **rep.headers, "Upload-Offset": "0"}
    sent = rep.client.patch(created.headers["Location"], headers=headers, data=shot.data, content_type=BODY)
    assert (created.status_code, sent.status_code) == (201, 204)


def test_a_drained_phone_gets_tokens_for_a_week_and_then_none(rep, boss):
    put(boss, rep, "drain")
    with later(days=6):
        rep.refresh()
        rep.push(rep.submit("customer.shop", {}))
    with later(days=7, minutes=1):
        assert refused(rep.ask_for_tokens()) == (401, "device_revoked")


def test_a_revoked_phone_with_unsent_work_may_be_let_hand_it_in(rep, boss):
    put(boss, rep, "revoked")
    operation = rep.submit("customer.shop", {"full_name": "Ba ngày"})
    assert refused(rep.post([operation])) == (401, "device_revoked")
    put(boss, rep, "drain")
    with later(hours=1):
        rep.refresh()
        assert rep.push(operation)[0]["code"] == "drained"


def test_a_phone_that_is_let_in_again_reads_again(rep, boss):
    put(boss, rep, "drain")
    put(boss, rep, "active")
    rep.pull()


@pytest.mark.covers("SW-66")
def test_a_phone_told_to_wipe_says_so_when_it_has(rep, boss):
    put(boss, rep, "wiped")
    assert refused(pull(rep)) == refused(rep.ask_for_tokens()) == (401, "device_wiped")
    (device,) = boss.get("/devices")["items"]
    assert (device["state"], device["wipe_confirmed_at"]) == ("wiped", None)
    assert confirm(rep).status_code == 204
    (device,) = boss.get("/devices")["items"]
    assert device["wipe_ordered_at"] <= device["wipe_confirmed_at"]
    assert confirm(rep).status_code == 204


def confirm(phone: Phone, key: PhoneKey | None = None):
    body = {"proof": (key or phone.key).proof("/devices/wiped", phone.refresh_token)}
    headers = {"Authorization": f"Bearer {phone.refresh_token}"}
    return phone.client.post("/api/v1/devices/wiped", json=body, headers=headers)


def test_nobody_else_can_say_that_a_phone_is_wiped(rep, boss):
    assert confirm(rep).status_code == 401  # nobody ordered it
    put(boss, rep, "wiped")
    assert confirm(rep, PhoneKey()).status_code == 401
    assert boss.get("/devices")["items"][0]["wipe_confirmed_at"] is None


@pytest.mark.parametrize("state", ["active", "drain", "revoked"])
def test_a_wiped_phone_stays_wiped(rep, boss, state):
    put(boss, rep, "wiped")
    assert put(boss, rep, state, expect=409)["code"] == "device_state"


def test_states_are_changed_by_who_sees_the_person_and_may(rep, console, world):
    put(console(world.other), rep, "wiped", expect=404)
    put(console(world.rep1), rep, "wiped", expect=403)
    rep.pull()


def test_the_phone_of_who_has_left_hands_in_for_a_week(rep, database, world):
    with unit_of_work(database, world.tenant_id) as work:
        employee = work.get(Employee, (world.tenant_id, world.rep1.id))
        employee.state, employee.left_at = "left", clock.now()
    assert refused(pull(rep)) == (403, "device_drained")
    assert rep.push(rep.submit("customer.shop", {}))[0]["code"] == "drained"
    with later(days=8):
        assert refused(rep.ask_for_tokens()) == (401, "device_revoked")


def test_deactivation_drains_the_phones_of_a_person(rep, database, world):
    with unit_of_work(database, world.tenant_id) as work:
        actor = equip(work, world.supervisor).actor
        assert drain_phones_of(work, actor, world.rep1.id) == 1
    assert refused(pull(rep)) == (403, "device_drained")


def test_a_phone_from_before_keys_upgrades_itself_once(app, database, world):
    with unit_of_work(database, world.tenant_id) as work:
        old = equip(work, world.rep1)
    phone = Phone(app.test_client(), old.token, str(old.actor.device_id), str(old.actor.employee_id))
    first, again = upgrade(phone), upgrade(phone)
    assert first.status_code == 200, first.text
    assert first.json["refresh_token"] == again.json["refresh_token"]
    with later(seconds=ACCESS_S + 1):
        assert pull(phone).status_code == 401
        phone.refresh_token = first.json["refresh_token"]
        phone.refresh()
        phone.pull()


def upgrade(phone: Phone):
    body = {"public_key": phone.key.jwk, "proof": phone.key.proof("/devices/key", phone.token)}
    return phone.client.post("/api/v1/devices/key", json=body, headers=phone.headers)


def test_a_phone_with_a_key_takes_no_other(rep):
    rep.key = PhoneKey()
    assert refused(upgrade(rep)) == (422, "key_refused")


def test_what_is_stored_of_tokens_is_their_hash(rep, database, world):
    with unit_of_work(database, world.tenant_id) as work:
        device = work.get(Device, (world.tenant_id, rep.device_id))
        stored = str({column.name: getattr(device, column.name) for column in Device.__table__.columns})
    assert rep.token not in stored
    assert rep.refresh_token not in stored


def test_sync_takes_no_cookie(console, world):
    console(world.rep1).post("/sync/pull", {}, expect=403)
