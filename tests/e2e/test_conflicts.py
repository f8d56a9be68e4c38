"""Two reps edit one customer without a network."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NAME = "Tạp hoá Cô Ba"
TAG, SET = "Chăm sóc", "Cập nhật chủ cửa hàng"


@pytest.fixture
def two_phones(handset_of, desk_of, phone_of, world):
    """The owner's phone and that of the colleague who has the customer on his route, both offline."""
    ids = handset_of(world.rep1).makes_shops(**{NAME: (16.068, 108.221)})
    desk_of(world.supervisor).makes_route("Tuyến chung", [ids[NAME]], world.rep2)
    phones = phone_of(world.rep1), phone_of(world.rep2)
    for phone in phones:
        phone.go_offline()
    return phones


def edit(phone, **answers):
    phone.edit(NAME).write(**answers).finish()


@pytest.mark.covers("TB-56")
def test_edits_of_different_fields_are_both_applied(two_phones, stack, world):
    first, second = two_phones
    edit(first, opening_hours="6:00 - 22:00")
    edit(second, owner_name="Cô Ba")
    for phone in two_phones:
        phone.go_online()
        phone.sync()
    for phone in two_phones:
        phone.sync()
        expect(phone.customer(NAME).fact("Giờ mở cửa")).to_have_text("6:00 - 22:00")
        expect(phone.fact("Chủ shop")).to_have_text("Cô Ba")
    assert stack.rows("SELECT FROM conflict WHERE tenant_id = :t", t=world.tenant_id) == []


@pytest.mark.covers("TB-56")
def test_edits_of_the_same_field_are_settled_by_the_supervisor(two_phones, console_of, world):
    first, second = two_phones
    edit(first, opening_hours="6:00 - 20:00")
    edit(second, opening_hours="7:00 - 22:00")
    for phone in two_phones:
        phone.go_online()
        phone.sync()
    console = console_of(world.supervisor)
    card = console.go("conflicts").see("conflict")
    expect(card).to_contain_text("7:00 - 22:00")
    expect(card).to_contain_text("6:00 - 20:00")
    expect(card).to_contain_text("Nguyễn Thị Một")
    console.see("settle-lost").click()
    expect(card).to_have_count(0)
    for phone in two_phones:
        phone.sync()
        expect(phone.customer(NAME).fact("Giờ mở cửa")).to_have_text("6:00 - 20:00")


@pytest.fixture
def update_set(desk_of, world):
    """A set that asks those who speak with a customer for the owner's name."""
    desk = desk_of(world.supervisor)
    tag = desk.post("/tags", {"name": TAG, "colour": "#0b6b57"})
    return desk.post("/update-sets", {"name": SET, "tags": [tag["id"]], "attributes": ["owner_name"]})


def hear_of_owner(phone, owner):
    """Note a call in which the customer told who owns the shop."""
    call = phone.form("interaction.tele").pick("customer", "co ba").choose(call_status="answered")
    call.pick_all("tags", TAG).pick("update_set", SET).write(**{"updates-owner_name": owner}).finish()


@pytest.mark.usefixtures("update_set")
@pytest.mark.covers("TB-55", "TB-56", "G-23")
def test_two_reps_who_renew_one_attribute_by_a_set_are_settled_by_the_supervisor(two_phones, console_of, world):
    for phone, owner in zip(two_phones, ("Bà Năm", "Bà Bảy"), strict=True):
        hear_of_owner(phone, owner)
    for phone in two_phones:
        phone.go_online()
        phone.sync()
    console = console_of(world.supervisor)
    card = console.go("conflicts").see("conflict")
    expect(card).to_contain_text("Bà Năm")
    expect(card).to_contain_text("Bà Bảy")
    console.see("settle-lost").click()
    expect(card).to_have_count(0)
    for phone in two_phones:
        phone.sync()
        expect(phone.customer(NAME).fact("Chủ shop")).to_have_text("Bà Năm")
