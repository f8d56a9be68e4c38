"""Filling in forms on the phone: two steps for a position, several in a row, two languages."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.covers("TB-05", "G-10")
def test_a_position_that_was_read_but_not_saved_is_not_handed_in(phone_of, world, stack):
    phone = phone_of(world.rep1)
    phone.form("customer.shop").shop("Tạp hoá Cô Ba").read_position().finish()
    phone.form("customer.shop").shop("Tạp hoá Cô Tư").read_position().save_position().finish()
    phone.sync()
    read, saved = stack.submissions(world.rep1)
    assert "gps" not in read.answers
    assert read.location is None
    fix = saved.answers["gps"]
    assert (fix["lat"], fix["lon"], fix["accuracy_m"], fix["mock"]) == (16.0678, 108.2208, 8, False)
    assert fix["provider"]
    assert datetime.fromisoformat(fix["fixed_at"]) <= saved.occurred_at


@pytest.mark.covers("TB-05")
def test_an_interaction_waits_for_its_position_to_be_saved(phone_of, world):
    phone = phone_of(world.rep1)
    phone.form("customer.shop").shop("Quán Bà Năm").finish()
    form = phone.form("interaction.f2f").pick("customer", "quan ba nam").read_position()
    form.try_to_finish()
    expect(form.see("error-gps")).to_contain_text("chưa lưu")
    form.save_position().finish()


@pytest.mark.covers("TB-12")
def test_a_form_offers_the_reps_customers_alone_and_finds_them_without_marks(handset_of, phone_of, world):
    handset_of(world.rep1).makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221), "Quán Bà Năm": (16.051, 108.215)})
    handset_of(world.rep3).makes_shops(**{"Tạp hoá Cô Ba Chợ Cồn": (16.07, 108.21)})
    phone = phone_of(world.rep1)
    phone.go_offline()
    phone.form("interaction.f2f").see("pick-customer").click()
    expect(phone.see("choice")).to_contain_text(["Quán Bà Năm", "Tạp hoá Cô Ba"])
    phone.page.locator("dialog[open]").get_by_test_id("search").fill("tap hoa co ba")
    expect(phone.see("choice")).to_have_count(1)


@pytest.mark.covers("TB-08", "G-11")
def test_three_forms_in_a_row_without_a_network_arrive_in_order(phone_of, world, stack):
    phone = phone_of(world.rep1)
    phone.go_offline()
    form = phone.form("customer.shop")
    for name in ("Một", "Hai", "Ba"):
        form.shop(name).finish_and_new()
    expect(phone.open("queue").waiting()).to_have_count(3)
    assert stack.submissions(world.rep1) == []
    phone.go_online()
    expect(phone.see("queue-summary")).to_have_text("Mọi việc đã ở trên máy chủ")
    rows = stack.submissions(world.rep1)
    assert [(row.device_n, row.answers["full_name"]) for row in rows] == [(1, "Một"), (2, "Hai"), (3, "Ba")]


@pytest.mark.covers("TB-01", "TB-11")
def test_a_form_is_offered_to_those_alone_who_may_hand_it_in(phone_of, world):
    rep = phone_of(world.rep1).open("forms")
    expect(rep.see("form-order.f2f")).to_be_visible()
    expect(rep.see("form-route.setup")).to_have_count(0)
    expect(rep.see("form-price.list")).to_have_count(0)


def test_the_language_switch_shows_english(phone_of, world):
    phone = phone_of(world.rep1).open("account")
    phone.see("language-en").click()
    phone.open("forms").see("form-customer.shop").click()
    expect(phone.see("finish-exit")).to_have_text("Finish and leave")
    phone.page.reload()
    expect(phone.see("field-full_name")).to_contain_text("Shop name")
