"""What every form has in common, over the interface: once each, in order, with what was saved and nothing else."""

import pytest

from server.forms.library import shipped
from tests.kit.phone import FIX, shop_answers


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.mark.covers("TB-07", "G-09")
def test_the_same_profile_sent_twice_is_one_customer(rep, boss):
    """Golden scenario 9: the network swallowed the answer, and the phone sends it again."""
    profile = rep.submit("customer.shop", shop_answers(), version=2)
    again = rep.submit("customer.shop", shop_answers(), version=2, id=profile["id"], occurred_at=profile["occurred_at"])
    answers = [rep.push(profile)[0], rep.push(profile)[0], rep.push(again)[0]]
    assert [answer["s"] for answer in answers] == ["applied", "duplicate", "duplicate"]
    assert [item["id"] for item in boss.get("/customers")["items"]] == [profile["id"]]
    assert len(boss.get("/submissions")["items"]) == 1


@pytest.mark.covers("TB-05", "G-10")
def test_a_position_that_was_not_saved_is_not_there(rep, boss):
    """Golden scenario 10, the server's half: what is not sent is not made up."""
    without = {name: answer for name, answer in shop_answers().items() if name != "gps"}
    silent, saved = rep.submit("customer.shop", without), rep.submit("customer.shop", shop_answers())
    rep.push(silent, saved)
    assert boss.get(f"/submissions/{silent['id']}")["gps"] is None
    assert boss.get(f"/submissions/{saved['id']}")["gps"]["lat"] == FIX["lat"]


@pytest.mark.covers("TB-08", "G-11")
def test_three_in_a_row_arrive_in_their_order(rep, boss):
    """Golden scenario 11, the server's half: finished one after the other without a network."""
    names = ["Một", "Hai", "Ba"]
    three = [rep.submit("customer.shop", shop_answers(full_name=name), version=2) for name in names]
    assert [answer["s"] for answer in rep.push(*three)] == ["applied"] * 3
    codes = {item["name"]: item["code"] for item in boss.get("/customers")["items"]}
    assert sorted(names, key=codes.get) == names


@pytest.mark.covers("TB-10", "TB-11")
def test_all_forms_are_offered_with_what_they_are_for(boss, rep):
    offered = {form["key"]: form for form in boss.get("/forms")["items"]}
    rep.pull()
    assert set(offered) == {form["key"] for form in rep.held("form").values()} == {form["key"] for form in shipped()}
    assert len(offered) == 26
    for form in offered.values():
        assert all(form[part]["vi"] and form[part]["en"] for part in ("title", "purpose", "help_text"))


@pytest.mark.covers("TB-09")
def test_rows_of_a_group_are_kept_in_their_order(rep, boss):
    rows = [{"id": "b", "full_name": "Bình"}, {"id": "a", "full_name": "An"}]
    profile = rep.submit("customer.household", shop_answers(members=rows), version=2)
    rep.push(profile)
    assert [row["full_name"] for row in boss.get(f"/submissions/{profile['id']}")["answers"]["members"]] == [
        "Bình",
        "An",
    ]


@pytest.mark.covers("TB-04")
def test_a_submission_names_its_files_before_they_come(rep, boss):
    media_id = "6d1f1d4e-3a52-4b06-9d5e-0c6d2f1e7a11"
    claim = {"media_id": media_id, "field": "photos", "sha256": "0" * 64, "size": 7, "type": "video/mp4"}
    profile = rep.submit("customer.shop", shop_answers(photos=[media_id]), version=2, media=[claim])
    assert rep.push(profile)[0]["media"] == "awaiting"
    (named,) = boss.get(f"/submissions/{profile['id']}")["media"]
    assert (named["media_id"], named["field"], named["state"]) == (media_id, "photos", "awaiting")
