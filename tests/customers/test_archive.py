"""Archived customers leave lists and phones, are never lost, and come back when somebody's work says so."""

import pytest

from tests.kit.phone import shop_answers

pytestmark = pytest.mark.covers("P4")


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def shop(rep):
    return rep.customer_made()


def archive(boss, shop, to="archive"):
    return boss.post(f"/customers/{to}", {"ids": [shop]})["changed"]


def test_an_archived_customer_leaves_lists_and_phones_and_comes_back_when_restored(rep, boss, shop):
    assert archive(boss, shop) == 1
    rep.pull()
    assert shop not in rep.held("customer")
    assert boss.get("/customers")["items"] == []
    assert archive(boss, shop, "restore") == 1
    rep.pull()
    assert rep.held("customer")[shop]["fields"]["full_name"] == shop_answers()["full_name"]


def test_an_edit_that_had_not_seen_the_archiving_brings_the_customer_back_with_a_conflict(rep, boss, shop):
    edit = rep.edit("customer.shop", shop, {"owner_name": "Cô Ba"})
    archive(boss, shop)
    (answer,) = rep.push(edit)
    assert answer["s"] == "merged"
    assert [conflict["field"] for conflict in answer["conflicts"]] == ["archived"]
    rep.pull()
    assert rep.held("customer")[shop]["fields"]["owner_name"] == "Cô Ba"


def test_the_supervisor_may_archive_it_again_by_settling_the_conflict(rep, boss, shop):
    edit = rep.edit("customer.shop", shop, {"owner_name": "Cô Ba"})
    archive(boss, shop)
    (answer,) = rep.push(edit)
    (conflict,) = answer["conflicts"]
    boss.post(f"/conflicts/{conflict['id']}/settle", {"choice": "lost", "value": None})
    rep.pull()
    assert shop not in rep.held("customer")


def test_a_visit_to_an_archived_customer_is_stored(rep, boss, shop):
    archive(boss, shop)
    visit = rep.submit("interaction.f2f", {"customer": shop})
    assert rep.push(visit)[0]["s"] == "applied"
    assert boss.get(f"/submissions/{visit['id']}")["id"] == visit["id"]


def test_a_rep_does_not_archive_and_a_stranger_s_customer_is_not_there(console, world, shop):
    console(world.rep1).post("/customers/archive", {"ids": [shop]}, expect=403)
    console(world.other).post("/customers/archive", {"ids": [shop]}, expect=404)
