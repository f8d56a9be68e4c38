"""The quarantine: pages, filters, and what is decided of an operation that could not be applied."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from server.accounts.models import Device
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.sync.explaining import explain
from tests.kit.phone import shop_answers


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


def strange(phone):
    """An operation of a kind that the server does not know."""
    operation = {"n": phone.n, "t": "dance", "why": "Múa"}
    phone.n += 1
    return operation


@pytest.fixture
def kept(rep, boss):
    """One operation in quarantine, as the console shows it."""
    rep.push(strange(rep))
    (shown,) = boss.get("/quarantine")["items"]
    return shown


@pytest.mark.parametrize("sent_at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_phone_whose_clock_stands_at_the_end_of_time_is_read_like_any_other(rep, boss, sent_at):
    operations = [strange(rep), rep.submit("customer.shop", shop_answers(), occurred_at=sent_at)]
    rep.client.post("/api/v1/sync/push", json={"sent_at": sent_at, "ops": operations}, headers=rep.headers)
    assert len(boss.get("/quarantine")["items"]) == 1
    (shown,) = boss.get("/submissions")["items"]
    assert shown["occurred_at"] == shown["received_at"]


def test_all_that_is_open_comes_in_pages_each_once(rep, boss):
    rep.push(*(strange(rep) for _ in range(7)))
    found, cursor = [], None
    while True:
        page = boss.get("/quarantine", limit=3, **({"cursor": cursor} if cursor else {}))
        found += [shown["n"] for shown in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7]
    assert page["counts"] == {"open": 7, "released": 0, "dismissed": 0}
    assert page["codes"] == {"unknown_kind": 7}
    assert boss.get("/quarantine/count")["open"] == 7


def test_the_list_is_narrowed_by_code_person_phone_and_time(rep, phone, boss, world):
    other = phone(world.rep2)
    rep.push(strange(rep))
    other.push(other.submit("no.form", shop_answers()))
    ask = lambda **query: [shown["code"] for shown in boss.get("/quarantine", **query)["items"]]  # noqa: E731
    assert ask(code="unknown_form") == ask(person_id=str(world.rep2.id)) == ["unknown_form"]
    assert ask(device_id=rep.device_id) == ["unknown_kind"]
    assert ask(state="dismissed") == []
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert ask(**{"from": later}) == []
    assert len(ask(to=later)) == 2


def test_one_is_shown_with_its_content(kept, boss):
    shown = boss.get(f"/quarantine/{kept['id']}")
    assert json.loads(shown["payload"])["why"] == "Múa"
    assert (shown["state"], shown["decided_by"], shown["outcome"]) == ("open", None, None)


def test_what_is_dismissed_says_who_when_and_why_and_is_decided_once(kept, boss, world):
    address = f"/quarantine/{kept['id']}/dismiss"
    shown = boss.post(address, {"comment": " Gửi nhầm "})
    assert (shown["state"], shown["comment"]) == ("dismissed", "Gửi nhầm")
    assert shown["decided_by"]["name"] == world.supervisor.name
    assert shown["decided_at"] is not None
    assert boss.post(address, {"comment": "Lại"}, expect=409)["code"] == "already_decided"
    assert boss.get("/quarantine")["items"] == []
    (found,) = boss.get("/quarantine", state="dismissed")["items"]
    assert found["payload"] == kept["payload"]


def test_a_dismissal_is_noted_with_its_reason(kept, boss, console, world):
    boss.post(f"/quarantine/{kept['id']}/dismiss", {"comment": "Gửi nhầm"})
    (line,) = [
        line for line in console(world.admin).get("/history", limit=50)["items"]
        if line["action"] == "quarantine.dismiss"
    ]  # fmt: skip
    assert (line["record_id"], line["detail"]["comment"]) == (kept["id"], "Gửi nhầm")


@pytest.mark.parametrize("comment", ["", "   ", "x" * 2001])
def test_a_dismissal_needs_a_reason(kept, boss, comment):
    boss.post(f"/quarantine/{kept['id']}/dismiss", {"comment": comment}, expect=422)


def test_many_are_dismissed_at_once_each_with_its_own_outcome(rep, boss):
    rep.push(*(strange(rep) for _ in range(3)))
    ids = [shown["id"] for shown in boss.get("/quarantine")["items"]]
    boss.post(f"/quarantine/{ids[1]}/dismiss", {"comment": "Nhầm"})
    unknown = str(new_id())
    answer = boss.post("/quarantine/dismiss", {"ids": [*ids, unknown], "comment": "Nhầm"})
    told = [(item["id"], item["s"], item["code"]) for item in answer["items"]]
    assert told == [
        (ids[0], "dismissed", None),
        (ids[1], "refused", "already_decided"),
        (ids[2], "dismissed", None),
        (unknown, "refused", "not_found"),
    ]


def test_only_who_sees_the_person_sees_and_decides(kept, console, world):
    stranger = console(world.other)
    assert stranger.get("/quarantine")["items"] == []
    stranger.get(f"/quarantine/{kept['id']}", expect=404)
    stranger.post(f"/quarantine/{kept['id']}/dismiss", {"comment": "x"}, expect=404)
    stranger.post(f"/quarantine/{kept['id']}/release", {}, expect=404)
    office = console(world.office)
    assert len(office.get("/quarantine")["items"]) == 1
    office.post(f"/quarantine/{kept['id']}/dismiss", {"comment": "x"}, expect=403)


@pytest.mark.parametrize(
    ("payload", "line", "column"),
    [('{"n": 1,\n  "t": }', 2, 8), ("", 1, 1), ("[1]", 1, 1), ('{"a": 1} x', 1, 10)],
)
def test_a_repair_that_is_no_operation_is_told_where_it_is_wrong(kept, boss, payload, line, column):
    told = boss.post(f"/quarantine/{kept['id']}/release", {"payload": payload}, expect=422)
    assert (told["pointer"], told["line"], told["column"]) == ("/payload", line, column)
    assert boss.get(f"/quarantine/{kept['id']}")["state"] == "open"


@pytest.fixture
def unsent(rep, boss):
    """A profile whose form's name was misspelt, in quarantine."""
    operation = rep.submit("customer.shoop", shop_answers())
    rep.push(operation)
    (shown,) = boss.get("/quarantine")["items"]
    return operation, shown


