"""The supervisor follows the team on the map, reviews, and the rep hears of it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.photograph import take
from tests.e2e.waiting import until

pytestmark = pytest.mark.browser

ON_THE_MAP_WITHIN_MS = 5_000


@pytest.fixture
def shops(handset_of, world):
    return handset_of(world.rep1).makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221), "Quán Bà Năm": (16.051, 108.215)})


def visit(phone, customer: str, note: str, *photographs):
    form = phone.form("interaction.f2f").pick("customer", customer).read_position().save_position()
    if photographs:
        form.photograph(*photographs)
    form.write(note=note).finish()


@pytest.mark.usefixtures("shops")
@pytest.mark.covers("TB-71")
def test_a_visit_appears_on_the_open_map_within_seconds_with_its_photograph(phone_of, console_of, world, stack, album):
    console = console_of(world.supervisor)
    console.map()
    expect(console.see("visit-card")).to_have_count(0)
    visit(phone_of(world.rep1), "Tạp hoá Cô Ba", "Đã xếp lại kệ", take(album))
    until(lambda: stack.submissions(world.rep1, "interaction.f2f"), "the push has arrived")
    card = console.visit("Tạp hoá Cô Ba")
    expect(card).to_be_visible(timeout=ON_THE_MAP_WITHIN_MS)
    expect(card.get_by_test_id("just-in")).to_be_visible()
    console.open_from_map()
    expect(console.see("submission")).to_contain_text("Đã xếp lại kệ")
    picture = card.get_by_test_id("thumb")
    expect(picture).to_be_visible(timeout=20_000)
    until(lambda: picture.evaluate("image => image.naturalWidth") == 256, "the thumbnail is drawn")


def test_what_is_approved_and_what_is_sent_back_reaches_the_phone(phone_of, console_of, world, shops):
    phone, console = phone_of(world.rep1), console_of(world.supervisor)
    for customer in shops:
        visit(phone, customer, "Đã ghé")
    console.open_visit("Tạp hoá Cô Ba")
    console.approve()
    console.open_visit("Quán Bà Năm")
    console.send_back("Thiếu ảnh quầy hàng")
    expect(console.visit("Tạp hoá Cô Ba").locator("[data-state]")).to_have_attribute("data-state", "approved")
    expect(console.visit("Quán Bà Năm").locator("[data-state]")).to_have_attribute("data-state", "has_issues")
    phone.sync()
    expect(phone.see("queue.returned")).to_contain_text("Thiếu ảnh quầy hàng")
    phone.receipt("Quán Bà Năm")
    expect(phone.see("comment")).to_contain_text("Thiếu ảnh quầy hàng")
    expect(phone.see("again")).to_be_visible()
    phone.receipt("Tạp hoá Cô Ba")
    expect(phone.see("stage")).to_have_attribute("data-stage", "approved")


@pytest.mark.usefixtures("shops")
@pytest.mark.covers("RB-22")
def test_a_supervisor_does_not_see_the_visits_of_another_team(phone_of, console_of, world, stack):
    visit(phone_of(world.rep1), "Tạp hoá Cô Ba", "Đã ghé")
    until(lambda: stack.submissions(world.rep1, "interaction.f2f"), "the push has arrived")
    expect(console_of(world.supervisor).visit("Tạp hoá Cô Ba")).to_be_visible()
    other = console_of(world.other)
    expect(other.see("blank").first).to_be_visible()
    expect(other.see("visit-card")).to_have_count(0)
