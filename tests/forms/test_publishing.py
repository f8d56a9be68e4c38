"""Versions of a form: the newest is offered, every one is accepted for ever."""

from copy import deepcopy

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.library import shipped
from server.forms.service import publish
from tests.kit.phone import shop_answers


@pytest.fixture
def next_version(database, world):
    """The shop's form with another title."""
    document = deepcopy(next(form for form in shipped() if form["key"] == "customer.shop"))
    document |= {"version": 3, "title": {"vi": "Hồ sơ shop mới", "en": "New shop profile"}}
    with unit_of_work(database, world.tenant_id) as session:
        publish(session, document)
    return document


def test_phones_and_console_get_the_newest_version_alone(phone, console, world, next_version):
    rep = phone(world.rep1)
    rep.pull()
    held = [form for form in rep.held("form").values() if form["key"] == "customer.shop"]
    offered = [form for form in console(world.rep1).get("/forms")["items"] if form["key"] == "customer.shop"]
    assert held == offered == [next_version]


def test_a_phone_that_holds_the_old_version_gets_the_new_one_instead(phone, world, request):
    rep = phone(world.rep1)
    rep.pull()
    before = set(rep.held("form"))
    request.getfixturevalue("next_version")
    rep.pull()
    shops = [form for form in rep.held("form").values() if form["key"] == "customer.shop"]
    assert [form["version"] for form in shops] == [3]
    assert len(rep.held("form")) == len(before)


@pytest.mark.covers("TB-13")
def test_what_was_filled_in_in_the_old_version_is_accepted_and_shown_in_it(phone, console, world, next_version):
    del next_version
    rep = phone(world.rep1)
    old, new = rep.submit("customer.shop", shop_answers()), rep.submit("customer.shop", shop_answers(), version=3)
    assert [answer["s"] for answer in rep.push(old, new)] == ["applied", "applied"]
    boss = console(world.supervisor)
    titles = [boss.get(f"/submissions/{op['id']}")["form_title"]["vi"] for op in (old, new)]
    assert titles == ["Tạo HS Shop", "Hồ sơ shop mới"]


def test_a_version_that_is_out_stays_as_it_is(database, world, console):
    document = deepcopy(next(form for form in shipped() if form["key"] == "customer.shop"))
    document["title"] = {"vi": "Sửa lén", "en": "Changed in secret"}
    with unit_of_work(database, world.tenant_id) as session:
        publish(session, document)
    titles = {form["title"]["vi"] for form in console(world.rep1).get("/forms")["items"]}
    assert "Sửa lén" not in titles
