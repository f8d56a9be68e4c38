"""A pin that a rep moves far waits for a supervisor's yes; both sides see that it waits."""

import pytest

from tests.kit.phone import FIX

FAR = {**FIX, "lat": FIX["lat"] + 0.01}
NEAR = {**FIX, "lat": FIX["lat"] + 0.001}


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


def moved(rep, shop, pin, **more):
    rep.pull()
    return rep.push(rep.edit("customer.shop", shop, {"gps": pin, **more}))[0]


@pytest.mark.covers("TB-05")
def test_a_pin_moved_far_waits_and_the_rest_of_the_form_is_written(rep, boss):
    shop = rep.customer_made(rank="A")
    assert moved(rep, shop, FAR, rank="B")["s"] == "merged"
    rep.pull()
    held = rep.held("customer")[shop]
    assert (held["fields"]["gps"]["lat"], held["fields"]["rank"]) == (FIX["lat"], "B")
    assert (held["pending_pin"]["value"]["lat"], held["open_conflicts"]) == (FAR["lat"], 1)
    pending = boss.get(f"/customers/{shop}")["pending_pin"]
    assert (pending["lat"], pending["moved_m"], pending["by"]["name"]) == (FAR["lat"], 1112, "Nguyễn Thị Một")


@pytest.mark.parametrize(("choice", "stands"), [("lost", FAR), ("kept", FIX)])
def test_a_supervisor_says_yes_or_no(rep, boss, choice, stands):
    shop = rep.customer_made()
    moved(rep, shop, FAR)
    conflict = boss.get(f"/customers/{shop}")["pending_pin"]["conflict_id"]
    boss.post(f"/conflicts/{conflict}/settle", {"choice": choice})
    rep.pull()
    held = rep.held("customer")[shop]
    assert (held["fields"]["gps"]["lat"], held["pending_pin"]) == (stands["lat"], None)


def test_a_pin_moved_a_little_or_set_for_the_first_time_is_written_at_once(rep):
    shop = rep.customer_made()
    assert moved(rep, shop, NEAR)["s"] == "applied"
    bare = rep.customer_made(gps=None)
    assert moved(rep, bare, FAR)["s"] == "applied"


def test_who_settles_conflicts_moves_pins_himself(phone, rep, world):
    shop = rep.customer_made()
    assert moved(phone(world.supervisor), shop, FAR)["s"] == "applied"


def test_an_organisation_that_chose_otherwise_is_not_asked(rep, console, world):
    chosen = {"form": "customer.shop", "field": "gps", "policy": "lww"}
    console(world.admin).put("/merge-policies", {"items": [chosen]})
    assert moved(rep, rep.customer_made(), FAR)["s"] == "applied"