def repaired(operation):
    return json.dumps({**operation, "form": "customer.shop"}, ensure_ascii=False)


def test_what_is_repaired_is_applied_for_the_person_and_the_phone_that_sent_it(rep, boss, unsent, world):
    operation, kept = unsent
    shown = boss.post(f"/quarantine/{kept['id']}/release", {"payload": repaired(operation)})
    assert (shown["state"], shown["outcome"]["s"]) == ("released", "applied")
    assert shown["decided_by"]["name"] == world.supervisor.name
    assert shown["payload"] == kept["payload"]
    rep.pull()
    assert rep.held("customer")[operation["id"]]["owner_id"] == str(world.rep1.id)
    again = boss.post(f"/quarantine/{kept['id']}/release", {}, expect=409)
    assert again["code"] == "already_decided"


def test_what_cannot_be_applied_like_this_either_stays_open_and_says_why(boss, unsent):
    _, kept = unsent
    told = boss.post(f"/quarantine/{kept['id']}/release", {}, expect=409)
    assert (told["code"], told["code_now"]) == ("still_refused", "unknown_form")
    assert boss.get(f"/quarantine/{kept['id']}")["state"] == "open"
    assert boss.get("/quarantine/count")["open"] == 1


def test_many_are_released_at_once_and_one_that_is_refused_stops_no_other(rep, boss, database, world):
    drained = [rep.submit("customer.shop", shop_answers(full_name=name)) for name in ("Một", "Hai")]
    set_state(database, world, rep, "drain")
    rep.push(*drained, strange(rep))
    set_state(database, world, rep, "active")
    ids = [shown["id"] for shown in boss.get("/quarantine", code="drained")["items"]]
    answer = boss.post("/quarantine/release", {"ids": ids})
    assert sorted((item["s"], item["code"]) for item in answer["items"]) == [
        ("applied", None),
        ("applied", None),
        ("refused", "still_refused"),
    ]
    rep.pull()
    assert len(rep.held("customer")) == 2
    assert boss.get("/quarantine/count") == {"open": 1, "released": 2, "dismissed": 0}


def set_state(database, world, rep, state):
    until = datetime.now(UTC) + timedelta(days=7)
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(update(Device).where(Device.id == rep.device_id).values(state=state, drain_until=until))


def test_a_release_is_noted_with_whether_it_was_repaired(boss, console, world, unsent):
    operation, kept = unsent
    boss.post(f"/quarantine/{kept['id']}/release", {"payload": repaired(operation)})
    lines = console(world.admin).get("/history", limit=50)["items"]
    (line,) = [line for line in lines if line["action"] == "quarantine.release"]
    assert line["detail"] == {"code": "unknown_form", "operation": 1, "repaired": True, "outcome": "applied"}
    assert line["employee"]["name"] == world.supervisor.name


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [
        (
            "unknown_form",
            "'interaction.f2f' version 99",
            "Biểu mẫu “interaction.f2f” không có phiên bản 99 trên máy chủ",
        ),
        ("tx", "operation 7: too_large", "Thao tác số 7 gửi cùng không áp dụng được: Bài quá lớn"),
        ("validation", "Object missing required field `form`", "Thiếu trường form ở $"),
        ("validation", "Expected `str`, got `int` - at `$.id`", "Sai kiểu ở $.id: cần str, nhận được int"),
        ("validation", "not_found: {'kind': 'customer'}", "Chi tiết kỹ thuật: not_found: {'kind': 'customer'}"),
        ("of_a_newer_server", "{odd} reason", "of_a_newer_server Chi tiết kỹ thuật: {odd} reason"),
    ],
)
def test_a_reason_is_told_in_words(code, reason, words):
    assert words in explain(code, reason)["vi"]
    assert explain(code, reason)["en"] != explain(code, reason)["vi"]


def test_the_desk_reads_why_in_both_languages_and_clients_what_was_stored(kept, rep, boss):
    assert kept["reason"] == "operation type 'dance'"
    assert kept["said"]["vi"] == "Máy chủ không biết loại thao tác “dance”"
    assert kept["said"]["en"] == "The server knows no operation of type “dance”"
    again = boss.post(f"/quarantine/{kept['id']}/release", {}, expect=409)
    assert "“dance”" in again["detail"]
    assert again["reason"] == kept["reason"]
    (answer,) = rep.push(strange(rep))
    assert answer["reason"] == kept["reason"]
    assert answer["message"]
