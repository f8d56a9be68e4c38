"""The board of sync: how each phone stands, and what is not known."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from server.accounts.models import Device
from server.console.health_rules import is_known, state_of
from server.core.unit_of_work import unit_of_work
from server.media.models import MediaObject
from tests.kit.phone import minutes_ago

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "holds", "stuck", "state"),
    [
        (None, None, 0, "never"),
        (0.1, 0, 0, "ok"),
        (0.5, 9, 0, "ok"),
        (1.5, 9, 0, "late"),
        (1.5, 0, 0, "ok"),
        (0.1, 0, 1, "late"),
        (5, 0, 0, "late"),
        (23.9, None, 0, "late"),
        (24.1, 0, 0, "silent"),
        (500, 0, 3, "silent"),
    ],
)
def test_the_state_follows_from_the_last_report(hours, holds, stuck, state):
    reported = None if hours is None else NOW - timedelta(hours=hours)
    assert state_of(reported, NOW, holds=holds, stuck=stuck) == state


def test_what_a_silent_phone_said_is_not_known_any_more():
    assert [is_known(state) for state in ("ok", "late", "silent", "never")] == [True, True, False, False]


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def set_back(database, world):
    """Let a phone have reported some hours ago."""

    def wind(phone, hours, **values):
        moment = datetime.now(UTC) - timedelta(hours=hours)
        moments = {"last_seen_at": moment, "last_push_at": moment, "last_pull_at": None}
        with unit_of_work(database, world.tenant_id) as session:
            session.execute(update(Device).where(Device.id == phone.device_id).values({**moments, **values}))

    return wind


def of(board, phone):
    return next(shown for shown in board["items"] if shown["device"]["id"] == phone.device_id)


def test_a_phone_that_has_not_reported_is_unknown_and_never_nought(phone, boss, world):
    rep = phone(world.rep1)
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["state"], shown["queue_depth"], shown["media_waiting"]) == ("never", None, None)


def test_a_phone_tells_its_queue_until_it_falls_silent(phone, boss, world, set_back):
    rep = phone(world.rep1)
    rep.post([], queue_depth=7)
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["state"], shown["queue_depth"], shown["employee"]["name"]) == ("ok", 7, world.rep1.name)
    set_back(rep, 2)
    assert of(boss.get("/sync/health"), rep)["state"] == "late"
    set_back(rep, 30)
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["state"], shown["queue_depth"], shown["clock_offset_ms"]) == ("silent", None, None)


def test_the_worst_come_first_with_how_many_stand_how(phone, boss, world, set_back):
    fine, silent, fresh = phone(world.rep1), phone(world.rep2), phone(world.supervisor)
    fine.post([], queue_depth=0)
    set_back(silent, 30)
    board = boss.get("/sync/health")
    assert [shown["device"]["id"] for shown in board["items"]] == [
        fresh.device_id,
        silent.device_id,
        fine.device_id,
    ]
    assert board["counts"] == {"never": 1, "silent": 1, "late": 0, "ok": 1}
    narrowed = boss.get("/sync/health", state="silent")
    assert [shown["device"]["id"] for shown in narrowed["items"]] == [silent.device_id]
    assert narrowed["counts"] == board["counts"]
    boss.get("/sync/health", state="fine", expect=422)


def test_what_the_server_itself_knows_is_counted(phone, boss, world):
    rep = phone(world.rep1)
    odd = {"n": rep.n, "t": "dance"}
    rep.n += 1
    rep.push(odd)
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["quarantined"], shown["blocked"], shown["media_awaited"], shown["media_stuck"]) == (1, 0, 0, 0)


def test_a_file_that_does_not_arrive_within_an_hour_is_stuck(phone, boss, world, database):
    rep = phone(world.rep1)
    file = {"media_id": "0192aaaa-0000-7000-8000-000000000001", "field": "photos", "sha256": "a" * 64, "size": 10}
    rep.push(rep.submit("customer.shop", {"full_name": "Cô Ba"}, media=[{**file, "type": "image/jpeg"}]))
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["state"], shown["media_awaited"], shown["media_stuck"]) == ("ok", 1, 0)
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(update(MediaObject).values(created_at=datetime.fromisoformat(minutes_ago(90))))
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["state"], shown["media_stuck"]) == ("late", 1)


def test_an_app_below_the_least_version_is_told(phone, boss, world, set_back):
    rep = phone(world.rep1)
    assert of(boss.get("/sync/health"), rep)["app_too_old"] is False
    set_back(rep, 1, app_version="0.0.9")
    assert of(boss.get("/sync/health"), rep)["app_too_old"] is True


def test_a_phone_that_only_reads_has_reported_but_its_queue_is_unknown(phone, boss, world):
    rep = phone(world.rep1)
    rep.pull()
    shown = of(boss.get("/sync/health"), rep)
    assert (shown["state"], shown["queue_depth"], shown["last_push_at"]) == ("ok", None, None)
    assert shown["last_pull_at"] is not None


def test_one_sees_the_phones_of_ones_own_people_alone(phone, console, world):
    rep = phone(world.rep1)
    assert console(world.other).get("/sync/health") == {
        "items": [],
        "counts": {"never": 0, "silent": 0, "late": 0, "ok": 0},
    }
    assert of(console(world.director).get("/sync/health"), rep)
    console(world.rep1).get("/sync/health", expect=403)


def test_a_phone_that_is_out_of_service_is_not_on_the_board(phone, boss, world, set_back):
    rep = phone(world.rep1)
    set_back(rep, 1, state="revoked")
    assert boss.get("/sync/health")["items"] == []


def test_the_board_costs_the_same_however_many_phones_there_are(phone, boss, world, count_queries):
    phone(world.rep1)
    with count_queries() as few:
        boss.get("/sync/health")
    for member in (world.rep2, world.supervisor):
        phone(member)
    with count_queries() as many:
        boss.get("/sync/health")
    assert len(many) == len(few)
