"""Corrections: what was sent back is not changed; another submission takes its place, and both are kept."""

from uuid import uuid4

import pytest

from tests.kit.phone import shop_answers


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def sent_back(rep, boss):
    """A report that came back to its rep."""
    customer = rep.customer_made()
    report = rep.submit("support.tele", {"customer": customer, "call_status": "answered", "problem": "missing"})
    assert rep.push(report)[0]["s"] == "applied"
    boss.post(f"/submissions/{report['id']}/review", {"state": "has_issues", "comment": "Thiếu chi tiết"})
    return report


def corrected(rep, report, **answers):
    return rep.submit(report["form"], {**report["answers"], **answers}, revises=report["id"])


def test_what_came_back_can_be_mended_on_any_phone_of_its_rep(rep, sent_back):
    rep.pull()
    held = rep.held("submission")[sent_back["id"]]
    assert (held["answers"], held["revised_by"]) == (sent_back["answers"], None)


@pytest.mark.covers("TB-13")
def test_a_correction_takes_the_place_of_the_former_one(rep, boss, sent_back):
    second = corrected(rep, sent_back, detail="Thiếu hai thùng")
    assert rep.push(second)[0]["s"] == "applied"
    listed = {item["id"]: item for item in boss.get("/submissions", form="support.tele")["items"]}
    assert listed[sent_back["id"]]["revised_by"] == second["id"]
    assert listed[second["id"]]["revises"] == sent_back["id"]
    assert boss.get("/submissions", form="support.tele")["counts"] == {"received": 1}
    assert boss.get("/submissions", state="has_issues")["items"] == []
    assert len(boss.get("/submissions", state="has_issues", corrected=True)["items"]) == 1


def test_whoever_sent_it_back_is_told_of_the_correction(rep, phone, world, sent_back):
    second = corrected(rep, sent_back, detail="Thiếu hai thùng")
    rep.push(second)
    manager = phone(world.supervisor)
    manager.pull()
    told = [notice for notice in manager.held("notification").values() if notice["kind"] == "submission_corrected"]
    assert [notice["link"] for notice in told] == [f"/submissions/{second['id']}"]


def test_the_chain_shows_what_was_mended(rep, boss, sent_back):
    second = corrected(rep, sent_back, detail="Thiếu hai thùng")
    third = corrected(rep, second, solution="Giao bù")
    rep.push(second, third)
    chain = boss.get(f"/submissions/{second['id']}")["revisions"]
    assert [(link["id"], link["changed"]) for link in chain] == [
        (sent_back["id"], []), (second["id"], ["detail"]), (third["id"], ["solution"]),
    ]  # fmt: skip
    assert chain[0]["comment"] == "Thiếu chi tiết"


def test_the_phone_learns_that_its_correction_came(rep, sent_back):
    second = corrected(rep, sent_back, detail="Thiếu hai thùng")
    rep.push(second)
    rep.pull()
    held = rep.held("submission")
    assert (held[sent_back["id"]]["revised_by"], held[sent_back["id"]]["answers"]) == (second["id"], None)
    assert held[second["id"]]["revises"] == sent_back["id"]


def test_what_cannot_be_corrected_stands_by_itself(phone, boss, world, sent_back):
    other = phone(world.rep2)
    strange = [
        corrected(other, sent_back),
        other.submit("customer.shop", shop_answers(), revises=sent_back["id"]),
        other.submit("customer.shop", shop_answers(), revises=str(uuid4())),
    ]
    assert [answer["s"] for answer in other.push(*strange)] == ["applied"] * 3
    for one in strange:
        shown = boss.get(f"/submissions/{one['id']}")
        assert shown["revises"] is None
        assert "revises_another" in shown["flags"]


def test_what_is_approved_or_corrected_is_not_corrected_again(rep, boss, console, world, sent_back):
    first = corrected(rep, sent_back, detail="A")
    rep.push(first)
    again = {
        "id": str(uuid4()),
        "form": "support.tele",
        "version": 1,
        "answers": {**sent_back["answers"], "detail": "B"},
    }
    refused = console(world.rep1).post(f"/submissions/{sent_back['id']}/revisions", again, expect=409)
    boss.post(f"/submissions/{first['id']}/review", {"state": "approved"})
    console(world.rep1).post(f"/submissions/{first['id']}/revisions", again, expect=409)
    assert refused["code"] == "not_to_revise"


def test_a_rep_corrects_at_the_console_too(console, world, sent_back):
    answers = {**sent_back["answers"], "detail": "Thiếu hai thùng"}
    body = {"id": str(uuid4()), "form": "support.tele", "version": 1, "answers": answers}
    made = console(world.rep1).post(f"/submissions/{sent_back['id']}/revisions", body)
    assert made["revises"] == sent_back["id"]
    console(world.rep2).post(f"/submissions/{made['id']}/revisions", {**body, "id": str(uuid4())}, expect=409)


@pytest.mark.covers("TB-13")
def test_answers_to_unknown_fields_are_kept_and_shown(rep, boss):
    report = rep.submit("customer.shop", shop_answers(shelf_metres=12))
    rep.push(report)
    shown = boss.get(f"/submissions/{report['id']}")
    assert shown["unknown"] == {"shelf_metres": 12}
    assert "field_unknown:shelf_metres" in shown["flags"]


def test_the_list_is_narrowed_to_a_flag_and_to_a_record(rep, boss):
    good, bad = rep.customer_made(), rep.submit("customer.shop", shop_answers(email="nowhere"))
    rep.push(bad)
    flagged = [item["id"] for item in boss.get("/submissions", flag="field_invalid")["items"]]
    of_record = boss.get("/submissions", record_kind="customer", record_id=good)["items"]
    assert flagged == [bad["id"]]
    assert [item["record"]["id"] for item in of_record] == [good]
